"""The coefficients of the estimate: what the configuration may say of them."""

from __future__ import annotations

import pytest

from prisma_to_convex.config.project_config import Config, InvalidConfig
from prisma_to_convex.config.read import read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[effort]\nmodel = [1, 2.5]\n", {"model": (1, 2.5)}),
        ("effort.model = 3\n", {"model": (3, 3)}),
        ("effort.hours-per-week = 20\n", {"hours-per-week": (20, 20)}),
        ("[effort]\n", {}),
    ],
)
def test_read(text: str, found: dict[str, tuple[float, float]]) -> None:
    config = read(text, "c.toml")
    assert isinstance(config, Config)
    assert config.options.effort == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "effort.modle = [1, 2]\n",
            "c.toml:1:8: there is no coefficient `modle`; did you mean `model`?",
        ),
        (
            "[effort]\nmodel = [3, 2]\n",
            "c.toml:2:9: `model` must be hours from low to high: `[2, 6]`, or one number",
        ),
        (
            "[effort]\nmodel = [1, 2, 3]\n",
            "c.toml:2:9: `model` must be hours from low to high: `[2, 6]`, or one number",
        ),
        (
            "[effort]\nmodel = true\n",
            "c.toml:2:9: `model` must be hours from low to high: `[2, 6]`, or one number",
        ),
        (
            "[effort]\nmodel = nan\n",
            "c.toml:2:9: `model` must be hours from low to high: `[2, 6]`, or one number",
        ),
        (
            "[effort]\nmodel = -1\n",
            "c.toml:2:9: `model` must be hours from low to high: `[2, 6]`, or one number",
        ),
        (
            "effort.hours-per-week = 0\n",
            "c.toml:1:25: `hours-per-week` must be one number above 0",
        ),
        (
            "effort.hours-per-week = [20, 30]\n",
            "c.toml:1:25: `hours-per-week` must be one number above 0",
        ),
        ("effort = 3\n", "c.toml:1:1: `effort` must be a table"),
    ],
)
def test_refused(text: str, message: str) -> None:
    assert read(text, "c.toml") == InvalidConfig((message,))
