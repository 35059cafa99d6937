"""What the tests of moving rows share."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.data.moving import Mover


@pytest.fixture
def mover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Mover:
    return Mover(tmp_path, monkeypatch, capsys)
