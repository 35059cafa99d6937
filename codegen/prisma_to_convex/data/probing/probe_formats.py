"""A probe's findings as text, Markdown, JSON or SARIF. Keys of rows are shown, values never."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from prisma_schema_parser.excerpt import plain

from ...kit.version import VERSION
from ...kit.words import counted
from ..checking.row_rules import BY_CODE, LEVELS, ROW_RULES
from .probe import RowFinding

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def counts(found: Sequence[RowFinding]) -> str:
    counts = [counted(sum(one.level == level for one in found), level) for level in LEVELS]
    return ", ".join(counts)


def text(found: Sequence[RowFinding]) -> str:
    lines = []
    for one in found:
        rows = f"{counted(one.rows, 'row')}: " if one.rows > 0 else ""
        keys = f" (keys: {', '.join(plain(key[:60]) for key in one.keys)})" if one.keys else ""
        lines.append(f"{one.level}[{one.rule}] {plain(one.place)}: {rows}{plain(one.why)}{keys}")
        lines.append(f"  = help: {BY_CODE[one.rule].help}")
    lines.append(counts(found))
    return "\n".join(lines) + "\n"


def markdown(found: Sequence[RowFinding]) -> str:
    lines = ["# What in the rows breaks or changes", "", f"{counts(found)}.", ""]
    if found:
        lines += [
            "| level | rule | where | rows | keys | what | help |",
            "| --- | --- | --- | ---: | --- | --- | --- |",
        ]
    for one in found:
        rows = f"{one.rows:,}" if one.rows >= 0 else "?"
        cells = [one.level, f"{one.rule} {BY_CODE[one.rule].name}", one.place, rows]
        cells += [", ".join(key[:60] for key in one.keys), one.why, BY_CODE[one.rule].help]
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(cell: str) -> str:
    escaped = "".join(f"\\{one}" if one in "\\`*_{}[]<>#|~$" else one for one in plain(cell))
    return escaped.replace("\n", " ")


def as_json(found: Sequence[RowFinding]) -> str:
    findings = [
        {**one._asdict(), "name": BY_CODE[one.rule].name, "help": BY_CODE[one.rule].help}
        for one in found
    ]
    return json.dumps({"version": 1, "findings": findings}, indent=2) + "\n"


def sarif(found: Sequence[RowFinding]) -> str:
    rules = [
        {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {
                "text": f"A row {rule.what}." if rule.code != "PC717" else rule.what
            },
            "help": {"text": rule.help},
            "defaultConfiguration": {"level": rule.level},
        }
        for rule in ROW_RULES
    ]
    results: list[dict[str, Any]] = [
        {
            "ruleId": one.rule,
            "level": one.level,
            "message": {
                "text": plain(
                    f"{one.place}: {counted(one.rows, 'row')}: {one.why}"
                    if one.rows > 0
                    else f"{one.place}: {one.why}"
                )
            },
            "locations": [{"logicalLocations": [{"fullyQualifiedName": plain(one.place)}]}],
        }
        for one in found
    ]
    driver = {"name": "prisma-to-convex", "version": VERSION, "rules": rules}
    run = {"tool": {"driver": driver}, "results": results}
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Sequence[RowFinding]], str]] = {
    "text": text,
    "markdown": markdown,
    "json": as_json,
    "sarif": sarif,
}
