"""A pytest plugin: how long each test took, written to the file that P2C_DURATIONS names.

Beside coverage, which knows what lines a test runs, that is what a mutant's tests are chosen by.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

_seconds: dict[str, float] = {}


def without_group(test: str) -> str:
    """pytest-xdist puts the name of a test's group behind it: `test_x[a]@group`."""
    name, _, group = test.rpartition("@")
    return name if name and "]" not in group else test


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.passed:
        test = without_group(report.nodeid)
        _seconds[test] = _seconds.get(test, 0.0) + report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        Path(os.environ["P2C_DURATIONS"]).write_text(json.dumps(_seconds), encoding="utf-8")
