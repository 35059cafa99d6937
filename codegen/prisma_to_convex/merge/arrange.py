"""How merged items stand beside each other: blank lines, commas, indentation, Prettier's layout.

Text that comes from one side stays as it is; only where items of both sides meet is there something
to decide.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ..convex.layout import index_call
from ..typescript.literals import WIDTH, width
from ..typescript.tokens import string_value
from . import notes
from .print_width import widened
from .tree import Block, Item, Leaf, Part, body_of, essence, same, text_of

_PLAIN_INDEX = re.compile(r'\. index \( "[\w.]+ , \[ ("[\w.]+( , )?)* ?\] \)\Z')
_GAPS = {"tables": 1}


def arranged(items: Sequence[Item], base: Block, mine: Block, theirs: Block) -> Block:
    """A block like `mine` with these items."""
    placed = [
        _placed(item, number, items, mine.kind) if mine.kind != "calls" else item
        for number, item in enumerate(items)
    ]
    close = _close(bool(items), mine, theirs, base)
    if mine.kind in ("tables", "fields"):
        placed, close = _on_lines(placed, close, mine.kind)
    if placed and mine.kind != "calls" and "\n" not in close + placed[-1].lead:
        placed[-1] = placed[-1]._replace(end=notes.without_comma(placed[-1].end))
    return Block(mine.kind, mine.open, tuple(placed), close)


def _on_lines(items: list[Item], close: str, kind: str) -> tuple[list[Item], str]:
    """Each on a line of its own where one of them needs it."""
    pads = [pad_of(item.lead) for item in items if "\n" in item.lead]
    if not pads or len(pads) == len(items):
        return items, close
    pad = pads[0]
    broken = [
        item if "\n" in item.lead else item._replace(lead=f"\n{pad}{item.lead.strip()}")
        for item in items
    ]
    unit = pad if kind == "tables" else "\t" if "\t" in pad else "  "
    return broken, close if "\n" in close else f"\n{pad.removesuffix(unit)}{close.strip()}"


def _placed(item: Item, number: int, items: Sequence[Item], kind: str) -> Item:
    lead, end = item.lead, item.end
    if number == 0 and not item.is_first:
        lead = _as_first(lead, kind)
    elif number > 0 and item.is_first and ("\n" in lead or kind == "statements"):
        lead = notes.with_blank_lines(lead, _gap(item, items[number - 1], kind))
    if number > 0 and "\n" not in lead and notes.ends_line(items[number - 1].end):
        lead = f"\n{pad_of(items[number - 1].lead)}{lead.lstrip()}"
    if kind != "statements" and number < len(items) - 1:
        end = notes.with_comma(end)
    return item._replace(lead=lead, end=end, is_first=number == 0)


def _as_first(lead: str, kind: str) -> str:
    if kind == "statements":
        return lead.lstrip("\n")
    return notes.with_blank_lines(lead, 0) if "\n" in lead else lead


def _gap(item: Item, previous: Item, kind: str) -> int:
    if kind != "statements":
        return _GAPS.get(kind, 0)
    return int(
        not item.key.startswith("import ") or not previous.key.startswith(("import ", "the"))
    )


def _close(is_filled: bool, *sides: Block) -> str:
    """The closing bracket, on a line of its own where something stands in the block."""
    mine, theirs, base = sides
    if mine.close == base.close and notes.has_comment(theirs.close):
        return theirs.close
    if is_filled == bool(mine.items) or notes.has_comment(mine.close):
        return mine.close
    fitting = (side.close for side in sides if bool(side.items) == is_filled)
    return next(fitting, mine.close.strip())


# ---- indentation --------------------------------------------------------------------------------


def reindented(item: Item, source: Block, target: Block) -> Item:
    """The item of one block as it would stand in another that is indented differently."""
    old, new = _indentation(source), _indentation(target)
    if old is None or new is None or old == new or "`" in text_of(item):
        return item
    return shifted(item, old, new)


def refitted(block: Block, like: Block) -> Block:
    """The block as it would stand in the place of another."""
    old, new = _indentation(block), _indentation(like)
    if old is None or new is None or old == new or "`" in text_of(block):
        return block
    items = tuple(shifted(item, old, new) for item in block.items)
    close = block.close if notes.has_comment(block.close) else like.close
    return block._replace(items=items, close=close)


def _indentation(block: Block) -> str | None:
    leads = (item.lead for item in block.items if block.kind in ("tables", "fields"))
    return next((pad_of(lead) for lead in leads if "\n" in lead), None)


def shifted(item: Item, old: str, new: str) -> Item:
    """With its lines indented by `new` where they were by `old`."""

    def shift(text: str) -> str:
        return text.replace("\n" + old, "\n" + new)

    def shift_part(part: Part) -> Part:
        if isinstance(part, Leaf):
            return Leaf(shift(part.text))
        inner = tuple(shifted(one, old, new) for one in part.items)
        return part._replace(items=inner, close=shift(part.close))

    parts = tuple(shift_part(part) for part in item.parts)
    return item._replace(lead=shift(item.lead), parts=parts, end=shift(item.end))


def pad_of(lead: str) -> str:
    """The blanks at the start of the item's own line."""
    line = lead.rpartition("\n")[2]
    return line[: len(line) - len(line.lstrip())]


