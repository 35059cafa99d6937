"""Writes tables.py from prisma.lark: `python -m prisma_schema_parser.build_tables`.

Lark reads the grammar and does the LALR analysis; its states are renumbered in the order in which
they are reached, so that the same grammar gives the same bytes on every machine.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from zlib import crc32

from .lalr import END, NOTHING, Actions, Production, Tables

if TYPE_CHECKING:
    from lark import Lark

START_SYMBOLS = ("document", "field", "attributes", "block_attribute", "pair", "opening")
_HERE = Path(__file__).parent


def checksum(grammar: str) -> int:
    """What tells whether tables were made from this text."""
    return crc32(grammar.encode())


LARK = "1.3.1"
"""The version whose private tables this reads; the parser itself runs with any."""


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
    states = _without_units(table.states)
    order = _order(states, [table.start_states[name] for name in START_SYMBOLS])
    numbers = {state: number for number, state in enumerate(order)}
    rules = sorted({_rule(rule) for rule in lark.rules})
    rule_numbers = {rule: number for number, rule in enumerate(rules)}
    scanners: dict[str, int] = {}
    rows: list[tuple[int, Actions]] = []
    for state in order:
        scanner = scanners.setdefault(_scanner(lexers[state]), len(scanners))
        actions: dict[str, int] = {}
        for symbol, (action, target) in sorted(states[state].items()):
            is_shift = action.name == "Shift"
            name = END if symbol == "$END" else symbol
            actions[name] = numbers[target] if is_shift else -1 - rule_numbers[_rule(target)]
        rows.append((scanner, actions))
    return Tables(
        {name: (numbers[table.start_states[name]], numbers[table.end_states[name]]) for name in START_SYMBOLS},
        tuple(rules),
        tuple(scanners),
        tuple(rows),
    )  # fmt: skip  # one line a part


States: TypeAlias = dict[Any, dict[str, tuple[Any, Any]]]
"""Lark's: by state and symbol, an action and its target."""


def _without_units(states: States) -> States:
    """Leaves out the states that only pass a rule's value on under another name (`?a: b`).

    Whatever comes next, such a state goes on to where the other name leads, so the symbol can lead
    there at once.
    """
    units = {state: unit for state, actions in states.items() if (unit := _unit(actions))}
    shortened: States = {}
    for state, actions in states.items():
        shortened[state] = dict(actions)
        for symbol, (action, target) in actions.items():
            while action.name == "Shift" and target in units and not symbol.isupper():
                action, target = actions[units[target]]
            shortened[state][symbol] = (action, target)
    return shortened


def _unit(actions: dict[str, tuple[Any, Any]]) -> str:
    """The origin of the one `?rule` that every action of a state reduces by."""
    rules = {target if action.name == "Reduce" else None for action, target in actions.values()}
    rule = rules.pop() if len(rules) == 1 else None
    return rule.origin.name if rule is not None and _rule(rule).is_transparent else ""


def _order(states: States, starts: list[Any]) -> list[Any]:
    """The states, breadth first from the start symbols, along symbols in alphabetical order."""
    order, seen = list(starts), set(starts)
    for state in order:
        for _, (action, target) in sorted(states[state].items()):
            if action.name == "Shift" and target not in seen:
                seen.add(target)
                order.append(target)
    return order


def _rule(rule: Any) -> Production:
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
    return Production(
        origin=origin,
        callback=callback,
        length=len(rule.expansion),
        kept=kept,
        is_transparent=is_transparent,
    )


def _scanner(lexer: Any) -> str:
    """One expression: blanks, then the terminals that may stand in a state, in Lark's order."""
    (ignored,) = lexer.ignore_types
    blank, *terminals = lexer.terminals
    assert blank.name == ignored, "what is ignored must have the highest priority"
    assert all(terminal.priority < blank.priority for terminal in terminals)
    choices = [f"(?P<{term.name}>{term.pattern.to_regexp()})" for term in terminals]
    choices += [f"(?P<{END}>\\Z)", f"(?P<{NOTHING}>)"]
    blanks = blank.pattern.to_regexp()
    assert re.fullmatch(r"\[[^]]+\]\+", blanks), "a class and a plus"
    return f"{blanks[:-1]}*+(?:{'|'.join(choices)})"


# ---- the file -----------------------------------------------------------------------------------


def render(grammar: str) -> str:
    """The text of tables.py."""
    return "\n".join(_lines(build(grammar), checksum(grammar)))


def _lines(tables: Tables, check: int) -> Iterator[str]:
    yield '"""LALR tables of prisma.lark. Generated: `python -m prisma_schema_parser.build_tables`."""'
    yield ""
    yield "# fmt: off"
    yield "# ruff: noqa"
    yield "from .lalr import Production, Tables"
    yield ""
    yield f"CHECKSUM = {check}"
    yield ""
    yield "TABLES = Tables("
    yield f"    {dict(tables.starts)!r},"
    yield "    ("
    yield from (f"        Production{tuple(rule)!r}," for rule in tables.rules)
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
    from lark import __version__

    if __version__ != LARK:
        sys.exit(
            f"tables.py is built with lark {LARK}, and this is {__version__}: pip install lark=={LARK}"
        )
    grammar = (_HERE / "prisma.lark").read_text(encoding="utf-8")
    (_HERE / "tables.py").write_text(render(grammar), encoding="utf-8")
    sys.stdout.write(f"{_HERE / 'tables.py'}\n")


if __name__ == "__main__":
    main()
