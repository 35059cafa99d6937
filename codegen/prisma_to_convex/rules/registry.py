"""All rules, the translation's, the parser's and those of application code, found by code or name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from prisma_schema_parser import rules as parser_rules
from prisma_schema_parser.diagnostic import Rule
from prisma_schema_parser.suggest import Suggestions

from .code_table import CODE_RULES
from .row_table import ROW_RULES
from .table import RULES

PARSER_RULES: tuple[Rule, ...] = tuple(
    found for found in vars(parser_rules).values() if isinstance(found, Rule)
)

ALL_RULES: tuple[Rule, ...] = (*PARSER_RULES, *RULES, *CODE_RULES)
"""In order of code."""

_NAMES = Suggestions([rule.name for rule in ALL_RULES])
_LETTERS_AS_DIGITS = str.maketrans("lio", "110")
_FAMILY = re.compile(r"PC[1-9][0-9]?X*", re.ASCII)


def find(word: str) -> Rule | None:
    """The rule of a code or a name, in any case; `_` and spaces may stand for the name's dashes."""
    return _BY_WORD.get(_normal(word))


def explained(word: str) -> Rule | None:
    """The same, among the rules of rows too, which no schema can decide about."""
    return _WITH_ROWS.get(_normal(word))


def _by_word(rules: Iterable[Rule]) -> dict[str, Rule]:
    return {word: rule for rule in rules for word in (rule.code.lower(), rule.name)}


_BY_WORD = _by_word(ALL_RULES)
_WITH_ROWS = _by_word((*ALL_RULES, *ROW_RULES))


def start_of(word: str) -> str | None:
    """How the codes begin that a word stands for: a rule, a family (PC2, PC2xx, PC20) or ALL."""
    upper = word.strip().upper()
    if upper == "ALL":
        return ""
    start = upper.rstrip("X")
    if _FAMILY.fullmatch(upper) and any(rule.code.startswith(start) for rule in ALL_RULES):
        return start
    exact = find(word)
    return exact.code if exact is not None else None


def unknown(word: str) -> tuple[str, str]:
    """Why a word names no single rule, and what may help."""
    if start_of(word) is not None:
        return (
            f"`{word}` is a family of rules",
            "name one rule: `prisma-to-convex rules` lists them",
        )
    return f"there is no rule `{word}`", suggestion(word)


def suggestion(word: str) -> str:
    """What an unknown word may have meant: a slip, or a part of a few names; or where to look."""
    wanted = _normal(word)
    closest = _NAMES.closest(wanted)
    close = [closest] if closest else [rule.name for rule in ALL_RULES if wanted in rule.name]
    if wanted and 1 <= len(close) <= 6:
        return f"did you mean {_either(close)}?"
    digits = wanted.removeprefix("pc").translate(_LETTERS_AS_DIGITS)
    if meant := explained(f"PC{digits}") or explained(f"PC{digits[:3]}"):
        return f"did you mean `{meant.code}`? `prisma-to-convex rules` lists them all"
    return "`prisma-to-convex rules` lists them all"


def _normal(word: str) -> str:
    return re.sub(r"[_\s]+", "-", word.strip().lower())


def _either(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
