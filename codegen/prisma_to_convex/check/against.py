"""`--against REVISION`: what is lost now and was not at a git revision, and what is lost no longer.

Findings are the same if rule, `Model.field` and text are: lines and files play no part.
"""

from __future__ import annotations

import os
from collections import Counter

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.files import decode
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import SourceFile

from ..merge.disk import as_text
from ..merge.lock import NAME
from ..migrations.texts import NO_MIGRATIONS, Migrations, NotRead
from ..project.edited_on_disk import NOTHING_WRITTEN, SCHEMA, WrittenFiles
from ..project.imported_files import imported_texts
from ..project.migrations_folder import FILE, decoded, migrations_home
from ..project.path_aliases import PathAliases
from .examine import OptionsError, examine
from .finding import CheckedSchema, Comparison, Finding, Key, Regained
from .git import GitFailed, Repository
from .inputs import Input
from .request import UsageError
from .selection import Selection

_ENDING = ".prisma"


class _Old(NamedTuple):
    """A schema at the revision; None where there is none."""

    examined: CheckedSchema | None
    note: str = ""

    @property
    def is_valid(self) -> bool:
        return self.examined is not None and self.examined.is_valid


class _Difference(NamedTuple):
    new: CheckedSchema
    known: int
    regained: tuple[Regained, ...]
    note: str


def compare(
    written: str,
    inputs: tuple[Input, ...],
    schemas: tuple[CheckedSchema, ...],
    selection: Selection,
    convex: str = "",
) -> tuple[tuple[CheckedSchema, ...], Comparison]:
    """The schemas with nothing but what is new. `written` is REVISION or REVISION:PATH, `convex` the folder of
    schema.ts. Raises `UsageError`.
    """
    revision, _, path = written.partition(":")
    if path and len(inputs) > 1:
        raise UsageError("--against REVISION:PATH names one schema, and several are checked")
    try:
        past = [_past(one, revision, path, convex) for one in inputs]
    except GitFailed as failure:
        raise UsageError(plain(str(failure))[:300]) from None
    found = [_difference(now, old, selection) for now, old in zip(schemas, past, strict=True)]
    comparison = Comparison(
        written,
        sum(one.known for one in found),
        tuple(back for one in found for back in one.regained),
        tuple(f"{one.new.path}: {one.note}" for one in found if one.note),
    )
    return tuple(one.new for one in found), comparison


# ---- the schema as it was -----------------------------------------------------------------------


def _past(given: Input, revision: str, path: str, convex: str) -> _Old:
    place = os.path.realpath(given.path)
    folder = place if os.path.isdir(place) else os.path.dirname(place)
    repository = Repository(_existing(folder))
    commit = repository.commit(revision)
    if commit is None:
        hint = "in CI the history may have to be fetched first"
        raise UsageError(f"there is no commit `{plain(revision[:80])}`: {hint}")
    objects = repository.files(commit, _ENDING)
    found = _Old(None, f"not at {revision}: everything is new")
    if path:
        candidates = [_named(revision, path, objects)]
    else:
        candidates = _schema_files(given, repository, commit, objects)
    scripts = repository.files(commit, f"/{FILE}")
    files = _written_files(convex, repository, commit)
    for names in filter(None, candidates):
        given_then = {name: objects[name] for name in names}
        found = _read(given, revision, repository, given_then, scripts, files)
        if found.is_valid:
            break
    return found


def _read(
    given: Input,
    revision: str,
    repository: Repository,
    files: dict[str, str],
    scripts: dict[str, str],
    written: WrittenFiles,
) -> _Old:
    """The schema of these files, by their objects, with its migrations among `scripts`."""
    contents = repository.contents(tuple(files.values()))
    decoded = [
        decode(f"{revision}:{name}", data) for name, data in zip(files, contents, strict=True)
    ]
    sources = tuple(source for source, _ in decoded)
    unreadable = tuple(problem for _, problem in decoded if problem is not None)
    try:
        migrations = _migrations(given, revision, repository, sources, scripts)
        options = given.config.options
        return _Old(examine(given.path, sources, unreadable, options, migrations, written=written))
    except OptionsError:
        return _Old(None, f"the configuration does not fit it at {revision}: everything is new")


def _written_files(convex: str, repository: Repository, commit: str) -> WrittenFiles:
    """schema.ts, its lock and what it imports as they were, where they stand now."""
    if not convex:
        return NOTHING_WRITTEN
    folder = _path(convex, repository.top)
    files = repository.files(commit, "")  # once: what schema.ts imports may have a thousand names

    def then(path: str) -> str | None:
        return _text_then(f"{folder}/{path}", repository, files)

    schema, lock = then(SCHEMA), then(NAME)
    if not schema or not lock:
        return WrittenFiles(schema, lock)
    texts, aliases, _ = imported_texts(schema, then, PathAliases(convex))
    return WrittenFiles(schema, lock, texts, aliases)


