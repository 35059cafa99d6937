"""How much a function does, in calls: the same each time, whatever else the machine is doing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls(function: Callable[[], object]) -> int:
    """The calls that it makes, of functions in Python and in C."""
    number = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:  # any value that is returned
        nonlocal number
        number += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(before)
    return number


def growth(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """How many times as many calls the work of twice the size makes; 2 is linear, 4 is quadratic."""
    small, large = work(size), work(2 * size)
    return calls(large) / calls(small)