# ---- Prettier's layout of what two sides made together ------------------------------------------


def tidied(item: Item, mine: Item, limit: int = WIDTH) -> Item:
    """Lists whose line breaks hang on what is in them: chains, enums, imported names. What `mine` lays out in
    a manner of its own stays so, as long as it says the same. A line is broken beyond `limit`.
    """
    parts = list(item.parts)
    stood = mine.parts if len(mine.parts) == len(parts) else (Leaf(""),) * len(parts)
    for number, (part, before) in enumerate(zip(item.parts, stood, strict=True)):
        if isinstance(part, Block) and part.kind == "calls":
            own = (
                _own_layouts(before, pad_of(mine.lead), limit) if isinstance(before, Block) else ()
            )
            parts[number] = _chain(part, pad_of(item.lead), own, limit)
        elif isinstance(part, Block) and part.kind in ("members", "names"):
            unchanged = same(text_of(part), text_of(before))
            parts[number] = before if unchanged else _listed(part, item, number, limit)
    return item._replace(parts=tuple(parts))


def _own_layouts(block: Block, pad: str, limit: int) -> Collection[Item]:
    """The calls that don't stand as we lay them out."""
    ours = _chain(block, pad, (), limit).items
    return {one for one, laid_out in zip(block.items, ours, strict=True) if one != laid_out}


def _listed(block: Block, item: Item, number: int, limit: int) -> Block:
    """On one line where it fits; untouched where a comment stands between."""
    if any(notes.has_comment(one.lead + one.end) for one in block.items):
        return block
    space = " " if block.kind == "names" else ""
    closing = block.close.strip()
    line = ", ".join(map(body_of, block.items))
    before = pad_of(item.lead) + "".join(map(text_of, item.parts[:number]))
    trailing = "".join(map(text_of, item.parts[number + 1 :]))
    flat = f"{before}{block.open}{space}{line}{space}{closing}{trailing};"
    if width(flat) <= limit:
        return _relisted(block, space, " ", "", space + closing)
    pad = "\n" + pad_of(item.lead)
    line = pad + _unit(block, pad_of(item.lead))
    return _relisted(block, line, line, ",", pad + closing)


def _unit(block: Block, pad: str) -> str:
    """What the block's items are indented by; two blanks where all stand on one line."""
    pads = (pad_of(item.lead) for item in block.items if "\n" in item.lead)
    inner = next(pads, "")
    return inner[len(pad) :] if len(inner) > len(pad) else "\t" if "\t" in pad else "  "


def _relisted(block: Block, first: str, later: str, last_end: str, close: str) -> Block:
    last = len(block.items) - 1
    items = tuple(
        one._replace(lead=later if at else first, end="," if at < last else last_end)
        for at, one in enumerate(block.items)
    )
    return block._replace(items=items, close=close)


def _chain(block: Block, pad: str, kept: Collection[Item], limit: int) -> Block:
    """One call without a comment stays on the line of the bracket; else each gets its own."""
    items = block.items
    unit = _unit(block, pad)
    is_inline = len(items) == 1 and not notes.has_comment(items[0].lead)
    if is_inline:
        return block._replace(items=(_inline(items[0], pad, unit, limit),))
    last = len(items) - 1
    return block._replace(
        items=tuple(
            (
                one
                if one in kept and "\n" in one.lead
                else _on_its_line(one, pad, unit, number == last, limit)
            )
            for number, one in enumerate(items)
        )
    )


def _inline(call: Item, pad: str, unit: str, limit: int) -> Item:
    if "\n" not in call.lead:
        return call
    body = _reflowed(call, len(pad), len(pad) + 2, 1, limit)
    return _with_body(call, "", body or body_of(call).replace("\n" + pad + unit, "\n" + pad))


def _on_its_line(call: Item, pad: str, unit: str, is_last: bool, limit: int) -> Item:
    line = f"\n{pad}{unit}"
    lead = call.lead
    if "\n" not in lead:
        lead = "".join(line + note.text for note in notes.read(lead).notes) + line
    indent = len(pad) + len(unit)
    body = _reflowed(call, indent, indent, int(is_last), limit)
    if body is None:
        body = body_of(call)
        body = body.replace("\n" + pad, line) if lead != call.lead else body
    return _with_body(call, lead, body)


def _with_body(call: Item, lead: str, body: str) -> Item:
    return call._replace(lead=lead, parts=(Leaf(body),))


def _reflowed(call: Item, indent: int, used: int, after: int, limit: int) -> str | None:
    """A call of `.index` laid out for its new place; None for any other, for mixed quotes, for tabs."""
    body = body_of(call)
    words = essence(body)
    quotes = {mark for mark in "\"'" if mark in body}
    if len(quotes) > 1 or "\t" in call.lead + body or not _PLAIN_INDEX.match(" ".join(words)):
        return None
    strings = [string_value(found) for found in re.findall(r"([\"'][^\"'\n]*[\"'])", body)]
    laid_out = index_call(strings[0], strings[1:], indent, used, after)
    flat = widened(laid_out, 10 * limit) if limit > WIDTH else laid_out
    laid_out = flat if width(flat) + used + after <= limit and "\n" not in flat else laid_out
    return laid_out.replace('"', "'") if "'" in quotes else laid_out
