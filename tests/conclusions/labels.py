"""What an expert concludes of each schema in `schemas/`, and what the product does, as the same few words.

Beside `NAME.prisma` stands `NAME.toml`: `about` says why, each other key is a kind of conclusion (`KINDS`), but for
`[stats]`, rows by model.
`pending` names kinds that the product is known to get wrong; a kind that is right must not be pending.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from prisma_schema_parser import SourceFile
from prisma_schema_parser.records import NamedTuple
from prisma_to_convex.analysis.facts import Analysis, Size
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.report.build import build

SCHEMAS = Path(__file__).parent / "schemas"


class Judged(NamedTuple):
    compilation: Compilation
    analysis: Analysis


class Label(NamedTuple):
    """`expected` by kind, as it stands in the file; `stats` are rows by model, where the file gives some."""

    name: str
    about: str
    expected: Mapping[str, object]
    pending: frozenset[str]
    stats: Mapping[str, int]


# ---- what the product concludes, by kind ---------------------------------------------------------


def _owner(at: Judged) -> str:
    """Whether rows belong to a tenant, to single users, to nobody since all is public, or nothing tells."""
    return at.analysis.owners.kind


def _root(at: Judged) -> str:
    return at.analysis.tenancy.root if at.analysis.tenancy else ""


def _key(at: Judged) -> str:
    return at.analysis.tenancy.key if at.analysis.tenancy else ""


def _levels(at: Judged) -> list[str]:
    return [level.model for level in at.analysis.owners.levels]


def _soft(at: Judged) -> list[str]:
    """`Model.field -> Target | Other by typeField`; what follows `->` may be missing."""
    return sorted(
        " ".join(
            part
            for part in (
                f"{model}.{field} ->",
                " | ".join(soft.targets),
                f"by {soft.by}" if soft.by else "",
            )
            if part
        )
        for (model, field), soft in at.compilation.lowered.soft.items()
    )


def _auth(at: Judged) -> list[str]:
    return [f"{one.library}: {', '.join(one.models)}" for one in at.analysis.auth]


def _jobs(at: Judged) -> list[str]:
    return sorted(f"{one.model}: {one.kind}" for one in at.analysis.jobs)


def _personal(at: Judged) -> list[str]:
    return sorted(
        f"{one.model}.{one.field}" for one in at.analysis.secrets if one.kind == "personal"
    )


def _answer(at: Judged) -> str:
    return at.analysis.verdict.answer


def _part(at: Judged) -> list[str]:
    """The models of the first part that is proposed."""
    proposed = at.analysis.hybrid.proposed
    return sorted(proposed[0].models) if proposed else []


def _weeks(at: Judged) -> float:
    """The middle of the estimate."""
    return sum(at.analysis.effort.weeks) / 2


KINDS: Mapping[str, Callable[[Judged], object]] = {
    "owner": _owner,
    "root": _root,
    "key": _key,
    "levels": _levels,
    "soft": _soft,
    "auth": _auth,
    "jobs": _jobs,
    "personal": _personal,
    "answer": _answer,
    "part": _part,
    "weeks": _weeks,
}
_SORTED = frozenset({"jobs", "soft", "part", "personal"})


def agrees(kind: str, found: object, expected: object) -> bool:
    """Weeks are expected from one number to another; all else as it stands in the file."""
    if kind != "weeks":
        return found == expected
    assert isinstance(found, float)
    assert isinstance(expected, list)
    return bool(expected[0] <= found <= expected[1])


# ---- reading -------------------------------------------------------------------------------------


def labels() -> Iterator[Label]:
    for path in sorted(SCHEMAS.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        about, pending = table.pop("about"), frozenset(table.pop("pending", ()))
        stats = table.pop("stats", {})
        unknown = (table.keys() | pending) - KINDS.keys()
        if unknown:
            raise ValueError(f"{path.name}: no kind of conclusion is called {sorted(unknown)}")
        expected = {
            kind: sorted(value) if kind in _SORTED else value for kind, value in table.items()
        }
        yield Label(name=path.stem, about=about, expected=expected, pending=pending, stats=stats)


def judged(label: Label) -> Judged:
    """What the product says of the schema."""
    text = (SCHEMAS / f"{label.name}.prisma").read_text(encoding="utf-8")
    compilation = compile_schema([SourceFile("schema.prisma", text)])
    if not isinstance(compilation, Compilation):
        raise ValueError(f"{label.name}.prisma is not valid")
    sizes = {model: Size(rows) for model, rows in label.stats.items()}
    report = build(compilation, "schema.prisma", lambda span: f"schema.prisma:{span.line}", sizes)
    return Judged(compilation, report.analysis)
