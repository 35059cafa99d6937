"""`queries --against REVISION`: what is said of the code now and was not at a git revision.

The code of the revision is judged under the schema of today. Findings are the same if rule, `Model.operation`
and text are: lines and files play no part.
"""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from collections.abc import Sequence

from prisma_schema_parser.excerpt import plain

from ..queries.files.code_files import CodeFile, beyond_limits
from ..queries.files.left_out_paths import is_left_out
from .finding import CheckedSchema, Comparison, Finding, Key, Regained
from .git import GitFailed, Repository
from .request import UsageError


def code_at(revision: str, paths: Sequence[str], *, everything: bool) -> list[CodeFile]:
    """The files below the paths as they were, called as they are called now. Raises `UsageError`."""
    try:
        repository = Repository(os.getcwd())
        commit = repository.commit(revision)
        if commit is None:
            hint = "in CI the history may have to be fetched first"
            raise UsageError(f"there is no commit `{plain(revision[:80])}`: {hint}")
        top = os.path.realpath(repository.top)
        wanted = [
            os.path.relpath(os.path.realpath(path), top).replace(os.sep, "/") for path in paths
        ]
        objects = {
            name: found
            for name, found in repository.files(commit, "").items()
            if _is_below(name, wanted) and not is_left_out(name, everything=everything)
        }
        contents = repository.contents(tuple(objects.values()))
    except GitFailed as failure:
        raise UsageError(plain(str(failure))[:300]) from None
    here = os.path.relpath(os.path.realpath(os.getcwd()), top).replace(os.sep, "/")
    return [
        CodeFile(posixpath.relpath(name, here), data)
        for name, data in zip(objects, contents, strict=True)
        if not beyond_limits(data)
    ]


def _is_below(name: str, wanted: Sequence[str]) -> bool:
    return any(one == "." or name == one or name.startswith(f"{one}/") for one in wanted)


def compared(
    revision: str, now: Sequence[CheckedSchema], then: Sequence[CheckedSchema]
) -> tuple[tuple[CheckedSchema, ...], Comparison]:
    """The schemas with nothing but what is new."""
    left = Counter(finding.key for schema in then for finding in schema.findings)
    new = tuple(
        schema._replace(findings=tuple(one for one in schema.findings if not _took(one.key, left)))
        for schema in now
    )
    known = sum(len(schema.findings) for schema in now) - sum(len(one.findings) for one in new)
    gone = [one for schema in then for one in schema.findings if _took(one.key, left)]
    return new, Comparison(revision, known, tuple(Regained(one, True) for one in _once(gone)), ())


def _took(key: Key, left: Counter[Key]) -> bool:
    if not left[key]:
        return False
    left[key] -= 1
    return True


def _once(findings: Sequence[Finding]) -> list[Finding]:
    return list({finding.key: finding for finding in findings}.values())
