"""Progress on standard error: one line that renews itself on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

from .export_records import Progress

_EVERY = 0.2
_LINE_EVERY = 30.0
_WIDTH = 24


class ShownProgress(Progress):
    """`clock` counts seconds."""

    def __init__(
        self, out: TextIO, *, is_terminal: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._out, self._is_terminal, self._clock = out, is_terminal, clock
        self._name, self._total, self._unit = "", -1, "rows"
        self._rows = self._octets = 0
        self._start = self._last = 0.0

    def stage(self, name: str, count: int, unit: str = "rows") -> None:
        self._name, self._total, self._unit = name, count, unit
        self._rows = self._octets = 0
        self._start = self._last = self._clock()

    def advance(self, rows: int, octets: int) -> None:
        self._rows += rows
        self._octets += octets
        now = self._clock()
        if now - self._last < (_EVERY if self._is_terminal else _LINE_EVERY):
            return
        self._last = now
        self._show(now)

    def end(self) -> None:
        now = self._clock()
        if self._is_terminal:
            self._out.write("\r\x1b[K")
        taken = now - self._start
        if not self._is_terminal or taken > 2:
            self._out.write(f"{self._name}: {self._rows:,} {self._unit}{self._speed(taken)}\n")
        self._out.flush()

    def _show(self, now: float) -> None:
        taken = now - self._start
        text = f"{self._name}: {self._rows:,} {self._unit}{self._speed(taken)}"
        if self._total > 0:
            share = min(self._rows / self._total, 1.0)
            left = taken / share - taken if share else 0.0
            bar = "█" * round(share * _WIDTH)
            text = f"{text}  {bar:░<{_WIDTH}} {share:4.0%}, {_time(left)} left"
        self._out.write(f"\r{text}\x1b[K" if self._is_terminal else f"{text}\n")
        self._out.flush()

    def _speed(self, taken: float) -> str:
        if not self._octets or taken <= 0:
            return ""
        return f", {self._octets / 1e6 / taken:.1f} MB/s"


def _time(seconds: float) -> str:
    minutes, rest = divmod(int(seconds + 0.5), 60)
    return f"{minutes}:{rest:02d}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d} h"
