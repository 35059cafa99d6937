"""What is told while rows are read: on a terminal one line that renews itself, elsewhere a line for each stage."""

from __future__ import annotations

import io
from collections.abc import Iterator

from prisma_to_convex.data.exporting.progress import ShownProgress


def lines_shown(*, is_terminal: bool, seconds: float) -> list[str]:
    """Of a stage with a hundred rows, then one with three checks; so long passes between two looks at the clock."""
    clock: Iterator[float] = (at * seconds for at in range(1000))
    out = io.StringIO()
    shown = ShownProgress(out, is_terminal=is_terminal, clock=clock.__next__)
    shown.stage("reading", 100)
    for _ in range(4):
        shown.advance(25, 500_000)
    shown.end()
    shown.stage("asking", 3, "checks")
    for _ in range(3):
        shown.advance(1, 0)
    shown.end()
    return out.getvalue().replace("\x1b[K", "").replace("\r", "\n").splitlines()


def test_in_a_log() -> None:
    assert lines_shown(is_terminal=False, seconds=1) == [
        "reading: 100 rows, 0.4 MB/s",
        "asking: 3 checks",
    ]


def test_in_a_log_that_is_long() -> None:
    lines = lines_shown(is_terminal=False, seconds=31)
    assert lines[0] == "reading: 25 rows, 0.0 MB/s  ██████░░░░░░░░░░░░░░░░░░  25%, 1:33 left"
    assert lines[-1] == "asking: 3 checks"


def test_on_a_terminal() -> None:
    lines = lines_shown(is_terminal=True, seconds=0.3)
    assert "reading: 50 rows, 1.7 MB/s  ████████████░░░░░░░░░░░░  50%, 0:01 left" in lines
    assert "asking: 2 checks  ████████████████░░░░░░░░  67%, 0:00 left" in lines
    assert lines[-1] == "asking: 3 checks  ████████████████████████ 100%, 0:00 left"
