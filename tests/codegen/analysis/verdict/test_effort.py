"""The estimate: each count times its hours, nothing hidden, every coefficient one's own to change."""

from __future__ import annotations

import doctest
import math
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prisma_schema_parser import SourceFile
from prisma_to_convex.analysis import facts
from prisma_to_convex.analysis.facts import Effort, EffortLine
from prisma_to_convex.analysis.verdict.effort import effort
from prisma_to_convex.analysis.verdict.measures import Measures
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.config.project_config import Config
from prisma_to_convex.config.read import read
from prisma_to_convex.kit import words
from prisma_to_convex.kit.words import hours
from prisma_to_convex.options.coefficients import COEFFICIENTS, HOURS_PER_WEEK, PARTS
from prisma_to_convex.report.build import build
from support.compiling import POSTGRESQL

NOTHING = Measures(*[0] * len(Measures._fields))

SHOP = """
    model User {
      id      Int      @id @default(autoincrement())
      email   String   @unique @db.VarChar(80)
      data    Json
      orders  Order[]
      created DateTime @default(now())
    }
    model Order {
      id     Int     @id @default(autoincrement())
      userId Int
      user   User    @relation(fields: [userId], references: [id], onDelete: Cascade)
      price  Decimal @db.Decimal(10, 2)
    }
    """


def of_schema(text: str, config: str = "") -> Effort:
    loaded = read(config, "c.toml")
    assert isinstance(loaded, Config), loaded
    found = compile_schema([SourceFile("s.prisma", POSTGRESQL + dedent(text))], loaded.options)
    assert isinstance(found, Compilation)
    return build(found, "s.prisma", lambda span: f"s.prisma:{span.line}").analysis.effort


def lines(of: Effort) -> list[EffortLine]:
    return [line for part in of.parts for line in part.lines]


def times(of: Effort) -> dict[str, int]:
    """What was counted."""
    return {line.key: line.times for line in lines(of) if line.times}


# ---- counts -------------------------------------------------------------------------------------


def test_what_a_schema_takes() -> None:
    assert times(of_schema(SHOP)) == {
        "table": 2,
        "json-field": 1,
        "data-table": 2,
        "data-reference": 1,
        "data-column": 1,
        "cutover": 2,
        "model": 2,
        "relation": 1,
        "harder-query": 1,
        "framework-model": 2,
        "tenant-table": 1,
        "generated": 6,
        "delete": 1,
        "model-tests": 2,
        "constraint-tests": 2,
        "data-tests": 2,
    }


def test_what_cannot_be_generated_is_work_by_hand() -> None:
    found = times(of_schema("""
        model Area {
          id  Int @id @default(autoincrement())
          box Unsupported("box")
          tag String @unique @db.Citext
        }
        """))
    works = ("generated", "generated-partly", "unique", "bound", "error")
    assert [found.get(key, 0) for key in works] == [1, 1, 0, 1, 1]


def test_an_empty_schema_takes_nothing() -> None:
    found = of_schema("")
    assert (times(found), found.hours, found.words) == ({}, (0, 0), "0 hours")


def test_one_table_with_one_unique_key_takes_hours_and_not_weeks() -> None:
    found = of_schema(
        "model Reader {\n  id Int @id @default(autoincrement())\n  email String @unique\n}\n"
    )
    assert 4 <= found.hours[0] <= found.hours[1] <= 16
    assert found.words == "1.5 to 2 days"


def test_a_decided_loss_is_still_work() -> None:
    """Who enforces it elsewhere has written that code; who allows it has not, so nothing is taken off."""
    decided = SHOP.replace(
        "@db.VarChar(80)", '@db.VarChar(80) /// @convex.allow(unique-not-enforced, reason: "x")'
    )
    assert times(of_schema(decided)) == times(of_schema(SHOP))


# ---- coefficients -------------------------------------------------------------------------------


def test_the_table_of_coefficients() -> None:
    assert {one.part for one in COEFFICIENTS} == set(PARTS)
    assert len({one.key for one in COEFFICIENTS}) == len(COEFFICIENTS)
    for one in COEFFICIENTS:
        assert 0 < one.low <= one.high, one.key
        assert isinstance(getattr(NOTHING, one.measure), int), one.key


@pytest.mark.parametrize("key", [one.key for one in COEFFICIENTS if one.known_by != "code"])
def test_a_coefficient_changes_its_line_alone(key: str) -> None:
    before, after = of_schema(SHOP), of_schema(SHOP, f"[effort]\n{key} = [1.5, 99]\n")
    assert after == before._replace(
        parts=tuple(
            part._replace(
                lines=tuple(
                    line._replace(low=1.5, high=99) if line.key == key else line
                    for line in part.lines
                )
            )
            for part in before.parts
        )
    )
    assert before != after


