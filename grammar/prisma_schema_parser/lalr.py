"""Runs the LALR tables that Lark makes from prisma.lark, without importing Lark.

Lark's own loop does more than this grammar needs (lines and columns of every token, callbacks,
plug-ins) and importing Lark costs more than reading a schema. The tables are data (`tables.py`), the
same whatever made them: see `build_tables.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

END = "END"
"""The terminal behind the last one; the scanners match it at the end of the text."""
NOTHING = "NOTHING"
"""What the scanners match where no terminal is; no state has an action for it."""


class Token(str):
    """The text of a terminal, its name and its half-open offsets."""

    __slots__ = ("end_pos", "start_pos", "type")
    type: str
    start_pos: int
    end_pos: int


class Tree(NamedTuple):
    """What a rule without a callback gives."""

    data: str
    children: list[Any]


class Rule(NamedTuple):
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
    rules: tuple[Rule, ...]
    scanners: tuple[str, ...]
    states: tuple[tuple[int, Actions], ...]


class Unexpected(Exception):
    """The text is not of the language; nothing that may stand at `position` stands there."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


_Scan: TypeAlias = Callable[[str, int], "re.Match[str] | None"]


class Parser:
    """`callbacks` holds a method for each rule (or alias) that shall not become a Tree."""

    def __init__(self, tables: Tables, callbacks: object) -> None:
        self._starts = tables.starts
        self._actions = tuple(actions for _, actions in tables.states)
        self._scanner_of = tuple(scanner for scanner, _ in tables.states)
        self._patterns = tables.scanners
        self._scans: list[_Scan | None] = [None] * len(tables.scanners)
        self._rules = tuple(
            (rule.origin, rule.length, rule.kept, rule.is_transparent, _callback(rule, callbacks))
            for rule in tables.rules
        )

    def _scan(self, number: int) -> _Scan:
        """Compiled on first use: most schemas need half of them."""
        scan = re.compile(self._patterns[number]).match
        self._scans[number] = scan
        return scan

    def parse(self, text: str, start: str) -> Any:
        """The value of the start symbol. Raises Unexpected."""
        state, final = self._starts[start]
        all_actions, rules, scans, scanner_of = (
            self._actions,
            self._rules,
            self._scans,
            self._scanner_of,
        )
        states = [state]
        values: list[Any] = []
        position = 0
        while True:
            actions = all_actions[state]
            number = scanner_of[state]
            match = (scans[number] or self._scan(number))(text, position)
            name: str = match.lastgroup  # type: ignore[union-attr,assignment]  # NOTHING at least
            start_pos, position = match.span(name)  # type: ignore[union-attr]  # as above
            action = actions.get(name)
            while action is not None and action < 0:
                origin, length, kept, is_transparent, callback = rules[-1 - action]
                if is_transparent:
                    states.pop()
                elif length:
                    children = _children(values, length, kept)
                    del values[-length:], states[-length:]
                    values.append(children if callback is None else callback(children))
                else:
                    values.append([] if callback is None else callback([]))
                state = all_actions[states[-1]][origin]
                states.append(state)
                if state == final and name == END:
                    return values[-1]
                action = all_actions[state].get(name)
            if action is None:
                raise Unexpected(start_pos)
            token = Token(text[start_pos:position])
            token.type, token.start_pos, token.end_pos = name, start_pos, position
            values.append(token)
            states.append(action)
            state = action


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


def _callback(rule: Rule, callbacks: object) -> Callable[[list[Any]], Any] | None:
    if not rule.callback:
        return None
    method = getattr(callbacks, rule.callback, None)
    if method is None:
        return lambda children: Tree(rule.callback, children)
    return lambda children: method(*children)
