"""Sketches of code that a test holds."""

from __future__ import annotations

from pathlib import Path

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.sketch.sketch_records import Sketch, SketchPlace
from prisma_to_convex.sketch.sketching import BESIDE, sketch


def compiled(schema: str) -> Compilation:
    found = compile_schema([SourceFile("schema.prisma", schema)])
    assert not isinstance(found, Invalid), found.diagnostics
    return found


def sketch_of(schema: Compilation, code: dict[str, str], place: SketchPlace = BESIDE) -> Sketch:
    files = [CodeFile(name, text.encode()) for name, text in code.items()]
    examined, _ = examine_code(files, schema.lowered, {})
    return sketch(examined.calls, schema.lowered, place)


def texts_of(schema: Compilation, found: Sketch, folder: str = "sketch") -> dict[str, str]:
    """As they stand in the folder of Convex functions: schema.ts and, below it, the sketch."""
    files = {f"{folder}/{name}": text for name, text in {**found.files, **found.own}.items()}
    return {"schema.ts": schema_ts(schema.lowered.convex, "schema.prisma", "report.md"), **files}


def read_code_of(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ts"))}
