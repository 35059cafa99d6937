"""What the configuration says of effort: `[effort]`. Imported where it says something."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ..kit.nearest import nearest
from ..options.coefficients import COEFFICIENTS, HOURS_PER_WEEK
from .rule_tables import ConfigProblem

_MOST = 100_000.0


def effort(
    table: Mapping[str, object],
) -> tuple[dict[str, tuple[float, float]], list[ConfigProblem]]:
    """`model = [2, 6]`, or one number for both ends; `hours-per-week` is one number above 0."""
    found: dict[str, tuple[float, float]] = {}
    faults: list[ConfigProblem] = []
    known = [one.key for one in COEFFICIENTS] + [HOURS_PER_WEEK]
    for key, value in table.items():
        hours = _range(value)
        if key not in known:
            faults.append(
                ConfigProblem(key, f"there is no coefficient `{key}`", nearest(key, known))
            )
        elif key == HOURS_PER_WEEK and (hours is None or hours[0] != hours[1] or hours[0] == 0):
            faults.append(ConfigProblem(key, f"`{key}` must be one number above 0", "", True))
        elif hours is None:
            message = f"`{key}` must be hours from low to high: `[2, 6]`, or one number"
            faults.append(ConfigProblem(key, message, "", True))
        else:
            found[key] = hours
    return found, faults


def _range(value: object) -> tuple[float, float] | None:
    ends = [_number(end) for end in (value if isinstance(value, list) else [value, value])]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] > ends[1]:
        return None
    return ends[0], ends[1]


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and 0 <= value <= _MOST else None
