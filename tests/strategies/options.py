"""Options for a schema: each setting at the project, at some of its models and fields; some models left out."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from prisma_schema_parser.schema import CompositeType, Model, Scalar, ScalarField, Schema
from prisma_to_convex.convex.validator_reader import parse
from prisma_to_convex.lowering.id_choices import id_choices
from prisma_to_convex.options.settings import (
    DEFAULTS,
    MAX_SCALE,
    ROWS,
    BlockOptions,
    Level,
    Options,
    Row,
    Settings,
)

_SCALARS = {
    "bigint": "BigInt",
    "decimal": "Decimal",
    "decimal-scale": "Decimal",
    "datetime": "DateTime",
    "bytes": "Bytes",
    "json": "Json",
}
_NAMES = ("name", "id", "items", "legacyId", "a" * 64, "Things", "v", "createdAt")
_TYPES = tuple(
    map(
        parse,
        (
            "v.string()",
            "v.any()",
            "v.union(v.literal('a'), v.literal(1), v.null())",
            "v.object({ a: v.optional(v.string()), b: v.array(v.id('_storage')) })",
            "v.record(v.string(), v.int64())",
            "v.array(v.number())",
        ),
    )
)


@st.composite
def options(draw: DrawFn, schema: Schema) -> Options:
    """Options that fit the schema."""
    ids = _ids(schema)
    project = {
        row.attribute: draw(_value(row))
        for row in ROWS
        if "project" in row.levels
        and row.attribute in Settings._fields
        and row.form not in ("globs", "field", "folder", "flag")
        and draw(st.booleans())
    }
    blocks = {}
    for model in schema.models:
        blocks[model.name] = _block(draw, model, "model", *ids.get(model.name, ("", ())))
    for composite in schema.composite_types:
        blocks[composite.name] = _block(draw, composite, "type", "", ())
    for enum in schema.enums:
        blocks[enum.name] = BlockOptions(
            _changes(draw, "enum", ("name", "enum-values")), {}, "enum"
        )
    names = [model.name for model in schema.models]
    excluded = draw(st.lists(st.sampled_from(names), max_size=2)) if names else []
    if set(excluded) >= set(names):
        excluded = []
    settings = Settings()._replace(**project)  # type: ignore[arg-type]  # drawn by its row
    return Options(settings, (), tuple(excluded), blocks)


def _ids(schema: Schema) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Each model's id of one column, and what can be said of it."""
    every = Options(Settings(ids="replace"))
    chosen, whole = id_choices(schema, DEFAULTS, ()), id_choices(schema, every, ())
    linked = {link[1][0] for link in whole.by_value}
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for name, one in chosen.by_model.items():
        if len(one.fields) == 1:
            can_go = whole.by_model[name].ids == "replace" and name not in linked
            found[name] = (one.fields[0], ("replace", "keep", "key") if can_go else ("keep", "key"))
    return found


def _block(
    draw: DrawFn, owner: Model | CompositeType, level: Level, id_: str, words: tuple[str, ...]
) -> BlockOptions:
    keys = [
        row.key
        for row in ROWS
        if level in row.levels and row.key not in ("skip", "ids", "created-at")
    ]
    if isinstance(owner, Model) and not owner.is_view:
        keys.remove("views")
    fields = {
        field.name: changes
        for field in owner.fields
        if isinstance(field, ScalarField)
        and not field.is_ignored
        and field.name != id_
        and not draw(st.integers(0, 3))
        and (changes := _changes(draw, "field", _fitting(field)))
    }
    changes = _changes(draw, level, tuple(keys))
    if words and not draw(st.integers(0, 3)):
        changes["ids"] = draw(st.sampled_from(words))
    return BlockOptions(changes, fields, level)


def _fitting(field: ScalarField) -> tuple[str, ...]:
    found = ["name", "type", "skip"]
    found.extend(key for key, scalar in _SCALARS.items() if field.type == Scalar(scalar))
    if field.arity == "optional":
        found.append("nullable")
    return tuple(found)


def _changes(draw: DrawFn, level: Level, keys: tuple[str, ...]) -> dict[str, object]:
    rows = [row for row in ROWS if level in row.levels and row.key in keys]
    return {row.attribute: draw(_value(row)) for row in rows if not draw(st.integers(0, 3))}


def _value(row: Row) -> st.SearchStrategy[object]:
    match row.form:
        case "choice":
            return st.sampled_from(row.values)
        case "scale":
            return st.integers(0, MAX_SCALE)
        case "name":
            return st.sampled_from(_NAMES)
        case "expression":
            return st.sampled_from(_TYPES)
        case _:
            return st.just(True)
