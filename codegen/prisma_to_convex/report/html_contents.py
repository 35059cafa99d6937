"""The contents of the HTML page, in groups: what is to be decided, the schema, the move, what is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..kit.words import counted
from .model import Report

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "To decide": ("verdict", "guarantees", "enforcement", "risks", "effort"),
    "The schema": ("tenancy", "relations", "data", "jobs", "queries", "code"),
    "The move": ("order", "hybrid"),
    "To look up": ("findings", "by-hand", "tables", "names", "ledger", "rules"),
}


def contents(
    report: Report, parts: Mapping[str, Any]
) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """By group: id, name and count of the sections that the page has."""
    found = {one[0]: one for one in _sections(report, parts)}
    for title, ids in _GROUPS.items():
        yield title, [found[id_] for id_ in ids if id_ in found]


def _sections(report: Report, parts: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    analysis = report.analysis
    yield "verdict", "Verdict", ""
    yield "guarantees", "Guarantees", ""
    if parts["enforcement"].kinds:
        yield "enforcement", "Enforcement", ""
    yield "risks", "Risks", f"{len(analysis.risks):,}"
    yield "effort", "Effort", ""
    if (
        analysis.tenancy is not None
        or analysis.owners.kind == "public"
        or analysis.owners.candidates
    ):
        yield "tenancy", "Tenancy", ""
    yield "relations", "Relations", f"{len(analysis.relations.references):,}"
    if analysis.ids or analysis.columns or analysis.secrets or analysis.auth:
        yield "data", "Data", ""
    if analysis.jobs:
        yield "jobs", "Background work", f"{len(analysis.jobs):,}"
    if analysis.queries:
        yield "queries", "Harder queries", f"{len(analysis.queries):,}"
    if report.code is not None:
        yield "code", "Your code", counted(report.code.calls, "call")
    yield "order", "Order of import", counted(len(analysis.order.waves), "wave")
    if parts["features"]:
        yield "hybrid", "Moving a part", ""
    yield "findings", "Findings", f"{len(parts['findings']):,}"
    if report.by_hand:
        yield "by-hand", "By hand", f"{len(report.by_hand):,}"
    yield "tables", "Tables", f"{len(parts['tables']):,}"
    yield "names", "Names", f"{len(parts['renames'].rows):,}"
    yield "ledger", "Ledger", f"{report.all:,}"
    if report.rules:
        yield "rules", "Rules", f"{len(report.rules):,}"
