"""The law of conservation over schema.ts files that were edited by hand, whatever is taken out of them or changed."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from prisma_schema_parser import Span, load
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema, with_hand_edits
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.enforce.constraint_building import enforcement
from prisma_to_convex.enforce.emitted_files import enforce_files
from prisma_to_convex.merge.parse import parse
from prisma_to_convex.merge.tree import Block, text_of
from prisma_to_convex.report.build import build
from prisma_to_convex.report.details import details
from prisma_to_convex.report.html_report import files, html
from prisma_to_convex.report.json_report import json_report
from prisma_to_convex.report.markdown_report import markdown
from support.places import MAPPING, SAMPLES

CASES = {path.stem: path for path in sorted(MAPPING.glob("*.prisma"))} | {
    "blog": SAMPLES / "blog" / "schema.prisma"
}
OTHERS = ("v.number()", "emailValidator", "v.any()", "v.optional(v.string())", "made.by(1)")
each_case = pytest.mark.parametrize("path", CASES.values(), ids=CASES)


def compiled(path: Path) -> Compilation:
    found = compile_schema(load(path).sources)
    assert not isinstance(found, Invalid)
    return found


def written(compilation: Compilation) -> str:
    return schema_ts(compilation.lowered.convex, "schema.prisma", "report.md")


def thinned(block: Block, dice: Random, chance: float) -> Block:
    """Without some of its tables, fields, indexes and literals."""
    items = [
        item._replace(
            parts=tuple(
                thinned(part, dice, chance) if isinstance(part, Block) else part
                for part in item.parts
            )
        )
        for item in block.items
        if block.kind in ("statements", "names") or dice.random() > chance
    ]
    return block._replace(items=tuple(items))


def edited(text: str, dice: Random) -> str:
    thin = text_of(thinned(parse(text), dice, dice.choice([0.05, 0.3, 0.7])))
    return thin.replace("v.string()", dice.choice(OTHERS), dice.randrange(4))


def where(span: Span) -> str:
    return f"{span.source.name}:{span.line}"


@each_case
def test_what_was_generated_is_no_edit(path: Path) -> None:
    before = compiled(path)
    after = with_hand_edits(before, written(before) + "\n// mine\n")
    assert after.lowered.by_hand.edits == ()
    assert after.ledger == before.ledger


@each_case
def test_every_guarantee_ends_once(path: Path) -> None:
    before, dice = compiled(path), Random(path.stem)
    for _ in range(4):
        text = edited(written(before), dice)
        after = with_hand_edits(before, text)
        guarantees = [entry.guarantee for entry in after.ledger.entries]
        assert guarantees == [entry.guarantee for entry in before.ledger.entries]
        for entry in after.ledger.entries:
            assert (entry.outcome.state == "lost") <= (entry.outcome.diagnostic is not None)
        assert bool(after.lowered.by_hand.edits) >= (len(text) < len(written(before)) - 40)
        assert after.ledger.totals["lost"] >= before.ledger.totals["lost"]


@each_case
def test_every_form_of_the_report_can_be_made(path: Path) -> None:
    before, dice = compiled(path), Random(path.stem)
    after = with_hand_edits(before, edited(written(before), dice))
    report = build(after, "schema.prisma", where)
    assert report.kept + report.replaced + report.enforced + report.lost == report.all
    ledger_details = details(after, where)
    has_edits = bool(after.lowered.by_hand.edits)
    assert ("## By hand, different from Prisma" in markdown(report)) == has_edits
    assert ('id="by-hand"' in html(report, ledger_details, files(after, where))) == has_edits
    assert ('"by_hand": []' in json_report(report, ledger_details)) == (not has_edits)


@each_case
def test_what_enforces_can_be_made(path: Path) -> None:
    before, dice = compiled(path), Random(path.stem)
    after = with_hand_edits(before, edited(written(before), dice))
    made = enforce_files(after.lowered, enforcement(after.lowered), "schema.prisma")
    assert "constraints.ts" in made
