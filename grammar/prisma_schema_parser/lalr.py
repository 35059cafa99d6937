"""Runs the LALR tables that Lark makes from prisma.lark, without importing Lark.

Lark's own loop does more than this grammar needs (lines and columns of every token, callbacks,
plug-ins) and importing Lark costs more than reading a schema. The tables are data (`tables.py`), the
same whatever made them: see `build_tables.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import repeat
from typing import Any, TypeAlias

from .records import NamedTuple

END = "END"
"""The terminal behind the last one; the scanners match it at the end of the text."""
NOTHING = "NOTHING"
"""What the scanners match where no terminal is; no state has an action for it."""


Lexeme: TypeAlias = tuple[str, str, int, int]
"""What callbacks get for a terminal: its name, text and half-open offsets. Bare tuples cost least."""


class Production(NamedTuple):
    """A production. `kept` has a pair for each symbol that gives a child: its place, and whether it
    is a list of children itself. `callback` is "" for such lists; `is_transparent` passes a single
    child on as it is."""

    origin: str
    callback: str
    length: int
    kept: tuple[tuple[int, bool], ...]
    is_transparent: bool


Actions: TypeAlias = Mapping[str, int]
"""By terminal: shift to a state (0 and up), or reduce by rule -1 - n. By rule's origin: the state to go to."""


class Tables(NamedTuple):
    """`scanners` are regular expressions with a group for each terminal; `states` name theirs."""

    starts: Mapping[str, tuple[int, int]]
    rules: tuple[Production, ...]
    scanners: tuple[str, ...]
    states: tuple[tuple[int, Actions], ...]


class Unexpected(Exception):
    """The text is not of the language; nothing that may stand at `position` stands there."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class TooMany(Exception):
    """The text has more terminals than were asked for."""


# What a reduction does with the values of its symbols: nothing; one child; a list and what is added to it;
# all of several are children; some are, or lists of them.
PASS, ONE, MORE, ALL, SOME = range(5)

_Scan: TypeAlias = Callable[[str, int], "re.Match[str] | None"]


class Parser:
    """`callbacks` holds a method for each rule (or alias)."""

    def __init__(self, tables: Tables, callbacks: object) -> None:
        self._starts = tables.starts
        self._scanners = tables.scanners
        self._states: list[tuple[_Scan, Actions]] = [
            (self._first_scan(state), actions) for state, (_, actions) in enumerate(tables.states)
        ]
        self._scanner_of = [scanner for scanner, _ in tables.states]
        self._rules = tuple(
            (rule.origin, _shape(rule), rule.length, rule.kept, _callback(rule, callbacks))
            for rule in tables.rules
        )

    def _first_scan(self, state: int) -> _Scan:
        """Compiles the scanner for all its states on first use: most schemas need half of them."""

        def scan(text: str, position: int) -> re.Match[str] | None:
            scanner = self._scanner_of[state]
            compiled = re.compile(self._scanners[scanner]).match
            for other, number in enumerate(self._scanner_of):
                if number == scanner:
                    self._states[other] = (compiled, self._states[other][1])
            return compiled(text, position)

        return scan

    def parse(self, text: str, start: str, scanned: str = "", most: int | None = None) -> Any:
        """The value of the start symbol. Raises Unexpected, and TooMany behind the `most`th terminal.

        `scanned` is what the scanners shall see in place of `text`, of the same length.
        """
        scanned = scanned or text
        state, final = self._starts[start]
        table, rules = self._states, self._rules
        states: list[int] = [state]
        values: list[Any] = []
        position = 0
        for _ in repeat(None) if most is None else repeat(None, most):
            scan, actions = table[state]
            match = scan(scanned, position)
            name: str = match.lastgroup  # type: ignore[union-attr,assignment]  # NOTHING at least
            begin, position = match.span(match.lastindex)  # type: ignore[union-attr,arg-type]  # as above
            action = actions.get(name)
            while action is not None and action < 0:
                origin, shape, length, kept, callback = rules[-1 - action]
                if shape == PASS:
                    del states[-1]
                elif shape == ONE:
                    del states[-1]
                    values[-1] = callback(values[-1])
                elif shape == MORE:
                    del states[-2:]
                    last = values.pop()
                    values[-1].append(last)
                else:
                    children = values[-length:] if shape == ALL else _children(values, length, kept)
                    if length:
                        del values[-length:], states[-length:]
                    # A list is passed on as it is: a copy of each would make n items cost n * n.
                    values.append(children if callback is list else callback(*children))
                state = table[states[-1]][1][origin]
                states.append(state)
                action = table[state][1].get(name)
            if action is None:
                if state == final and name == END:
                    return values[-1]
                raise Unexpected(begin)
            values.append((name, text[begin:position], begin, position))
            states.append(action)
            state = action
        raise TooMany


def _children(values: list[Any], length: int, kept: tuple[tuple[int, bool], ...]) -> list[Any]:
    """The first list among them is extended, so that a list of n items takes n steps in all."""
    base = len(values) - length
    children: list[Any] | None = None
    for place, is_list in kept:
        value = values[base + place]
        if not is_list:
            if children is None:
                children = [value]
            else:
                children.append(value)
        elif children is None:
            children = value
        else:
            children.extend(value)
    return [] if children is None else children


def _shape(rule: Production) -> int:
    if not rule.callback and rule.kept == ((0, True), (1, False)):
        return MORE
    if len(rule.kept) < rule.length or not rule.kept or any(is_list for _, is_list in rule.kept):
        return SOME
    if rule.length > 1:
        return ALL
    return PASS if rule.is_transparent else ONE


def _callback(rule: Production, callbacks: object) -> Callable[..., Any]:
    if rule.is_transparent:
        return lambda child: child
    if not rule.callback:
        return list if _shape(rule) != ONE else lambda child: [child]
    found: Callable[..., Any] = getattr(callbacks, rule.callback)
    return found
