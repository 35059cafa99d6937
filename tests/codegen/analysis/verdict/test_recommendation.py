"""All, a part or nothing yet: what the reasons are, how they decide, what to do next.

Long, as each answer of the verdict has the schemas on both sides of its limit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prisma_schema_parser import SourceFile
from prisma_to_convex.analysis.facts import (
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
    Workload,
)
from prisma_to_convex.analysis.verdict.measures import AnalysisParts, Measures
from prisma_to_convex.analysis.verdict.recommendation import VerdictInputs, recommend
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.options.settings import Options
from prisma_to_convex.report.build import build
from prisma_to_convex.report.model import Report
from strategies import SchemaText, schemas
from support.compiling import POSTGRESQL

NOTHING = Measures(*[0] * len(Measures._fields))
IDLE = Workload(appended=(), huge=(), stays=(), events=(), grouping=0, indexes=0)
EMPTY = AnalysisParts(
    relations=Relations(references=(), cycles=(), cascades=(), joins=(), chains=(), hubs=()),
    order=Order((), (), (), None),
    tenancy=None,
    columns=(),
    secrets=(),
    auth=(),
    queries=(),
    workload=IDLE,
)
NO_PART = Hybrid(None, ())
PART = Feature("Message and 1 more", ("Channel", "Message"), (), ())


def work(weeks: float = 1) -> Effort:
    line = EffortLine(key="model", what="model", times=1, low=weeks * 10, high=weeks * 10)
    return Effort((EffortPart("Code", (line,)),), 10, ())


def recommended(
    measures: Measures = NOTHING,
    found: AnalysisParts = EMPTY,
    effort: Effort | None = None,
    hybrid: Hybrid = NO_PART,
) -> Verdict:
    return recommend(
        VerdictInputs(
            measures=measures, found=found, effort=effort or work(), hybrid=hybrid, risks=()
        )
    )


def against(of: Verdict) -> list[str]:
    return [reason.text for reason in of.reasons if reason.stance == "against"]


def imported(*rows: int) -> Order:
    imports = (Import(f"T{at}", Size(number), 1) for at, number in enumerate(rows))
    return Order((), (), tuple(imports), sum(rows))


def reported(
    text: str, options: Options | None = None, sizes: Mapping[str, Size] | None = None
) -> Report:
    source = SourceFile("schema.prisma", POSTGRESQL + dedent(text))
    found = compile_schema([source], options or Options())
    assert isinstance(found, Compilation), found
    return build(found, "schema.prisma", lambda span: f"schema.prisma:{span.line}", sizes)


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
        "All of it can move. 1.5 to 2 days for one developer, 1 open loss plus 2 counted field by field; first risk: duplicates."
    )
    assert found.facts == (
        "`generate --enforce` restores 3 lost guarantees; no constraint is left to write by hand",
        "1 table, and an index can serve every query that is known",
    )
    assert found.change == (
        "A table of more than 100,000,000 rows (see `--stats`), or another program that writes to the database and relies on its checks."
    )
    assert found.reasons == (
        Reason("for", "1 table and 1 index that Convex accepts as they are generated"),
        Reason("for", "no circular references: tables can be filled in one pass"),
        Reason("for", "an index can serve every query that is known"),
        Reason(
            "for",
            "3 lost guarantees are restored exactly by generated code (`generate --enforce`): a mutation is one "
            "serializable transaction",
        ),
    )
    assert found.next_steps == (
        "Count the rows and pass them with `--stats rows.csv`: sizes may change the answer.",
        "Run `generate --enforce`, and write through the generated functions: they check what the database checked.",
        "Give 1 Json field a validator where code relies on the shape: `/// @convex.type(...)`.",
        "Put `prisma-to-convex check --against main` into CI, so that no new loss goes unnoticed.",
    )


# ---- the answer ---------------------------------------------------------------------------------

EVENTS = """
    model Site {
      id     Int     @id @default(autoincrement())
      name   String
      visits Visit[]
      goals  Goal[]
    }
    model Goal {
      id     Int    @id @default(autoincrement())
      siteId Int
      site   Site   @relation(fields: [siteId], references: [id])
      path   String
    }
    model Visit {
      id      Int      @id @default(autoincrement())
      siteId  Int
      site    Site     @relation(fields: [siteId], references: [id])
      at      DateTime @default(now())
      browser String
      country String
      path    String
      source  String
      device  String
      parts   VisitPart[]
      @@index([siteId, at, browser])
      @@index([siteId, at, country])
      @@index([siteId, at, path])
      @@index([siteId, at, source])
      @@index([siteId, at, device])
    }
    model VisitPart {
      id      Int   @id @default(autoincrement())
      visitId Int
      visit   Visit @relation(fields: [visitId], references: [id])
      text    String
    }
    """
PLAIN = EVENTS.replace("at, ", "")
BILLION = {"Visit": Size(1_580_000_000)}


def test_events_that_are_grouped_are_not_this_workload() -> None:
    found = reported(EVENTS).analysis.verdict
    assert found.answer == "not this workload"
    assert found.headline.startswith(
        "This is not a workload for Convex: it groups and counts events. "
    )
    assert found.headline.endswith("; first risk: too many events to count.")
    assert found.facts == (
        "5 of 5 composite indexes are there to group events by a column over time, which no index of Convex does",
        "`Visit` gets a row for each event and only grows, while a query can read 32,000 documents",
    )
    assert "the other 2 tables moved without them" in found.change
    assert found.next_steps[0] == (
        "Choose where the events stay, and look at the rest without them: "
        "`prisma-to-convex report --exclude Visit --exclude VisitPart`."
    )


def test_few_events_can_move() -> None:
    assert reported(EVENTS, sizes={"Visit": Size(1_000_000)}).analysis.verdict.answer == "all"
    more = reported(EVENTS, sizes={"Visit": Size(1_000_001)}).analysis.verdict
    assert (more.answer, more.facts[1]) == (
        "not this workload",
        "`Visit` holds 1,000,001 rows and only grows, while a query can read 32,000 documents",
    )


def test_what_changes_is_no_event() -> None:
    changing = EVENTS.replace(
        "device  String\n", "device  String\n      changed DateTime @updatedAt\n"
    )
    assert reported(changing).analysis.verdict.answer == "all"


def test_a_huge_table_stays_and_the_rest_moves() -> None:
    found = reported(PLAIN, sizes=BILLION).analysis
    assert found.verdict.answer == "part"
    assert found.verdict.headline.startswith("Move a part first: all but `Visit` and `VisitPart`. ")
    assert found.verdict.facts == (
        "`Visit` has 1,580,000,000 rows: 98,750 mutations at Convex's limit to import",
        "2 of 4 tables are that large or need such rows; without them, moving the part's 2 tables cuts 1 reference to and from the rest "
        "(0.5 for each table)",
    )
    assert found.hybrid.proposed[0].models == ("Site", "Goal")
    assert found.hybrid.proposed[0].command == "--exclude Visit --exclude VisitPart"
    assert (
        "Try a part: `prisma-to-convex generate --exclude Visit --exclude VisitPart`."
        in found.verdict.next_steps
    )


def test_what_will_be_huge_within_a_year_is_huge() -> None:
    growing = {"Visit": Size(40_000_000, None, 7_500_000)}
    found = reported(PLAIN, sizes=growing).analysis.verdict
    assert found.answer == "part"
    assert found.facts[0] == (
        "`Visit` has 40,000,000 rows and gets 7,500,000 a month: 100,000,000 are passed in 9 months"
    )
    assert Reason("against", found.facts[0]) in found.reasons
    slower = {"Visit": Size(40_000_000, None, 5_000_000)}
    assert reported(PLAIN, sizes=slower).analysis.verdict.answer == "all"


def test_where_most_needs_the_huge_table_it_is_not_this_workload() -> None:
    without = (
        PLAIN.replace("goals  Goal[]", "").split("model Goal")[0]
        + "model Visit"
        + PLAIN.split("model Visit", 1)[1]
    )
    found = reported(without, sizes=BILLION).analysis.verdict
    assert (found.answer, found.facts[1]) == (
        "not this workload",
        "2 of 3 tables are that large or need such rows",
    )


def test_a_hundred_million_rows_can_move() -> None:
    assert reported(PLAIN, sizes={"Visit": Size(100_000_000)}).analysis.verdict.answer == "all"


NOT_YET = "Not yet: some constructs have no counterpart in Convex, and must be decided first. "


@pytest.mark.parametrize(
    ("measures", "weeks", "hybrid", "answer", "headline"),
    [
        (NOTHING, 1, NO_PART, "all", "All of it can move. 5 days"),
        (NOTHING, 20, Hybrid(None, (PART,)), "all", "All of it can move. 20 weeks"),
        (NOTHING, 20.5, NO_PART, "all", "All of it can move. "),
        (
            NOTHING,
            20.5,
            Hybrid(None, (PART,)),
            "part",
            "Move a part first: Message and 1 more. The rest can follow. 20 weeks for one developer to move all of it, 0 open losses.",
        ),
        (NOTHING._replace(models=4, errors=1, blocked=1), 1, Hybrid(PART, ()), "not yet", NOT_YET),
        (
            NOTHING._replace(models=5, errors=1, blocked=1),
            1,
            NO_PART,
            "all",
            "All of it can move, once 1 construct without a counterpart is decided. ",
        ),
        (
            NOTHING,
            1,
            Hybrid(PART, ()),
            "part",
            "The chosen 2 models can move. 5 days for one developer, 0 open losses.",
        ),
    ],
)
def test_the_answer(
    measures: Measures, weeks: float, hybrid: Hybrid, answer: str, headline: str
) -> None:
    effort = Effort(work(weeks).parts, 10, ())
    given_ = recommended(measures, EMPTY, effort, hybrid)
    assert given_.answer == answer
    assert given_.headline.startswith(headline)
    assert len(given_.facts) == 2
    assert all(given_.facts)
    assert given_.change


@pytest.mark.parametrize(
    ("feature", "facts"),
    [
        (
            PART,
            (
                "No reference ties the part's 2 tables to the rest",
                "None of their rows needs one that stays",
            ),
        ),
        (
            PART._replace(
                cut=(Synchronised("Message", ("userId",), "User", moves=True),), needs=("User",)
            ),
            (
                "Moving the part's 2 tables cuts 1 reference to and from the rest (0.5 for each table)",
                "Their rows need those of `User`, which stay",
            ),
        ),
    ],
)
def test_the_facts_of_what_was_chosen(feature: Feature, facts: tuple[str, str]) -> None:
    assert recommended(hybrid=Hybrid(feature, ())).facts == facts


def test_the_rule_says_how_it_is_decided() -> None:
    assert recommended().rule == (
        "The answer is not this workload if the schema is mostly for grouping events (at least 5 composite indexes, 50% of "
        "them or more, group events by time, and these are not known to be fewer than 1,000,000), or if tables of such events, "
        "or of more than 100,000,000 rows, with whatever depends on them, are more than half of all tables. It is not yet if "
        "at least 25% of the tables hold a construct without a counterpart that nobody has decided about. It is a part first "
        "if a part was chosen, if tables of more than 100,000,000 rows can stay behind, if events can for which 25% of the "
        "composite indexes are there, or if the estimate is above 20 weeks and a group of tables cuts few references. "
        "Otherwise all of it can move."
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
    return Owned(model=model, ownership="direct", key="teamId", path=(model,), index_name=index)


def tenants(*owned: Owned) -> AnalysisParts:
    bare = tuple(one for one in owned if not one.index_name)
    return EMPTY._replace(
        tenancy=Tenancy(
            key="teamId",
            root="Team",
            is_configured=False,
            is_user=False,
            owned=owned,
            without_index=bare,
            global_uniques=(),
            leaks=(),
        )
    )


@pytest.mark.parametrize(
    ("measures", "found", "weeks", "reasons"),
    [
        (NOTHING, EMPTY, 20, []),
        (NOTHING, EMPTY, 20.5, ["20 weeks for one developer is long for one step"]),
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
        (
            NOTHING._replace(models=5, queries=2),
            EMPTY,
            1,
            ["no index can serve 2 queries"],
        ),
        (
            NOTHING._replace(models=5, queries=3),
            EMPTY,
            1,
            ["no index can serve 3 queries"],
        ),
        (
            NOTHING._replace(models=1, queries=1),
            EMPTY,
            1,
            ["no index can serve 1 query"],
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
            ["1 field holds ids that no relation explains, so the import can't translate them"],
        ),
        (
            NOTHING._replace(soft=2),
            EMPTY,
            1,
            ["2 fields hold ids that no relation explains, so the import can't translate them"],
        ),
    ],
)
def test_what_speaks_against_all_at_once(
    measures: Measures, found: AnalysisParts, weeks: float, reasons: list[str]
) -> None:
    assert against(recommended(measures, found, work(weeks))) == reasons


def ring(*, was_required: bool = False) -> AnalysisParts:
    cycles = (Cycle(("A", "B"), (), was_required),)
    return EMPTY._replace(relations=EMPTY.relations._replace(cycles=cycles))


@pytest.mark.parametrize(
    ("deferred", "found", "reason"),
    [
        (0, EMPTY, "no circular references: tables can be filled in one pass"),
        (
            0,
            ring(),
            "circular references only through plain keys: tables can be filled in one pass",
        ),
        (1, ring(), "circular references only through keys that may be empty"),
        (1, ring(was_required=True), None),
    ],
)
def test_rings(deferred: int, found: AnalysisParts, reason: str | None) -> None:
    reasons = [one.text for one in recommended(NOTHING._replace(deferred=deferred), found).reasons]
    assert [one for one in reasons if "circular" in one] == ([reason] if reason else [])


def test_each_table_of_a_tenant_has_its_index() -> None:
    indexed = tenants(owned("A", "by_teamId"))
    reason = Reason("for", "every table with `teamId` has an index that starts with it")
    assert reason in recommended(NOTHING._replace(tenant_tables=1), indexed).reasons
    assert reason not in recommended(NOTHING._replace(tenant_tables=1), tenants(owned("A"))).reasons
    assert reason not in recommended(NOTHING).reasons


def test_what_speaks_for_it_comes_first_where_all_can_move() -> None:
    stances = [one.stance for one in recommended(NOTHING._replace(soft=1)).reasons]
    assert stances == ["for", "for", "for", "against"]
    stances = [one.stance for one in recommended(NOTHING._replace(soft=1, errors=1)).reasons]
    assert stances == ["blocks", "for", "for", "for", "against"]


# ---- what to do next ----------------------------------------------------------------------------


def test_a_part_is_worth_a_try() -> None:
    named = recommended(hybrid=Hybrid(None, (PART,))).next_steps
    assert "Try a part: `prisma-to-convex generate --only Channel --only Message`." in named
    many = PART._replace(models=tuple("ABCDEFG"))
    steps = recommended(hybrid=Hybrid(None, (many,))).next_steps
    assert "Try a part, Message and 1 more: 7 models, named under Moving a part." in steps
    assert not any("Try a part" in step for step in recommended(hybrid=Hybrid(PART, ())).next_steps)


def test_errors_come_first() -> None:
    steps = recommended(NOTHING._replace(errors=1, soft=1)).next_steps
    assert steps[0] == "Decide each error: `prisma-to-convex check` shows them first."
    assert steps[2].startswith("Say which model the ids in 1 field belong to: ")


# ---- laws ---------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(schemas(), st.data())
def test_the_answer_bears_its_facts(schema: SchemaText, data: st.DataObject) -> None:
    found = compile_schema([SourceFile(name, text) for name, text in schema.files])
    if isinstance(found, Invalid):
        return
    rows = st.integers(0, 10**10).map(Size)
    sizes = (
        data.draw(st.dictionaries(st.sampled_from(sorted(found.lowered.models)), rows))
        if found.lowered.models
        else {}
    )
    built = build(found, "schema.prisma", lambda span: f"{span.source.name}:{span.line}", sizes)
    verdict = built.analysis.verdict
    assert len(verdict.facts) == 2
    assert all(verdict.facts)
    sentence = re.search(
        r"([\d,]+) open loss(?:es)?(?: plus ([\d,]+) counted field by field)?", verdict.headline
    )
    assert sentence is not None
    assert (
        sum(int(one.replace(",", "")) for one in sentence.groups("0"))
        == built.decisions.losses["open"]
    )
    assert built.analysis.effort.words.lower() in verdict.headline.lower()
    if verdict.answer == "not yet":
        assert built.open_errors
    if any(size.rows > 100_000_000 for size in sizes.values()):
        assert verdict.answer in ("part", "not this workload")
    if built.analysis.risks:
        assert verdict.headline.lower().endswith(f"{built.analysis.risks[0].title.lower()}.")
    open_errors = [one for one in found.ledger.diagnostics if one.is_error]
    assert list(built.open_errors) == open_errors  # nothing is decided in these
