"""A JSON object a line: one a finding as in `json`, with `"type": "finding"`, then the summary."""

from __future__ import annotations

import json

from ..finding import CheckResult
from ..shown import shown_to_programs
from ._record import header, record, totals
from .renderer import View


def render(checked: CheckResult, _view: View) -> str:
    shown = shown_to_programs(*checked.schemas)
    lines = [{"type": "finding", **record(one, checked.root)} for one in shown.findings]
    lines.append({"type": "summary", **header(), **totals(checked, shown)})
    return "".join(f"{json.dumps(line)}\n" for line in lines)
