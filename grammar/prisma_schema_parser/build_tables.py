"""Writes tables.py from prisma.lark: `python -m prisma_schema_parser.build_tables`.

Lark reads the grammar and does the LALR analysis; its states are renumbered in the order in which
they are reached, so that the same grammar gives the same bytes on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from .lalr import END, NOTHING, Actions, Rule, Tables

if TYPE_CHECKING:
    from lark import Lark

START_SYMBOLS = ("document", "attributes", "block_attribute", "assignment")
_HERE = Path(__file__).parent


def checksum(grammar: str) -> int:
    """What tells whether tables were made from this text."""
    return crc32(grammar.encode())


def build(grammar: str) -> Tables:
    from lark import Lark

    lark = Lark(
        grammar,
        parser="lalr",
        lexer="contextual",
        start=list(START_SYMBOLS),
        maybe_placeholders=False,
    )
    return _tables(lark)


def _tables(lark: Lark) -> Tables:
    frontend: Any = lark.parser  # its tables are not part of Lark's typed interface
    table, lexers = frontend.parser._parse_table, frontend.lexer.lexers
    order = _order(table)
    numbers = {state: number for number, state in enumerate(order)}
    rules = sorted({_rule(rule) for rule in lark.rules})
    rule_numbers = {rule: number for number, rule in enumerate(rules)}
    scanners: dict[str, int] = {}
    states: list[tuple[int, Actions]] = []
    for state in order:
        scanner = scanners.setdefault(_scanner(lexers[state]), len(scanners))
        actions: dict[str, int] = {}
        for symbol, (action, target) in sorted(table.states[state].items()):
            is_shift = action.name == "Shift"
            name = END if symbol == "$END" else symbol
            actions[name] = numbers[target] if is_shift else -1 - rule_numbers[_rule(target)]
        states.append((scanner, actions))
    return Tables(
        {name: (numbers[table.start_states[name]], numbers[table.end_states[name]]) for name in START_SYMBOLS},
        tuple(rules),
        tuple(scanners),
        tuple(states),
    )  # fmt: skip  # one line a part


def _order(table: Any) -> list[Any]:
    """The states, breadth first from the start symbols, along symbols in alphabetical order."""
    order = [table.start_states[name] for name in START_SYMBOLS]
    seen = set(order)
    for state in order:
        for _, (action, target) in sorted(table.states[state].items()):
            if action.name == "Shift" and target not in seen:
                seen.add(target)
                order.append(target)
    return order


def _rule(rule: Any) -> Rule:
    """As lark.parse_tree_builder treats it, for the options that this grammar uses."""
    kept = tuple(
        (place, not symbol.is_term and symbol.name.startswith("_"))
        for place, symbol in enumerate(rule.expansion)
        if not (symbol.is_term and symbol.filter_out)
    )
    is_transparent = bool(rule.options.expand1 and not rule.alias and len(rule.expansion) == 1)
    origin = str(rule.origin.name)
    callback = "" if origin.startswith("_") else str(rule.alias or origin)
    assert not rule.options.expand1 or rule.alias or is_transparent, rule
    assert not rule.options.keep_all_tokens, rule
    return Rule(origin, callback, len(rule.expansion), kept, is_transparent)


def _scanner(lexer: Any) -> str:
    """One expression: blanks, then the terminals that may stand in a state, in Lark's order."""
    (ignored,) = lexer.ignore_types
    blank, *terminals = lexer.terminals
    assert blank.name == ignored, "what is ignored must have the highest priority"
    assert all(terminal.priority < blank.priority for terminal in terminals)
    choices = [f"(?P<{term.name}>{term.pattern.to_regexp()})" for term in terminals]
    choices += [f"(?P<{END}>\\Z)", f"(?P<{NOTHING}>)"]
    return f"(?:{blank.pattern.to_regexp()})*+(?:{'|'.join(choices)})"


# ---- the file -----------------------------------------------------------------------------------


def render(grammar: str) -> str:
    """The text of tables.py."""
    return "\n".join(_lines(build(grammar), checksum(grammar)))


def _lines(tables: Tables, check: int) -> Iterator[str]:
    yield '"""LALR tables of prisma.lark. Generated: `python -m prisma_schema_parser.build_tables`."""'
    yield ""
    yield "# fmt: off"
    yield "# ruff: noqa"
    yield "from .lalr import Rule, Tables"
    yield ""
    yield f"CHECKSUM = {check}"
    yield ""
    yield "TABLES = Tables("
    yield f"    {dict(tables.starts)!r},"
    yield "    ("
    yield from (f"        Rule{tuple(rule)!r}," for rule in tables.rules)
    yield "    ),"
    yield "    ("
    yield from (f"        {scanner!r}," for scanner in tables.scanners)
    yield "    ),"
    yield "    ("
    yield from (f"        {state!r}," for state in tables.states)
    yield "    ),"
    yield ")"
    yield ""


def main() -> None:
    grammar = (_HERE / "prisma.lark").read_text(encoding="utf-8")
    (_HERE / "tables.py").write_text(render(grammar), encoding="utf-8")
    sys.stdout.write(f"{_HERE / 'tables.py'}\n")


if __name__ == "__main__":
    main()
