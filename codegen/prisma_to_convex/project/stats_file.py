"""The file of `--stats`: read and decoded."""

from __future__ import annotations

from pathlib import Path

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.regular_files import read_regular, reason
from prisma_schema_parser.schema import Schema
from prisma_schema_parser.source import SourceFile

from ..analysis.stats import InvalidStats, Stats, parse_stats


def read_stats(path: Path, schema: Schema) -> Stats | InvalidStats:
    name = plain(path.as_posix())
    try:
        data = read_regular(path)
    except (OSError, ValueError) as error:
        return InvalidStats(f"{name}: {reason(error)}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return InvalidStats(f"{name}:1:1: not UTF-8: it begins like UTF-16; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        line, column = SourceFile(name, before).position(len(before))
        return InvalidStats(f"{name}:{line}:{column}: not UTF-8: byte 0x{data[error.start]:02x}")
    return parse_stats(SourceFile(name, text), schema)
