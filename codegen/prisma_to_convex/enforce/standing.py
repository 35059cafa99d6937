"""Which constraints a constraints.ts holds, and on which line: what stands there is what is enforced."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.records import NamedTuple

from ..merge.parse import parse
from ..merge.tree import Block, Item, body_of, essence, pieces_of
from ..typescript.tokens import NotTypeScript
from .constraint_model import ConstraintLine

# Sections that are lists of fields; the others are objects.
_LISTS = frozenset(["updatedAt", "required", "requiredLater"])


class StandingEntry(NamedTuple):
    """`said` is the entry as code, however it is laid out."""

    line: int
    said: tuple[str, ...]
    is_off: bool


def standing(text: str) -> dict[ConstraintLine, StandingEntry]:
    """Every constraint of the file; none where it can't be read."""
    try:
        tree = parse(text)
    except (NotTypeScript, RecursionError):
        return {}
    found: dict[ConstraintLine, StandingEntry] = {}
    for path, item, line in _entries(tree, (), 1):
        match path:
            case ("export default", "tables", table, section, key):
                said = essence(body_of(item))
                found[ConstraintLine(table, section, key)] = StandingEntry(line, said, "off" in said)  # type: ignore[arg-type]  # a key of the file
            case ("export default", "tables", table, "model"):
                said = essence(body_of(item))
                found[ConstraintLine(table, "model", "")] = StandingEntry(line, said, False)
            case ("export default", "tables", table, section) if section in _LISTS:
                said = essence(body_of(item))
                for word in said:
                    if word.startswith('"'):
                        found[ConstraintLine(table, section, word[1:])] = StandingEntry(line, (word,), False)  # type: ignore[arg-type]  # one of _LISTS
    return found


def _entries(
    block: Block, path: tuple[str, ...], line: int
) -> Iterator[tuple[tuple[str, ...], Item, int]]:
    """Every item below a block, with its path and the line on which it begins."""
    line += block.open.count("\n")
    for item in block.items:
        here = line + item.lead.count("\n")
        yield (*path, item.key), item, here
        inside = here
        for part in item.parts:
            if isinstance(part, Block):
                yield from _entries(part, (*path, item.key), inside)
            inside += "".join(pieces_of(part)).count("\n")
        line = inside + item.end.count("\n")
