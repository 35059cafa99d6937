"""Whether what calls itself a manifest can be read as one: a file that was cut or edited is no bug of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Has: TypeAlias = Callable[[Any], bool]

_WHOLE = re.compile(r"-?[0-9]{1,60}")
_HEX = re.compile(r"[0-9a-f]{1,32}")


def damaged(manifest: Mapping[str, Any]) -> str:
    """The first place that is not as an export writes it: `tables.users.number`; empty where all is well."""
    found = _first(manifest, _MANIFEST, "")
    if found:
        return found
    for name, table in manifest["tables"].items():
        if found := _first(table, {**_MOVED, **_TABLE}, f"tables.{name}"):
            return found
    if "files" in manifest:
        return _first(manifest["files"], _MOVED, "files")
    return ""


def _first(record: Any, shape: Mapping[str, tuple[bool, Has]], place: str) -> str:
    if not isinstance(record, dict):
        return place
    for name, (is_required, fits) in shape.items():
        if name not in record:
            if is_required:
                return f"{place}.{name}".lstrip(".")
        elif not fits(record[name]):
            return f"{place}.{name}".lstrip(".")
    return ""


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole(value: Any) -> bool:
    """Sums beyond 2^53 are texts."""
    is_text = isinstance(value, str) and _WHOLE.fullmatch(value) is not None
    return is_text or (isinstance(value, int) and not isinstance(value, bool))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _are_buckets(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(one, str) and _HEX.fullmatch(at) is not None and _HEX.fullmatch(one) is not None
        for at, one in value.items()
    )


def _are_fields(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(one, dict) and all(map(_is_whole, one.values())) for one in value.values()
    )


_MANIFEST: Mapping[str, tuple[bool, Has]] = {
    "tables": (True, lambda value: isinstance(value, dict)),
    "snapshot": (False, _is_text),
    "key": (False, _is_text),
}
_MOVED: Mapping[str, tuple[bool, Has]] = {
    "number": (True, _is_count),
    "documents": (True, _is_count),
    "buckets": (True, _are_buckets),
    "snapshot": (False, lambda value: value is None or _is_text(value)),
}
_TABLE: Mapping[str, tuple[bool, Has]] = {
    "fields": (False, _are_fields),
    "key": (False, _are_texts),
    "form": (False, _is_text),
    "content": (False, _is_text),
}
