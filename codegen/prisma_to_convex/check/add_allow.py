"""`check --add-allow`: writes a comment for everything that is open, to be given its reason by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from prisma_schema_parser import read_schema
from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import read_regular
from prisma_schema_parser.source import Span

from ..kit.words import counted
from ..ledger.subjects import Subject, Subjects
from ..project.guards import unchanged
from ..project.writing import Output, write_all
from .allow_stubs import TODO, can_be_allowed, with_stubs
from .finding import CheckResult, Finding, Key
from .request import UsageError

_SHOWN = 10

Texts = Mapping[str, str]
"""The text of a file by its name, where it is another than on disk."""


class AllowedCheck(NamedTuple):
    """What a check finds once the comments are written, and what to tell."""

    checked: CheckResult
    message: str


class _Place(NamedTuple):
    """A line of a file, from 1."""

    file: str
    line: int


def add_allow(checked: CheckResult, again: Callable[[Texts], CheckResult]) -> AllowedCheck:
    """`again` checks with other texts: a comment is only written where it decides.

    Raises `UsageError` where nothing can be written.
    """
    wanted = {place: found for place, found in _places(checked).items() if place is not None}
    texts = _texts(wanted)
    after = again(texts) if texts else checked
    undecided = {finding.key for finding in after.findings if can_be_allowed(finding)}
    if texts and any(one.key in undecided for found in wanted.values() for one in found):
        wanted = _without(wanted, undecided)
        texts = _texts(wanted)
        after = again(texts) if texts else checked
    _write(texts)
    return AllowedCheck(after, _message(after, wanted))


# ---- where a comment goes -----------------------------------------------------------------------


def _places(checked: CheckResult) -> dict[_Place | None, list[Finding]]:
    """What may be allowed by the line that it is about; None where a schema has none for it."""
    found: defaultdict[_Place | None, list[Finding]] = defaultdict(list)
    for schema in checked.schemas:
        result = read_schema([one for one in schema.sources if _is_schema(one.name, schema.path)])
        files = {source.name for source in result.schema.sources}
        subjects = Subjects(result.schema)
        for finding in filter(can_be_allowed, schema.findings):
            found[_place(finding, files, subjects)].append(finding)
    return found


def _is_schema(name: str, path: str) -> bool:
    """Whether a source is the schema's own: migrations are SQL."""
    return name == path or name.endswith(".prisma")


def _place(finding: Finding, files: Iterable[str], subjects: Subjects) -> _Place | None:
    span: Span | None = finding.diagnostic.span
    assert span is not None
    if span.source.name not in files:  # a migration, the configuration
        owner, fields = finding.subject
        one = Subject(owner, fields) if len(fields) == 1 else Subject(owner)
        span = subjects.span(one) or subjects.span(Subject(owner))
    return None if span is None else _Place(span.source.name, span.line)


def _without(
    wanted: Mapping[_Place, list[Finding]], undecided: Iterable[Key]
) -> dict[_Place, list[Finding]]:
    left = {
        place: [finding for finding in found if finding.key not in undecided]
        for place, found in wanted.items()
    }
    return {place: found for place, found in left.items() if found}


# ---- writing ------------------------------------------------------------------------------------


def _texts(wanted: Mapping[_Place, list[Finding]]) -> dict[str, str]:
    files: defaultdict[str, dict[int, list[str]]] = defaultdict(dict)
    for place, found in wanted.items():
        names = dict.fromkeys(finding.diagnostic.rule.name for finding in found)
        files[place.file][place.line] = list(names)
    return {name: with_stubs(_read(name), stubs) for name, stubs in files.items()}


def _read(name: str) -> str:
    return read_regular(name).decode("utf-8")


def _write(texts: Texts) -> None:
    outputs = [Output(Path(name), text, unchanged(_read(name))) for name, text in texts.items()]
    refusal = write_all(outputs).message
    if refusal:
        raise UsageError(refusal)


# ---- the messages -----------------------------------------------------------------------------


def _message(after: CheckResult, wanted: Mapping[_Place, list[Finding]]) -> str:
    lines = []
    for file in dict.fromkeys(place.file for place in wanted):
        places = [found for place, found in wanted.items() if place.file == file]
        findings = counted(sum(map(len, places)), "finding")
        lines.append(
            f"Wrote {plain(file)}: {findings} allowed by {counted(len(places), 'comment')}. "
            f'Replace each "{TODO}" with the reason'
        )
    left = [finding for finding in after.findings if can_be_allowed(finding)]
    if left:
        lines.append(
            f"{counted(len(left), 'finding')} can't be allowed by a comment in the schema. "
            "Use [allow] in prisma-to-convex.toml:"
        )
        lines += [
            f"  {one.diagnostic.rule.name}: {plain(one.diagnostic.message)}"
            for one in left[:_SHOWN]
        ]
        if len(left) > _SHOWN:
            lines.append(f"  and {len(left) - _SHOWN:,} more")
    return "\n".join(lines) or "Nothing to allow: no finding is open"
