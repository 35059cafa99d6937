"""Where a snapshot goes, and what is written with it: asked before a row is read.

out/s.zip                              a snapshot or a shard of ours may stand there
out/s.manifest.json, s.rejected.jsonl  beside it
convex-tables.json, .prisma-to-convex/data/last-export.json    in the project
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from prisma_schema_parser.regular_files import check_regular, reason

from ...project import writing
from ...project.guards import ANYTHING, REMOVE, beginning
from ...project.targets import Refused, named, target_of
from ...project.writing import Output
from ..ids import last_export, table_numbers
from . import manifest, rejects
from .export_records import ExportOutcome, ExportRequest
from .publication import README
from .shards import is_shard


def refusal(output: Path, *, is_project_written: bool) -> str:
    """Why an export may not write its files, as a sentence; else nothing."""
    if output.name in ("", ".."):
        return f"can't write {named(output)}: a folder, not a file; nothing was written"
    beside = [_manifest(output, ""), rejects.output(output, ())]
    project = [_numbers(""), _last("")] if is_project_written else []
    return _refusal_of_zip(output) or writing.refusal([*beside, *project])


def beside(request: ExportRequest, outcome: ExportOutcome, source: str) -> Output:
    return _manifest(request.output, manifest.text_of(request, outcome, source))


def of_project(request: ExportRequest) -> list[Output]:
    """What later exports have to know."""
    numbers = table_numbers.text_of(request.numbers)
    return [_numbers(numbers), _last(last_export.text_of(request.secret, request.numbers))]


def _manifest(output: Path, text: str) -> Output:
    return Output(
        output.with_suffix(".manifest.json"), text, beginning(manifest.START, advice=REMOVE)
    )


def _numbers(text: str) -> Output:
    return Output(Path(table_numbers.FILE), text, ANYTHING)  # it was read, and is only added to


def _last(text: str) -> Output:
    return Output(Path(last_export.FILE), text, ANYTHING, mode=0o600)  # it was read


def _refusal_of_zip(output: Path) -> str:
    try:
        place = target_of(output).place
    except Refused as refused:
        return f"{refused}; nothing was written"
    try:
        check_regular(place)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"can't write {named(output)}: {reason(error)}; nothing was written"
    if os.path.getsize(place) == 0 or _is_ours(place):
        return ""
    return f"{named(output)} exists and is no snapshot of prisma-to-convex; nothing was written. {REMOVE}"


def _is_ours(place: str) -> bool:
    try:
        with zipfile.ZipFile(place) as archive:
            if is_shard(archive):
                return True
            readme = archive.getinfo("README.md")
            return readme.file_size == len(README) and archive.read(readme) == README.encode()
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
