"""Choices that shrink towards the first option, "no" and "none"."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

T = TypeVar("T")

_SIZE = 24
_BYTES = st.binary(min_size=_SIZE, max_size=_SIZE)


class Dice:
    """Every choice spends one drawn byte, in proportion: 0 is the first option, 255 the last.

    Hypothesis takes as long to draw one integer as two dozen bytes, and a schema needs hundreds of choices. A new
    `section` starts with new bytes, so that Hypothesis can drop one section without changing the next.
    """

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw
        self._bytes = b""
        self._next = 0

    def section(self) -> None:
        self._next = len(self._bytes)

    def _byte(self) -> int:
        if self._next == len(self._bytes):
            self._bytes, self._next = self.draw(_BYTES), 0
        self._next += 1
        return self._bytes[self._next - 1]

    def below(self, count: int) -> int:
        """For counts far below 256."""
        return self._byte() * count >> 8 if count > 1 else 0

    def pick(self, options: Sequence[T]) -> T:
        """The first option is the simplest: put the plain case there."""
        return options[self.below(len(options))]

    def chance(self, one_in: int) -> bool:
        return self.below(one_in) == one_in - 1

    def times(self, most: int, least: int = 0, stop: int = 2) -> Iterator[int]:
        """0, 1, 2, ...: after `least` rounds, each stops with a chance of one in `stop`."""
        for index in range(most):
            if index >= least and self.below(stop) == 0:
                return
            yield index

    def parts(self, most: int, least: int = 0, stop: int = 2) -> Iterator[int]:
        """Like `times`, for large parts: each is a section."""
        for index in range(most):
            self.section()
            if index >= least and self.below(stop) == 0:
                return
            yield index

    def some(self, options: Sequence[T], most: int, least: int = 1) -> list[T]:
        """Distinct options in a drawn order; fewer than `least` only when there are fewer."""
        left = list(options)
        return [left.pop(self.below(len(left))) for _ in self.times(min(most, len(left)), least)]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        return self.some(items, len(items), len(items))