def _text_then(path: str, repository: Repository, files: dict[str, str]) -> str | None:
    known = files.get(path.removeprefix("./"))
    if known is None:
        return None
    (data,) = repository.contents((known,))
    try:
        return as_text(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _migrations(
    given: Input,
    revision: str,
    repository: Repository,
    sources: tuple[SourceFile, ...],
    scripts: dict[str, str],
) -> Migrations:
    """Those in the folder that they are in now, else beside the datasource as it was then."""
    if given.folder.path is None:
        return NO_MIGRATIONS
    home = migrations_home(sources).removeprefix(f"{revision}:")
    for folder in (_path(given.folder.path, repository.top), f"{home}/migrations".lstrip("/")):
        names = sorted(
            name for name in scripts if name.rpartition("/")[0].rpartition("/")[0] == folder
        )
        if names:
            contents = repository.contents(tuple(scripts[name] for name in names))
            found = [
                decoded(f"{revision}:{name}", data)
                for name, data in zip(names, contents, strict=True)
            ]
            return Migrations(
                tuple(one for one in found if isinstance(one, SourceFile)),
                tuple(one for one in found if isinstance(one, NotRead)),
            )
    return NO_MIGRATIONS


def _existing(folder: str) -> str:
    """The nearest folder that is there: the name given to standard input may be of none."""
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return folder


def _named(revision: str, path: str, objects: dict[str, str]) -> list[str]:
    root = path.strip("/")
    found = sorted(name for name in objects if name == root or name.startswith(f"{root}/"))
    if not found:
        hint = "PATH is from the top of the repository"
        wanted = plain(f"{revision}:{path}"[:200])
        raise UsageError(f"there is no schema at `{wanted}`: {hint}")
    return found


def _schema_files(
    given: Input, repository: Repository, commit: str, objects: dict[str, str]
) -> list[list[str]]:
    """The files that were the schema: those of the same path, those that were renamed to one of its
    files, and those nearby that are gone (one file was split, or several were joined). Then, since the
    last may have been a schema of their own, those without them.
    """
    now = {_path(source.name, repository.top) for source in given.sources}
    root = _path(given.path, repository.top)
    same = {name for name in objects if name in now}
    if given.is_folder:
        same.update(name for name in objects if root == "." or name.startswith(f"{root}/"))
    gone = {name for name in objects if not os.path.lexists(os.path.join(repository.top, name))}
    if not gone:
        return [sorted(same)]
    renames = repository.renames(commit, _ENDING)
    moved = {old for old, new in renames.items() if new in now and old in objects}
    nearby = {name for name in gone if name not in renames and _is_near(name, root)}
    return [sorted(same | moved | nearby), sorted(same | moved)]


def _path(name: str, top: str) -> str:
    return os.path.relpath(os.path.realpath(name), os.path.realpath(top)).replace(os.sep, "/")


def _is_near(name: str, root: str) -> bool:
    """In or below the folder that holds the schema; at the top of a repository not below it, but
    for `prisma/`: other projects live there.
    """
    folder = root.rpartition("/")[0]
    if folder:
        return name.startswith(f"{folder}/")
    return "/" not in name or name.startswith("prisma/")


# ---- the difference -----------------------------------------------------------------------------


def _difference(now: CheckedSchema, old: _Old, selection: Selection) -> _Difference:
    if not now.is_valid:
        return _Difference(now, 0, (), "not valid, so it was not compared")
    before = old.examined
    if before is None or not before.is_valid:
        return _Difference(now, 0, (), old.note or "was not valid then: everything is new")
    was = [finding for finding in before.findings if selection.shows(finding, before.off)]
    times = Counter(finding.key for finding in was)
    new = tuple(finding for finding in now.findings if not _is_known(finding, times))
    left = Counter(finding.key for finding in now.findings)
    regained = tuple(_regained(was, left, now))
    return _Difference(now._replace(findings=new), len(now.findings) - len(new), regained, "")


def _is_known(finding: Finding, times: Counter[Key]) -> bool:
    """Whether one of its key is left; it is used up."""
    if not times[finding.key]:
        return False
    times[finding.key] -= 1
    return True


def _regained(was: list[Finding], left: Counter[Key], now: CheckedSchema) -> list[Regained]:
    back = [finding for finding in was if finding.is_loss and not _is_known(finding, left)]
    return [
        Regained(finding, (finding.kind, str(finding.subject)) not in now.upheld)
        for finding in back
    ]
