"""All, a part or nothing yet: what the reasons are, how they decide, what to do next."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prisma_schema_parser import SourceFile
from prisma_to_convex.analysis.facts import (
    Cascade,
    Cycle,
    Effort,
    EffortLine,
    EffortPart,
    Feature,
    Hybrid,
    Import,
    Order,
    Owned,
    Reason,
    Relations,
    Size,
    Synchronised,
    Tenancy,
    Verdict,
)
from prisma_to_convex.analysis.measures import AnalysisParts, Measures
from prisma_to_convex.analysis.recommendation import AGAINST, recommend
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.options.settings import Options
from prisma_to_convex.report.build import build
from prisma_to_convex.report.model import Report
from strategies import SchemaText, schemas
from support.compiling import POSTGRESQL

NOTHING = Measures(*[0] * len(Measures._fields))
EMPTY = AnalysisParts(
    Relations((), (), (), (), (), ()), Order((), (), (), None), None, (), (), (), ()
)
NO_PART = Hybrid(None, ())
PART = Feature("messages", ("Message",), ("Channel", "Message"), (), ())


def work(weeks: float = 1) -> Effort:
    line = EffortLine("model", "model", 1, weeks * 10, weeks * 10)
    return Effort((EffortPart("Code", (line,)),), 10, ())


def told(
    measures: Measures = NOTHING,
    found: AnalysisParts = EMPTY,
    effort: Effort | None = None,
    hybrid: Hybrid = NO_PART,
) -> Verdict:
    return recommend(measures, found, effort or work(), hybrid)


def against(of: Verdict) -> list[str]:
    return [reason.text for reason in of.reasons if reason.stance == "against"]


def imported(*rows: int) -> Order:
    imports = (Import(f"T{at}", Size(number), 1) for at, number in enumerate(rows))
    return Order((), (), tuple(imports), sum(rows))


def reported(text: str, options: Options | None = None) -> Report:
    source = SourceFile("schema.prisma", POSTGRESQL + dedent(text))
    found = compile_schema([source], options or Options())
    assert isinstance(found, Compilation), found
    return build(found, "schema.prisma", lambda span: f"schema.prisma:{span.line}")


# ---- whole --------------------------------------------------------------------------------------


def test_a_small_schema_moves_as_a_whole() -> None:
    found = reported("""
        model User {
          id    Int    @id @default(autoincrement())
          email String @unique
          data  Json
        }
        """).analysis.verdict
    assert found.answer == "all"
    assert found.headline == (
        "All of it can move, in 1 to 4 weeks of one developer: every table has its place in Convex, and "
        "functions can do what is lost."
    )
    assert found.reasons == (
        Reason("for", "1 table and 1 index that Convex accepts as they are generated"),
        Reason("for", "no ring of references: tables can be filled in one pass"),
        Reason("for", "no query is known that an index of Convex would not serve"),
        Reason(
            "for",
            "unique keys and deletes can be written as safe code: a mutation is one serializable transaction",
        ),
    )
    assert found.next_steps == (
        "Give 1 Json field a validator where code relies on the shape: `/// @convex.type(...)`.",
        "Write one function a table that inserts, and one that deletes, with the checks under Tables; mark each "
        "loss `@convex.enforced` or `@convex.allow` as it is dealt with.",
        "Put `prisma-to-convex check --against main` into CI, so that nobody adds a loss unseen.",
    )


# ---- the answer ---------------------------------------------------------------------------------

LARGE = AnalysisParts(
    Relations((), (), (Cascade("A", (), (), (), 20_000, exceeds_limit=True),), (), (), ()),
    imported(10_000_001),
    None,
    (),
    (),
    (),
    (),
)


@pytest.mark.parametrize(
    ("measures", "found", "hybrid", "answer", "headline"),
    [
        (NOTHING, EMPTY, NO_PART, "all", "All of it can move, in 1 week of one developer: every"),
        (NOTHING, EMPTY, Hybrid(None, (PART,)), "all", "All of it can move"),
        (
            NOTHING._replace(errors=1),
            EMPTY,
            Hybrid(PART, ()),
            "not yet",
            "Decide what becomes of what can't be translated, then move.",
        ),
        (NOTHING._replace(soft=1), LARGE, NO_PART, "all", "All of it can move"),
        (NOTHING, LARGE, Hybrid(None, (PART,)), "all", "All of it can move"),
        (
            NOTHING._replace(soft=1),
            LARGE,
            Hybrid(None, (PART,)),
            "part",
            "Move a part first: messages. The rest can follow.",
        ),
        (
            NOTHING,
            EMPTY,
            Hybrid(PART, ()),
            "part",
            "The chosen 2 models can move; nothing ties them to the rest.",
        ),
        (
            NOTHING,
            EMPTY,
            Hybrid(PART._replace(models=("A",)), ()),
            "part",
            "The chosen 1 model can move; nothing ties it to the rest.",
        ),
        (
            NOTHING,
            EMPTY,
            Hybrid(PART._replace(cut=(Synchronised("Message", ("userId",), "User", True),)), ()),
            "part",
            "The chosen 2 models can move; 1 reference to and from the rest must be kept right.",
        ),
    ],
)
def test_the_answer(
    measures: Measures, found: AnalysisParts, hybrid: Hybrid, answer: str, headline: str
) -> None:
    given_ = told(measures, found, hybrid=hybrid)
    assert given_.answer == answer
    assert given_.headline.startswith(headline)


def test_the_rule_says_how_it_is_decided() -> None:
    assert told().rule == (
        "Nothing yet, if a construct can't be translated. A part, if one was chosen, or if at least 3 "
        "reasons speak against moving all at once and a part stands by itself. Else all."
    )


@pytest.mark.parametrize(
    "decided",
    [
        'allow(unsupported-type, reason: "QGIS alone")',
        'enforced(unsupported-type, by: "places.check")',
    ],
)
def test_an_error_that_is_decided_is_in_nobody_s_way(decided: str) -> None:
    text = 'model A {{\n  id Int @id\n  {}\n  g Unsupported("geometry")\n}}\n'
    assert reported(text.format("")).analysis.verdict.answer == "not yet"
    found = reported(text.format(f"/// @convex.{decided}")).analysis.verdict
    assert found.answer == "all"
    assert all(reason.stance != "blocks" for reason in found.reasons)


# ---- reasons ------------------------------------------------------------------------------------


def owned(model: str, index: str = "") -> Owned:
    return Owned(model, "direct", "teamId", (model,), index)


def tenants(*owned: Owned) -> AnalysisParts:
    bare = tuple(one for one in owned if not one.index_name)
    return EMPTY._replace(tenancy=Tenancy("teamId", "Team", False, False, owned, bare, (), ()))


@pytest.mark.parametrize(
    ("measures", "found", "weeks", "reasons"),
    [
        (NOTHING, EMPTY, 16, []),
        (NOTHING, EMPTY, 16.5, ["16 to 17 weeks of one developer are long for one step"]),
        (NOTHING, EMPTY._replace(order=imported(10_000_000)), 1, []),
        (
            NOTHING,
            EMPTY._replace(order=imported(10_000_001)),
            1,
            ["`T0` has more than 10,000,000 rows"],
        ),
        (
            NOTHING,
            EMPTY._replace(order=imported(20_000_000, 1, 30_000_000)),
            1,
            ["`T0` and `T2` have more than 10,000,000 rows"],
        ),
        (NOTHING._replace(models=5, queries=2), EMPTY, 1, []),
        (
            NOTHING._replace(models=5, queries=3),
            EMPTY,
            1,
            ["3 queries need another way than an index"],
        ),
        (
            NOTHING._replace(models=1, queries=1),
            EMPTY,
            1,
            ["1 query needs another way than an index"],
        ),
        (NOTHING, tenants(owned("A", "by_teamId")), 1, []),
        (
            NOTHING,
            tenants(owned("A"), owned("B", "by_teamId"), owned("C")),
            1,
            ["no index starts with the tenant's key in `A` and `C`"],
        ),
        (
            NOTHING._replace(soft=1),
            EMPTY,
            1,
            [
                "1 field holds ids that no relation explains: the import can't translate them as it is"
            ],
        ),
        (
            NOTHING._replace(soft=2),
            EMPTY,
            1,
            [
                "2 fields hold ids that no relation explains: the import can't translate them as it is"
            ],
        ),
    ],
)
def test_what_speaks_against_all_at_once(
    measures: Measures, found: AnalysisParts, weeks: float, reasons: list[str]
) -> None:
    assert against(told(measures, found, work(weeks))) == reasons


def ring(*, was_required: bool = False) -> AnalysisParts:
    cycles = (Cycle(("A", "B"), (), was_required),)
    return EMPTY._replace(relations=EMPTY.relations._replace(cycles=cycles))


@pytest.mark.parametrize(
    ("deferred", "found", "reason"),
    [
        (0, EMPTY, "no ring of references: tables can be filled in one pass"),
        (
            0,
            ring(),
            "rings of references only through plain keys: tables can be filled in one pass",
        ),
        (1, ring(), "rings of references only through keys that may be empty"),
        (1, ring(was_required=True), None),
    ],
)
def test_rings(deferred: int, found: AnalysisParts, reason: str | None) -> None:
    reasons = [one.text for one in told(NOTHING._replace(deferred=deferred), found).reasons]
    assert [one for one in reasons if "ring" in one] == ([reason] if reason else [])


def test_each_table_of_a_tenant_has_its_index() -> None:
    indexed = tenants(owned("A", "by_teamId"))
    reason = Reason("for", "every table with `teamId` has an index that starts with it")
    assert reason in told(NOTHING._replace(tenant_tables=1), indexed).reasons
    assert reason not in told(NOTHING._replace(tenant_tables=1), tenants(owned("A"))).reasons
    assert reason not in told(NOTHING).reasons


def test_what_speaks_for_it_comes_first_where_all_can_move() -> None:
    stances = [one.stance for one in told(NOTHING._replace(soft=1)).reasons]
    assert stances == ["for", "for", "for", "against"]
    stances = [one.stance for one in told(NOTHING._replace(soft=1, errors=1)).reasons]
    assert stances == ["blocks", "against", "for", "for", "for"]


# ---- what to do next ----------------------------------------------------------------------------


def test_a_part_is_worth_a_try() -> None:
    named = told(hybrid=Hybrid(None, (PART,))).next_steps
    assert "Try a part: `prisma-to-convex generate --only Channel --only Message`." in named
    many = PART._replace(models=tuple("ABCDEFG"))
    steps = told(hybrid=Hybrid(None, (many,))).next_steps
    assert "Try a part, messages: 7 models, named under Moving a part." in steps
    assert not any("Try a part" in step for step in told(hybrid=Hybrid(PART, ())).next_steps)


def test_errors_come_first() -> None:
    steps = told(NOTHING._replace(errors=1, soft=1)).next_steps
    assert steps[0] == "Decide each error: `prisma-to-convex check --fail-on error` shows them."
    assert steps[1].startswith("Name the targets of 1 field that hold ids: ")


# ---- laws ---------------------------------------------------------------------------------------

counts = st.integers(0, 30)


@given(
    st.builds(Measures, *[counts] * len(Measures._fields)),
    st.booleans(),
    st.floats(0, 40),
    st.sampled_from([NO_PART, Hybrid(PART, ()), Hybrid(None, (PART,))]),
)
def test_the_rule_is_true(measures: Measures, is_large: bool, weeks: float, hybrid: Hybrid) -> None:
    found = told(measures, LARGE if is_large else EMPTY, work(weeks), hybrid)
    blocks = [reason for reason in found.reasons if reason.stance == "blocks"]
    assert (found.answer == "not yet") == bool(blocks) == bool(measures.errors)
    if not blocks:
        is_part = len(against(found)) >= AGAINST and bool(hybrid.proposed)
        assert (found.answer == "part") == (is_part or hybrid.chosen is not None)
    assert str(AGAINST) in found.rule


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(schemas())
def test_not_yet_means_an_open_error(schema: SchemaText) -> None:
    found = compile_schema([SourceFile(name, text) for name, text in schema.files])
    if isinstance(found, Invalid):
        return
    built = build(found, "schema.prisma", lambda span: f"{span.source.name}:{span.line}")
    answer = built.analysis.verdict.answer
    assert (answer == "not yet") == bool(built.open_errors)
    open_errors = [one for one in found.ledger.diagnostics if one.is_error]
    assert list(built.open_errors) == open_errors  # nothing is decided in these
