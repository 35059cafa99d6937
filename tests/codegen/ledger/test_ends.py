"""The ends of guarantees, against Convex's own reading of what is emitted: `support/ends.py` asks no judge of ours."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.convex.render import schema_ts
from strategies import SchemaText, schemas
from support.ends import Ends
from support.oracle import judge_convex
from support.places import MAPPING, SAMPLES

PATHS = [*sorted(MAPPING.glob("*.prisma")), *sorted(SAMPLES.glob("*/schema.prisma"))]


def compiled(path: Path) -> Compilation:
    found = compile_schema([SourceFile(path.name, path.read_text(encoding="utf-8"))])
    assert isinstance(found, Compilation)
    return found


def contradictions(compilations: dict[str, Compilation]) -> dict[str, list[str]]:
    texts = {
        name: schema_ts(one.lowered.convex, "schema.prisma", "report.md")
        for name, one in compilations.items()
    }
    judged = judge_convex(texts, ("convex",))
    found = {
        name: Ends(one, judged[name].exported).contradictions()
        for name, one in compilations.items()
    }
    return {name: messages for name, messages in found.items() if messages}


def test_of_the_mapping_and_the_samples() -> None:
    names = {path: f"{path.parent.name}/{path.name}" for path in PATHS}
    assert contradictions({names[path]: compiled(path) for path in PATHS}) == {}


def test_of_schemas_made_up() -> None:
    """Under default options, all of them judged at once."""
    found: dict[str, Compilation] = {}

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(schemas())
    def gather(schema: SchemaText) -> None:
        made = compile_schema([SourceFile(*one) for one in schema.files])
        if isinstance(made, Compilation):
            found[f"{len(found)}:\n{schema.files[0][1]}"] = made

    gather()
    assert len(found) > 20
    assert contradictions(found) == {}


# ---- what the comparison would find -------------------------------------------------------------

WITNESS = SAMPLES / "crm" / "schema.prisma"


def test_every_end_of_a_kind_is_asked_for() -> None:
    """Of the mapping, each kind is expected to end in each way that the ledger says; else it proves nothing."""
    expected_ends: set[tuple[str, str]] = set()
    said: set[tuple[str, str]] = set()
    compilations = {path.name: compiled(path) for path in sorted(MAPPING.glob("*.prisma"))}
    texts = {name: schema_ts(one.lowered.convex, "a", "b") for name, one in compilations.items()}
    judged = judge_convex(texts, ("convex",))
    for name, one in compilations.items():
        ends = Ends(one, judged[name].exported)
        for guarantee, outcome in one.ledger.entries:
            said.add((guarantee.kind, outcome.state))
            expected_ends.update((guarantee.kind, end) for end in ends.expected(guarantee))
    assert said - expected_ends == {
        ("native-type", "lost")
    }  # which the goldens of lowering/ say row by row


def test_a_wrong_end_is_found() -> None:
    """Each entry of a schema with another end is a contradiction, but for those that nothing tells of."""
    right = compiled(WITNESS)
    text = schema_ts(right.lowered.convex, "schema.prisma", "report.md")
    exported = judge_convex({"it": text}, ("convex",))["it"].exported
    ends = Ends(right, exported)
    for guarantee, outcome in right.ledger.entries:
        wrong = "kept" if outcome.state == "lost" else "lost"
        found = ends.contradiction(guarantee, wrong)
        assert bool(found) == bool(ends.expected(guarantee)), guarantee
