"""The manifest: what was exported, from what, and sums by which anyone can tell whether it is all there.

Never a row's value, never a secret: of the key that ids are minted with only its fingerprint.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import read_regular, reason

from ...kit.version import VERSION as TOOL_VERSION
from ..counting.tally import Counted
from ..planning.export_plan import ExportTable
from ..planning.exported import Json
from ..proof.table_proof import TableProof
from ..snapshots.stored_files import NUMBER, has_files
from .export_records import ExportOutcome, ExportRequest
from .manifest_shape import damaged

VERSION = 2
START = f'{{\n  "version": {VERSION},\n  "tool": "prisma-to-convex'
"""How a manifest of ours begins."""


class NoManifest(NamedTuple):
    message: str


def text_of(request: ExportRequest, outcome: ExportOutcome, source: str) -> str:
    """Deterministic: no date, no path. Of tables that did not change, what an earlier manifest says of them."""
    proof = outcome.proof
    assert proof is not None
    tables: dict[str, Any] = dict(outcome.carried)
    emptied = Counter(one.table for one in outcome.nulled)
    for table in request.plan.tables:
        if table.name in outcome.carried:
            continue
        result, proof_of_table = outcome.tables[table.name], proof.tables[table.name]
        tables[table.name] = {
            "number": request.numbers[table.name],
            "model": table.model,
            "key": document_key(table),
            "rows": result.rows,
            "documents": result.documents,
            "rejected": result.rejected,
            "isTimed": table.is_created,
            "emptied": emptied[table.name],
            "dangling": {
                one.place: one.rows if one.rows >= 0 else None
                for one in outcome.dangling.get(table.name, ())
            },
            "form": form_hash(table),
            "content": outcome.contents.get(table.name, ""),
            "bytes": proof_of_table.octets,
            "rowHash": f"{proof_of_table.rows:x}",
            "buckets": {
                f"{at:02x}": f"{one:032x}" for at, one in sorted(proof_of_table.buckets.items())
            },
            "fields": {name: _counted(one) for name, one in proof_of_table.fields.items()},
        }
    found: dict[str, Any] = {
        "version": VERSION,
        "tool": f"prisma-to-convex {TOOL_VERSION}",
        "snapshot": request.output.name,
        "schema": schema_hash({table.name: table.document for table in request.plan.tables}),
        "provider": request.plan.provider,
        "source": source,
        "key": request.secret.fingerprint,
        "references": proof.closure.references,
        "emptied": len(outcome.nulled),
        "unchanged": sorted(outcome.carried),
        "tables": dict(sorted(tables.items())),
    }
    if files := _files(request, proof.files, outcome):
        found["files"] = files
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _files(
    request: ExportRequest, proof_of_table: TableProof | None, outcome: ExportOutcome
) -> Mapping[str, Any] | None:
    """Of `_storage`; where no table with files was moved, what an earlier manifest says."""
    if proof_of_table is not None:
        return {
            "number": NUMBER,
            "documents": proof_of_table.documents,
            "bytes": proof_of_table.octets,
            "buckets": {
                f"{at:02x}": f"{one:032x}" for at, one in sorted(proof_of_table.buckets.items())
            },
        }
    before = (request.since or {}).get("files")
    if not before or any(
        has_files(table) and table.name not in outcome.carried for table in request.plan.tables
    ):
        return None
    return {**before, "snapshot": before.get("snapshot") or (request.since or {}).get("snapshot")}


def schema_hash(documents: Mapping[str, Json]) -> str:
    """Of the document types, by the names of their tables."""
    text = json.dumps(documents, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def document_key(table: ExportTable) -> list[str]:
    """The fields of a document that hold the key of its row; none where the id took its place."""
    field_names = {
        one.field.name: one.name
        for one in table.columns
        if one.form.kind not in ("reference", "stored")
    }
    names = [field_names.get(part.field.name) for part in table.key]
    return [name for name in names if name is not None] if None not in names else []


def form_hash(table: ExportTable) -> str:
    """Of what decides in which form the rows of a table become documents."""
    creation = table.creation.column if table.creation else ""
    columns = [(one.name, one.column, repr(one.form)) for one in table.columns]
    key = [one.column for one in table.key]
    text = json.dumps([table.model, table.document, creation, columns, key], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _counted(one: Counted) -> dict[str, Any]:
    return {
        name: _plain(value)
        for name, value in zip(one._fields, one, strict=True)
        if value is not None
    }


def _plain(value: Any) -> Any:
    """Sums as text where JavaScript's numbers would lose digits."""
    return value if abs(value) < 1 << 53 else str(value)


def read(path: Path) -> dict[str, Any] | NoManifest:
    """The JSON of a manifest, by its keys; or why there is none."""
    name = plain(path.name)
    try:
        found = json.loads(read_regular(path).decode("utf-8"))
    except OSError as error:
        return NoManifest(f"{name}: {reason(error)}")
    except (ValueError, RecursionError):
        return NoManifest(f"{name} is not JSON")
    if not isinstance(found, dict) or found.get("version") != VERSION:
        return NoManifest(f"{name} is no manifest of this version of prisma-to-convex")
    if place := damaged(found):
        return NoManifest(
            f"{name} is damaged: {plain(place[:200])} is not as `data export` writes it"
        )
    return found
