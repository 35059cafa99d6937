"""Rows by the thousand where they are small, few where they are large: memory does not grow with what a row holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from sys import getsizeof
from typing import Any, TypeVar

T = TypeVar("T")

PIECE = 32
"""Rows that are taken before anybody looks how large they are."""
ENOUGH = 16 << 20
"""Octets of a batch that gets no further rows."""


def batches(
    take: Callable[[int], Iterable[T]], size: Callable[[Sequence[T]], int], most: int
) -> Iterator[list[T]]:
    """`take` gives so many rows, fewer at the end, then none; `size` tells their octets."""
    piece = min(PIECE, most)
    while found := list(take(piece)):
        octets = size(found)
        while len(found) < most and octets < ENOUGH:
            more = list(take(min(piece, most - len(found))))
            if not more:
                break
            octets += size(more)
            found += more
        yield found


def size_of_rows(rows: Sequence[Sequence[Any]]) -> int:
    return sum(map(getsizeof, chain.from_iterable(rows)))
