"""`--select` and `--ignore`: which rules are spoken of.

A word is a code (PC201), a name (unique-not-enforced), a family (PC2, PC2xx, PC20) or ALL. The more
exact word wins, and of equals `--ignore`: `--select PC201 --ignore PC2` leaves PC201.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from prisma_schema_parser.diagnostic import Rule

from .finding import Finding


class UnknownRule(Exception):
    """A word that names no rule, for the message."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Selection:
    """The rules that are wanted. Each word stands for how its codes begin; the longest one decides."""

    def __init__(self, select: Sequence[str], ignore: Sequence[str]) -> None:
        """Raises `UnknownRule`."""
        self._selected = [_start(word) for word in _words(select)]
        self._select = self._selected or [""]
        self._ignore = [_start(word) for word in _words(ignore)]

    def has(self, rule: Rule, off: Container[str] = ()) -> bool:
        """`off` has the codes that the configuration leaves out, unless `--select` asks for them."""
        if rule.code in off and _longest(self._selected, rule.code) < 0:
            return False
        return _longest(self._select, rule.code) > _longest(self._ignore, rule.code)

    def shows(self, finding: Finding, off: Container[str]) -> bool:
        """What makes the schema invalid is always shown: nothing else can be known of it."""
        return finding.is_invalid or self.has(finding.diagnostic.rule, off)


def _longest(starts: Iterable[str], code: str) -> int:
    return max((len(start) for start in starts if code.startswith(start)), default=-1)


def _words(given: Iterable[str]) -> list[str]:
    return [word.strip() for text in given for word in text.split(",") if word.strip()]


def _start(word: str) -> str:
    from ..rules.registry import start_of

    start = start_of(word)
    if start is None:
        raise UnknownRule(word)
    return start
