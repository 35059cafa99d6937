"""Which index of the schema.ts that stands there serves an access path."""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.schema import Index

from ..merge.written_schema import WrittenTable
from .by_hand import BY_HAND
from .lowered import Path


def standing_path(path: Path, before: Mapping[str, tuple[str, ...]], table: WrittenTable) -> Path:
    """The path with the index that serves it now."""
    if path.status == "id":
        return path
    names = path.index_name.split(", ") if path.index_name else []
    now = table.index_fields
    if len(names) > 1:
        left = [name for name in names if now.get(name) == before.get(name)]
        if not left:
            return path._replace(status="dropped", index_name="", reason=BY_HAND)
        fields = tuple(field for name in left for field in before[name])
        return path._replace(index_name=", ".join(left), fields=fields)
    if names and now.get(names[0]) == before.get(names[0]):
        return path
    wanted = before.get(names[0], ()) if names and path.cut else path.fields
    is_search = isinstance(path.origin, Index) and path.origin.kind == "fulltext"
    found = serving_index(wanted, table) if wanted and not is_search else None
    if found is None:
        if path.status == "dropped":
            return path
        return path._replace(status="dropped", index_name="", reason=BY_HAND)
    is_own = table.index_fields[found] == wanted
    return path._replace(status="own" if is_own else "prefix", index_name=found, reason="")


def serving_index(fields: tuple[str, ...], table: WrittenTable) -> str | None:
    """The index over the fields, or else one that begins with them."""
    indexes = {index.name: index.fields for index in table.indexes}
    same = next((name for name, over in indexes.items() if over == fields), None)
    longer = (name for name, over in indexes.items() if over[: len(fields)] == fields)
    return same or next(longer, None)
