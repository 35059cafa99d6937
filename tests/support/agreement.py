"""Our verdict on a schema beside Prisma's own: the same, on a line where Prisma has one, with the same DMMF.

Prisma's verdict is that of its engines 6.19 and 7.10 together (facts: the union of both): valid if
either accepts. Where they refuse, our diagnostics are to have a line of theirs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from conformance import cases
from prisma_schema_parser import Result, SourceFile, read_schema
from prisma_schema_parser.dmmf import dmmf

from .oracle import EngineMessage, prisma

Files: TypeAlias = Sequence[tuple[str, str]]


class Schema(NamedTuple):
    """`source` says which collection it is of."""

    source: str
    name: str
    files: Files


Kind: TypeAlias = Literal["same", "refused", "accepted", "other line", "other dmmf"]


class Answer(NamedTuple):
    """`refused`: we refuse what Prisma accepts; `accepted`: the other way round."""

    schema: Schema
    is_valid: bool
    kind: Kind
    detail: str = ""


def compare(schema: Schema) -> Answer:
    ours = read_schema([SourceFile(name, text) for name, text in schema.files])
    verdicts = [prisma().validate(schema.files, engine) for engine in ("7", "6")]
    is_valid = any(verdict.ok for verdict in verdicts)
    if is_valid != ours.is_valid:
        messages = [found.message for found in ours.diagnostics if found.is_error]
        messages = messages or [one.message for verdict in verdicts for one in verdict.errors]
        return Answer(
            schema, is_valid, "refused" if is_valid else "accepted", (messages or [""])[0]
        )
    if is_valid:
        engine: Literal["6", "7"] = "7" if verdicts[0].ok else "6"
        theirs = prisma().dmmf(schema.files, engine)
        same = _canonical(dmmf(ours.schema)) == _canonical(theirs)
        return Answer(schema, True, "same" if same else "other dmmf")
    errors = [one for verdict in verdicts for one in verdict.errors]
    if errors and not _our_lines(ours) & _their_lines(errors, schema.files):
        return Answer(schema, False, "other line", errors[0].message)
    return Answer(schema, False, "same")


def _canonical(datamodel: object) -> str:
    """JavaScript hands over one type of number, so 2.0 and 2 are the same."""
    return json.dumps(_plain(datamodel), sort_keys=False)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _our_lines(ours: Result) -> set[tuple[str, int]]:
    """Every line that a diagnostic speaks of; a span over several lines is on all of them."""
    found: set[tuple[str, int]] = set()
    for one in ours.diagnostics:
        for span in (one.span, *(label.span for label in one.labels)):
            source = span.source
            last = source.position(max(span.start, span.end - 1)).line
            found.update((source.name, line) for line in range(span.line, last + 1))
    return found


def _their_lines(errors: Iterable[EngineMessage], files: Files) -> set[tuple[str, int]]:
    sources = {name: SourceFile(name, text) for name, text in files}
    found: set[tuple[str, int]] = set()
    for one in errors:
        source = sources.get(one.file) or next(iter(sources.values()))
        size = len(source.text)
        start = source.position(min(one.start, size)).line
        end = source.position(min(max(one.start, one.end - 1), size)).line
        found.update((source.name, line) for line in range(start, end + 1))
    return found


# ---- collections --------------------------------------------------------------------------------


def own_cases() -> Iterator[Schema]:
    """Our own one-fact schemas, without the answers in their last lines."""
    for case in cases.load():
        yield Schema("conformance", case.name, tuple(case.bare_files.items()))


def corpus_schemas(corpus: Path) -> Iterator[Schema]:
    for line in (corpus / "verdicts.jsonl").read_text(encoding="utf-8").strip().split("\n"):
        found = json.loads(line)
        yield Schema("verdicts", found["id"], (("schema.prisma", found["schema"]),))
    for line in (corpus / "probes.jsonl").read_text(encoding="utf-8").strip().split("\n"):
        found = json.loads(line)
        yield Schema("probes", found["id"], (("schema.prisma", found["schema"]),))
    for path in sorted((corpus / "nasty").glob("*/*.prisma")):
        yield Schema("nasty", path.name, ((path.name, _read(path)),))
    for path in sorted((corpus / "apps").iterdir()):
        files = sorted(path.glob("**/*.prisma")) if path.is_dir() else [path]
        yield Schema("apps", path.name, tuple((file.name, _read(file)) for file in files))


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")
