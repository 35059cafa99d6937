"""One JSON document; its form is published as `schemas/check.schema.json`."""

from __future__ import annotations

from ...report.json_text import json_text
from ..finding import CheckResult
from ..shown import shown_to_programs
from ._record import header, record, schema, totals
from .renderer import View


def render(checked: CheckResult, _view: View) -> str:
    shown = shown_to_programs(*checked.schemas)
    return json_text(
        {
            **header(),
            "schemas": [schema(examined, checked.root) for examined in checked.schemas],
            "findings": [record(finding, checked.root) for finding in shown.findings],
            "summary": totals(checked, shown),
        }
    )
