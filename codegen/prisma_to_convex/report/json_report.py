"""The report as JSON: the ledger for programs. Its form is `schemas/report.schema.json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any, TypeAlias

from ..analysis.verdict.consequences import Consequence
from ..ledger.decision import Decision
from ..lowering.by_hand import HandEdit
from ..rules.outcome import Enforced
from .analysis_json import json_of
from .asked_by import UNUSED, TableUse
from .file_places import Place
from .json_text import json_text
from .model import Access, Details, EmittedTable, Fact, Name, Note, Report
from .starts import VERSION

Object: TypeAlias = dict[str, Any]


def json_report(report: Report, details: Details) -> str:
    return json_text(
        {
            "version": VERSION,
            "source": report.source,
            "totals": _totals(report),
            "analysis": json_of(report.analysis),
            "guarantees": [
                _guarantee(fact, decision)
                for fact, decision in zip(details.guarantees, report.decisions.entries, strict=True)
            ],
            "code": None if report.code is None else json_of(report.code),
            "tables": [_table(table, details.asked_by) for table in details.tables],
            "by_hand": [_hand_edit(edit) for edit in report.by_hand],
            "names": [_name(name) for name in report.names],
            "diagnostics": [_diagnostic(note) for note in details.diagnostics],
        }
    )


def json_schema() -> str:
    """The JSON Schema of the report, as published."""
    path = files("prisma_to_convex") / "schemas" / "report.schema.json"
    return path.read_text(encoding="utf-8")


def _totals(report: Report) -> Object:
    return {
        "all": report.all,
        "kept": report.kept,
        "replaced": report.replaced,
        "enforced": report.enforced,
        "lost": report.lost,
        "by_kind": {
            total.kind: {
                "all": total.all,
                "kept": total.kept,
                "replaced": total.replaced,
                "enforced": total.enforced,
                "lost": total.lost,
            }
            for total in report.kinds
        },
        "decisions": report.decisions.losses,
        "severities": report.severities,
    }


def _guarantee(fact: Fact, decision: Decision) -> Object:
    return {
        "kind": fact.kind,
        "model": fact.owner,
        "field": ",".join(fact.fields) or None,
        "fields": list(fact.fields),
        **_place(fact.place),
        "text": fact.text,
        "outcome": fact.outcome,
        "rule": fact.rule.code if fact.rule is not None else None,
        "detail": fact.detail,
        "help": fact.help or None,
        "consequence": _consequence(fact.consequence),
        "enforced": _enforced(fact.enforced),
        "decision": decision.record if fact.rule is not None else None,
    }


def _consequence(consequence: Consequence | None) -> Object | None:
    if consequence is None:
        return None
    return {"kind": consequence.kind, "because": consequence.because}


def _enforced(enforced: Enforced | None) -> Object | None:
    if enforced is None:
        return None
    return {
        "file": enforced.file,
        "line": enforced.line,
        "constraint": enforced.constraint,
        "grade": "partly" if enforced.partly else "exact",
        "missing": enforced.partly or None,
    }


def _table(table: EmittedTable, table_use: Mapping[str, TableUse] | None) -> Object:
    use = table_use.get(table.name, UNUSED) if table_use is not None else None
    return {
        "name": table.name,
        "model": table.model,
        "askedBy": None if use is None else use.calls,
        "fields": [
            {
                "name": column.name,
                "prisma": column.prisma,
                "validator": column.validator,
                "optional": column.is_optional,
            }
            for column in table.fields
        ],
        "indexes": _indexes(table.indexes, use),
    }


def _indexes(indexes: Iterable[Access], use: TableUse | None) -> list[Object]:
    return [
        {
            "name": index.name,
            "kind": index.kind.partition(" ")[0],
            "fields": list(index.fields),
            "serves": list(index.serves),
            "askedBy": None if use is None else [_place(one) for one in use.of(index.name)],
        }
        for index in indexes
    ]


def _hand_edit(edit: HandEdit) -> Object:
    return {
        "how": edit.how,
        "what": edit.what,
        "place": edit.place,
        "generated": edit.generated or None,
        "written": edit.written or None,
    }


def _name(name: Name) -> Object:
    return {
        "what": name.what,
        "prisma": name.prisma,
        "database": name.database or None,
        "convex": name.convex or None,
        "reason": name.reason or None,
    }


def _diagnostic(note: Note) -> Object:
    return {
        "code": note.rule.code,
        "name": note.rule.name,
        "severity": note.rule.severity.value,
        "message": note.message,
        "help": note.help or None,
        "consequence": _consequence(note.consequence),
        **_place(note.place),
        "labels": [{"text": text, **_place(place)} for text, place in note.labels],
    }


def _place(place: Place) -> Object:
    return {"file": place.file, "line": place.line, "column": place.column}