def test_calls_take_the_place_of_what_the_schema_lets_one_guess() -> None:
    """Where the code is known, hours of queries rest on it alone; all else stays."""
    guessed = {one.key for one in COEFFICIENTS if one.known_by == "schema"}
    counted = {one.key for one in COEFFICIENTS if one.known_by == "code"}
    assert guessed == {"model", "relation", "harder-query"}
    without = {line.key for line in lines(effort(NOTHING, {}))}
    with_code = effort(
        NOTHING._replace(code_files=1, served_calls=4, raw_queries=2), {"call": (1, 1)}
    )
    assert {line.key for line in lines(with_code)} == (without - guessed) | counted
    assert times(with_code) == {"call": 4, "raw-query": 2}
    assert with_code.assumptions[1].startswith("the code that was read is all of it: 4 calls")


def test_hours_a_week_change_weeks_alone() -> None:
    before, after = of_schema(SHOP), of_schema(SHOP, "effort.hours-per-week = 15\n")
    assert (after.parts, after.hours) == (before.parts, before.hours)
    assert after.weeks == (before.hours[0] / 15, before.hours[1] / 15)
    assert before.weeks == (before.hours[0] / 30, before.hours[1] / 30)
    sentence = "one developer who knows the application, {} hours of work on it a week"
    assert before.assumptions == (sentence.format(30), *before.assumptions[1:])
    assert after.assumptions == (sentence.format(15), *before.assumptions[1:])


# ---- laws ---------------------------------------------------------------------------------------

measured = st.builds(Measures, *[st.integers(0, 10_000)] * len(Measures._fields))
ranges = st.tuples(st.floats(0, 1000), st.floats(0, 1000)).map(lambda ends: (min(ends), max(ends)))
keys = st.sampled_from([one.key for one in COEFFICIENTS])


SLOW = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


def quadrature(lines: list[EffortLine]) -> tuple[float, float]:
    """Told anew: middles add up, half widths as the root of the sum of their squares."""
    middle = math.fsum(line.times * (line.low + line.high) / 2 for line in lines)
    half = math.sqrt(math.fsum((line.times * (line.high - line.low) / 2) ** 2 for line in lines))
    return middle - half, middle + half


@SLOW
@given(measured, st.dictionaries(keys, ranges), st.floats(0.1, 100))
def test_ranges_combine_as_independent_ones(
    measures: Measures, chosen: dict[str, tuple[float, float]], a_week: float
) -> None:
    found = effort(measures, {**chosen, HOURS_PER_WEEK: (a_week, a_week)})
    assert [part.name for part in found.parts] == list(PARTS)
    known = "code" if measures.has_code else "schema"
    shown = [one.key for one in COEFFICIENTS if one.known_by in ("", known)]
    assert [line.key for line in lines(found)] == shown
    for part in found.parts:
        assert part.hours == pytest.approx(quadrature(list(part.lines)), abs=1e-6)
    assert found.hours == pytest.approx(quadrature(lines(found)), abs=1e-6)
    assert found.weeks == pytest.approx([end / a_week for end in found.hours])
    # Never wider than the sum of the ends, and never below nothing.
    assert found.hours[0] >= math.fsum(line.hours[0] for line in lines(found)) - 1e-6
    assert found.hours[1] <= math.fsum(line.hours[1] for line in lines(found)) + 1e-6


@SLOW
@given(measured, st.sampled_from([one.measure for one in COEFFICIENTS]))
def test_more_of_a_thing_is_never_less_work(measures: Measures, measure: str) -> None:
    """Sums of others can't be set."""
    if measure in Measures._fields:
        more = measures._replace(**{measure: getattr(measures, measure) + 1})
        before, after = effort(measures, {}), effort(more, {})
        keys = {line.key for line in lines(before)}
        is_shown = any(one.measure == measure and one.key in keys for one in COEFFICIENTS)
        assert (after.hours[0] > before.hours[0]) == is_shown
        assert (after.hours[1] > before.hours[1]) == is_shown


# ---- in words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        ((0, 0), "0 h"),
        ((0.05, 0.1), "0.05 to 0.1 h"),
        ((9.996, 10.4), "10 h"),
        ((1234.5, 98765.4), "1,234 to 98,765 h"),
        ((1, 1_234_567), "1 to 1,234,567 h"),
        ((9.99, 9.999), "9.99 to 10 h"),
        ((11.499999999999998, 12.5), "12 h"),
    ],
)
def test_hours(ends: tuple[float, float], text: str) -> None:
    assert hours(ends) == text


def test_docstrings() -> None:
    for module in (words, facts):
        assert doctest.testmod(module) == (0, doctest.testmod(module).attempted)
        assert doctest.testmod(module).attempted
