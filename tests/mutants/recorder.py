"""A pytest plugin: the processor time of each test, one file a process in the folder that P2C_DURATIONS names.

Beside coverage, which knows what lines a test runs, that is what a mutant's tests are chosen by. Time by the clock would
say how busy the machine was.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections.abc import Generator
from pathlib import Path

import pytest

_seconds: dict[str, float] = {}


def without_group(test: str) -> str:
    """pytest-xdist puts the name of a test's group behind it: `test_x[a]@group`."""
    name, _, group = test.rpartition("@")
    return name if name and "]" not in group else test


def _processor_time() -> float:
    """Of this process and of the children that it waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    before = _processor_time()
    result = yield
    _seconds[without_group(item.nodeid)] = _processor_time() - before
    return result


def pytest_sessionfinish(session: pytest.Session) -> None:
    name = os.environ.get("PYTEST_XDIST_WORKER", "main")
    (Path(os.environ["P2C_DURATIONS"]) / f"{name}.json").write_text(
        json.dumps(_seconds), encoding="utf-8"
    )


def durations(folder: Path) -> dict[str, float]:
    """Of all processes: seconds by test."""
    found: dict[str, float] = {}
    for path in sorted(folder.glob("*.json")):
        found.update(json.loads(path.read_text(encoding="utf-8")))
    return found
