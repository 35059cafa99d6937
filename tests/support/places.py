"""Where the project keeps what several tests read."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
MAPPING = ROOT / "tests" / "codegen" / "mapping"
REPORTS = ROOT / "tests" / "codegen" / "report" / "golden"
