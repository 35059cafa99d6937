"""A manifest that was cut or edited: a word, whatever is wrong with it."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from codegen.data.exporting.test_export import MODELS, SQLITE
from codegen.data.moving import Mover
from prisma_to_convex.data.exporting.manifest_shape import damaged

GONE = object()
BAD: tuple[object, ...] = (None, True, -1, 1.5, 10**80, "", "x", "1e9", [], [1], {}, {"a": 1}, GONE)
PLACES = (
    ("tables",), ("tables", "users"), ("tables", "users", "number"), ("tables", "users", "documents"), ("tables", "users", "buckets"),
    ("tables", "users", "fields"), ("tables", "users", "fields", "ok"), ("tables", "users", "fields", "ok", "filled"),
    ("tables", "users", "key"), ("tables", "users", "form"), ("tables", "users", "content"), ("tables", "users", "isTimed"),
    ("tables", "users", "rejected"), ("tables", "users", "emptied"), ("tables", "users", "model"), ("snapshot",), ("key",), ("schema",),
    ("unchanged",), ("references",), ("files",),
)  # fmt: skip  # a table


def changed(manifest: dict[str, Any], place: tuple[str, ...], value: Any) -> dict[str, Any]:
    made = copy.deepcopy(manifest)
    inner = made
    for name in place[:-1]:
        inner = inner[name]
    if value is GONE:
        inner.pop(place[-1], None)
    else:
        inner[place[-1]] = value
    return made


def test_no_edit_is_taken_for_a_bug(mover: Mover) -> None:
    """By `verify` and by `export --since`."""
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(SQLITE)
    whole = mover.export(url).manifest
    assert damaged(whole) == ""
    refused = 0
    for place in PLACES:
        for value in BAD:
            text = json.dumps(changed(whole, place, value))
            (mover.folder / "m.manifest.json").write_text(text)
            for words in (
                ("verify", "s.zip", "--manifest", "m.manifest.json"),
                ("export", "-o", "f.zip", "--url", url, "--since", "m.manifest.json"),
            ):
                result = mover.run(*words)
                assert result.code in (0, 1, 2), (place, value, result.err)
                refused += "is damaged: " in result.err
    assert refused > 100


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("tables",), GONE, "tables"),
        (("tables", "users", "number"), "11005", "tables.users.number"),
        (("tables", "users", "buckets"), {"zz": "00"}, "tables.users.buckets"),
        (("tables", "tags"), 5, "tables.tags"),
        (("files",), {"number": 28}, "files.documents"),
    ],
)
def test_the_place_is_named(mover: Mover, place: tuple[str, ...], value: Any, message: str) -> None:
    mover.schema("sqlite", MODELS)
    whole = mover.export(mover.sqlite(SQLITE)).manifest
    assert damaged(changed(whole, place, value)) == message
