"""Under any options: the law of conservation, and schemas that Convex takes and Prettier leaves alone."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prisma_schema_parser import SourceFile, read_schema
from prisma_schema_parser.guarantees import guarantees
from prisma_to_convex.compiler import Compilation, translate
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.report.build import build
from prisma_to_convex.report.markdown_report import markdown
from strategies import SchemaText, schemas
from strategies.options import options
from support.oracle import judge_convex

lenient = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
JUDGED = 60


def translated(schema: SchemaText, data: st.DataObject) -> Compilation | None:
    """None for the few schemas that are not valid, or whose choices contradict one another."""
    result = read_schema([SourceFile(name, text) for name, text in schema.files])
    if not result.is_valid:
        return None
    found = translate(result, data.draw(options(result.schema)))
    return found if isinstance(found, Compilation) else None


@lenient
@given(schemas(), st.data())
def test_kept_and_replaced_and_lost_are_all(schema: SchemaText, data: st.DataObject) -> None:
    found = translated(schema, data)
    if found is None:
        return
    entries = found.ledger.entries
    promised = guarantees(found.lowered.schema)
    assert [entry.guarantee for entry in entries] == list(promised)
    for guarantee, outcome in entries:
        assert (outcome.state == "lost") <= (outcome.diagnostic is not None), guarantee
        assert outcome.by or outcome.diagnostic, guarantee
    assert sum(found.ledger.totals.values()) == len(promised)
    markdown(build(found, "schema.prisma", lambda span: f"{span.source.name}:{span.line}"))


def test_convex_takes_what_is_emitted() -> None:
    texts: dict[str, str] = {}

    @settings(lenient, max_examples=JUDGED, database=None)
    @given(schemas(), st.data())
    def gather(schema: SchemaText, data: st.DataObject) -> None:
        found = translated(schema, data)
        if found is not None:
            texts[str(len(texts))] = schema_ts(found.lowered.convex, "schema.prisma", "report.md")

    gather()
    assert len(texts) > JUDGED // 3
    judged = judge_convex(texts, ("convex", "prettier"))
    assert {texts[name]: one.findings for name, one in judged.items() if one.findings} == {}
