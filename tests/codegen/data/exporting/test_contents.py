"""Which tables of an earlier export hold the same still: each is looked at, whatever became of those before it."""

from __future__ import annotations

from typing import Any, cast

import pytest

from prisma_to_convex.data.exporting import contents
from prisma_to_convex.data.exporting.manifest import form_hash
from prisma_to_convex.data.planning.export_plan import ExportTable
from prisma_to_convex.data.sources.row_source import RowSource


def table(name: str) -> ExportTable:
    return ExportTable(
        model=name.upper(),
        name=name,
        namespace=None,
        source=name,
        key=(),
        columns=(),
        document={},
        creation=None,
        mapped=frozenset(),
    )


def unchanged(
    monkeypatch: pytest.MonkeyPatch, tables: dict[str, dict[str, Any]], now: str = "2:a"
) -> dict[str, Any]:
    monkeypatch.setattr(contents, "content", lambda *_: now)
    found = tuple(map(table, ("a", "b", "c")))
    return contents.unchanged(cast(RowSource, None), found, {"tables": tables, "snapshot": "s.zip"})


def same(name: str, **others: object) -> dict[str, Any]:
    return {"content": "2:a", "form": form_hash(table(name)), **others}


@pytest.mark.parametrize(
    "first",
    [
        {},
        {"a": None},
        {"a": same("a", rejected=1)},
        {"a": same("a", emptied=1)},
        {"a": same("a", form="another")},
        {"a": same("a", content="")},
        {"a": same("a", content="3:b")},
    ],
)
def test_a_table_that_changed_says_nothing_of_the_next(
    monkeypatch: pytest.MonkeyPatch, first: dict[str, Any]
) -> None:
    found = unchanged(monkeypatch, {**first, "b": same("b"), "c": same("c", snapshot="old.zip")})
    assert found == {"b": same("b", snapshot="s.zip"), "c": same("c", snapshot="old.zip")}


def test_nothing_is_the_same_where_rows_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unchanged(monkeypatch, {"a": same("a"), "b": same("b")}, now="2:b") == {}
