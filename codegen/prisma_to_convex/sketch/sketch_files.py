"""Sketched functions -> the text of their modules, one a table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from importlib.resources import files

from ..convex.layout import documentation, field_text
from ..typescript.header import HEADER
from ..typescript.literals import WIDTH, plain_line, ts_string, width
from .code_lines import called
from .sketch_records import SketchedFunction, SketchPlace

HELPERS, ACCESS = "rows.ts", "access.ts"
_SUM = ", sum "
_ABOUT = f"{HEADER}: a sketch of what calls of Prisma Client do, to start from"
_FROM_VALUES = ("compareValues",)


def with_sum(body: str) -> str:
    """The text with its first line, which tells whether somebody changed it since."""
    return f"{_ABOUT}{_SUM}{_sum_of(body)}\n{body}"


def is_untouched(data: bytes) -> bool:
    """Whether it is a text of `with_sum`, to the letter."""
    head, _, body = data.partition(b"\n")
    expected = f"{_ABOUT}{_SUM}".encode()
    return head.startswith(expected) and head[len(expected) :].decode(
        "ascii", "replace"
    ) == _sum_of(body.decode("utf-8", "replace"))


def _sum_of(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def helpers_text() -> str:
    return with_sum(_template(HELPERS))


def access_text(place: SketchPlace) -> str:
    return _template(f"{ACCESS}.j2").replace("{{ root }}", place.root)


def _template(name: str) -> str:
    folder = files("prisma_to_convex_templates") / "queries"
    return (folder / name).read_text(encoding="utf-8")


def module_text(functions: Sequence[SketchedFunction], place: SketchPlace) -> str:
    blocks = [_imports(functions, place), *(_function(one) for one in functions)]
    return with_sum("\n".join(blocks))


# ---- imports ------------------------------------------------------------------------------------


def _imports(functions: Sequence[SketchedFunction], place: SketchPlace) -> str:
    helpers = _all(one.helpers for one in functions)
    kinds = {one.kind for one in functions}
    values = [name for name in _FROM_VALUES if name in helpers]
    if any(one.arguments for one in functions) and _uses_v(functions):
        values.append("v")
    plain = [
        kind
        for kind in ("mutation", "query")
        if kind in kinds and not (kind == "mutation" and place.enforced)
    ]
    lines = [
        _import(values, "convex/values"),
        _import(
            _all(one.types for one in functions), f"{place.root}/_generated/dataModel", "type "
        ),
        _import(plain, f"{place.root}/_generated/server"),
        _import(
            ["mutation"] if place.enforced and "mutation" in kinds else [],
            f"{place.root}/functions",
        ),
        _import(_all(one.validators for one in functions), f"{place.root}/schema"),
        _import(["requireAccess"], "./access"),
        _import([name for name in helpers if name not in _FROM_VALUES], "./rows"),
    ]
    return "".join(lines)


def _uses_v(functions: Sequence[SketchedFunction]) -> bool:
    return any("v." in field_text(field, 0) for one in functions for field in one.arguments)


def _all(found: Iterable[frozenset[str]]) -> list[str]:
    return sorted(frozenset().union(*found))


def _import(names: Sequence[str], source: str, kind: str = "") -> str:
    if not names:
        return ""
    line = f"import {kind}{{ {', '.join(names)} }} from {ts_string(source)};"
    if width(line) <= WIDTH:
        return f"{line}\n"
    listed = "".join(f"  {name},\n" for name in names)
    return f"import {kind}{{\n{listed}}} from {ts_string(source)};\n"


# ---- functions ----------------------------------------------------------------------------------


def _function(one: SketchedFunction) -> str:
    fields = "".join(field_text(field, 4) for field in one.arguments)
    arguments = f"  args: {{\n{fields}  }},\n" if fields else "  args: {},\n"
    access = called(
        "await requireAccess(", ("ctx", ts_string(f"{one.module}:{one.name}"), "args"), 4
    )
    body = "".join(f"{line}\n" for line in (*access, *one.body))
    comment = documentation("\n".join(plain_line(line) for line in one.documentation), 0)
    return (
        f"{comment}export const {one.name} = {one.kind}({{\n{arguments}"
        f"  handler: async (ctx, args) => {{\n{body}  }},\n}});\n"
    )
