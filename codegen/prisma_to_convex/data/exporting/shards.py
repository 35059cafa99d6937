"""One of several parts of an export, as a file: the compressed slices, and what is known of them.

A shard is no snapshot: `merge` makes one of all of them, the same to the byte as one run would have written.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import check_regular

from ...project.targets import real_place
from ..checking.dangling_values import Dangling
from ..counting.tally import Counted
from ..forming.forming_records import Rejected
from ..proof.aggregates import Totals
from ..snapshots.archive import ZipPart
from ..snapshots.stored_files import StoredFile
from .export_records import Done, ExportRequest
from .manifest import form_hash, schema_hash

VERSION = 4
_INDEX = "shard.json"
_DATE = (1980, 1, 1, 0, 0, 0)


class UnusableShard(Exception):
    """Why a file is no shard, or does not belong to the others."""


class FoundFault(NamedTuple):
    """In which pass over the rows, and in which slice: the order in which one run tells them."""

    round: int
    slice: int
    fault: Rejected


class Shard(NamedTuple):
    """`slices` are those of the whole export; `done` those of this shard, by their number.

    `totals`, `contents` and `dangling`: what the database says of the tables that this shard asks for.
    """

    request: ExportRequest
    source: str
    slices: tuple[tuple[int, str], ...]
    done: Mapping[int, Done]
    rejected: tuple[FoundFault, ...]
    totals: Mapping[str, Totals]
    contents: Mapping[str, str]
    dangling: Mapping[str, tuple[Dangling, ...]]


class ReadShard(NamedTuple):
    """`same` has to be alike in all shards of an export."""

    path: Path
    number: int
    same: Mapping[str, Any]
    done: Mapping[int, Done]
    rejected: tuple[FoundFault, ...]
    totals: Mapping[str, Totals]
    contents: Mapping[str, str]
    dangling: Mapping[str, tuple[Dangling, ...]]


def write_shard(shard: Shard, scratch: Path) -> None:
    request = shard.request
    index = {
        "version": VERSION,
        "shard": request.shard[0],
        "same": {
            **shared(request),
            "shards": request.shard[1],
            "source": shard.source,
            "slices": shard.slices,
        },
        "done": {str(at): _done_record(one) for at, one in shard.done.items()},
        "rejected": [[one.round, one.slice, list(one.fault)] for one in shard.rejected],
        "totals": {name: _totals_record(one) for name, one in shard.totals.items()},
        "contents": dict(shard.contents),
        "dangling": {name: list(map(list, one)) for name, one in shard.dangling.items()},
    }
    beside = scratch / "shard.zip"
    with zipfile.ZipFile(beside, "w") as archive:
        archive.writestr(zipfile.ZipInfo(_INDEX, _DATE), json.dumps(index))
        for at, done in sorted(shard.done.items()):
            _add(archive, f"{at}.deflate", done.part.path, done.part.compressed)
            if done.files:
                size = sum(one.part.compressed for one in done.files)
                _add(archive, f"{at}.files", done.files[0].part.path, size)
    os.replace(beside, real_place(request.output))


def shared(request: ExportRequest) -> dict[str, Any]:
    """What all shards of an export, and who merges them, have to have alike."""
    plan = request.plan
    return {
        "schema": schema_hash({table.name: table.document for table in plan.tables}),
        "form": [form_hash(table) for table in plan.tables],
        "provider": plan.provider,
        "key": request.secret.fingerprint,
        "numbers": dict(sorted(request.numbers.items())),
        "policy": list(request.policy),
    }


def _add(archive: zipfile.ZipFile, name: str, path: str, size: int) -> None:
    found = zipfile.ZipInfo(name, _DATE)
    found.file_size = size  # so that ZIP64 is chosen where it has to be
    with archive.open(found, "w") as entry, open(path, "rb") as part:
        shutil.copyfileobj(part, entry)


def _done_record(done: Done) -> dict[str, Any]:
    return {
        "crc": done.part.crc,
        "size": done.part.size,
        "compressed": done.part.compressed,
        "rows": done.rows,
        "documents": done.documents,
        "nulled": [one._asdict() for one in done.nulled],
        "gone": sorted(id_.decode() for id_ in done.gone),
        "files": [[one.id, one.sha256, list(one.part[1:])] for one in done.files],
    }


def _totals_record(one: Totals) -> dict[str, Any]:
    fields = {name: list(counted) for name, counted in one.fields.items()}
    return {"rows": one.rows, "hash": one.hash, "fields": fields, "rowHash": one.row_hash}


def is_shard(archive: zipfile.ZipFile) -> bool:
    return archive.namelist()[:1] == [_INDEX]


def read_shard(path: Path, scratch: Path) -> ReadShard:
    """Its slices are unpacked into `scratch`. Raises `UnusableShard`."""
    try:
        check_regular(path)
        with zipfile.ZipFile(path) as archive:
            index = json.loads(archive.read(_INDEX))
            if index["version"] != VERSION:
                raise UnusableShard(f"{path.name} was written by another version")
            done = {}
            for at, record in index["done"].items():
                part = _unpacked(archive, f"{int(at)}.deflate", scratch)
                unpacked = (
                    _unpacked(archive, f"{int(at)}.files", scratch) if record["files"] else part
                )
                done[int(at)] = _done(record, part, unpacked)
            return ReadShard(
                path=path,
                number=int(index["shard"]),
                same=index["same"],
                done=done,
                rejected=tuple(
                    FoundFault(round_, at, Rejected._make(fault))
                    for round_, at, fault in index["rejected"]
                ),
                totals={name: _totals(one) for name, one in index["totals"].items()},
                contents=index["contents"],
                dangling={
                    name: tuple(Dangling(place, rows, tuple(keys)) for place, rows, keys in one)
                    for name, one in index["dangling"].items()
                },
            )
    except FileNotFoundError:
        raise UnusableShard(f"there is no file {path.as_posix()}") from None
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError):
        raise UnusableShard(f"{path.name} is no shard of `data export --shard`") from None


def _unpacked(archive: zipfile.ZipFile, name: str, scratch: Path) -> Path:
    part = scratch / name
    with archive.open(name) as entry, part.open("wb") as file:
        shutil.copyfileobj(entry, file)
    return part


def _done(record: Mapping[str, Any], part: Path, files: Path) -> Done:
    return Done(
        part=ZipPart(
            path=str(part), crc=record["crc"], size=record["size"], compressed=record["compressed"]
        ),
        rows=record["rows"],
        documents=record["documents"],
        rejected=(),
        nulled=tuple(Rejected(**one) for one in record["nulled"]),
        gone=frozenset(id_.encode() for id_ in record["gone"]),
        files=tuple(
            StoredFile(id_, sha256, ZipPart._make((str(files), *rest)))
            for id_, sha256, rest in record["files"]
        ),
    )


def _totals(record: Mapping[str, Any]) -> Totals:
    fields = {name: Counted(*counted) for name, counted in record["fields"].items()}
    return Totals(record["rows"], record["hash"], fields, record["rowHash"])
