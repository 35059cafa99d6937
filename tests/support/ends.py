"""How each guarantee must end, read from what Convex itself makes of the emitted schema.

Long, as it says of each kind of guarantee, without our judges, what its end must be.

No judge of ours is asked: the left side is Prisma's guarantee, the right side the JSON that a push would send
(`support.oracle.judge_convex`). Only who is called what (`lowered.models[...].table`, a field's name) is ours.
With default options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import (
    CompositeRef,
    EnumRef,
    ForeignKey,
    Index,
    ManyToMany,
    NativeType,
    Scalar,
    ScalarField,
)
from prisma_to_convex.compiler import Compilation
from support.oracle import Json

# The values of a scalar, all of them and no others, are those of one validator.
SAME = {
    "String": "string",
    "Boolean": "boolean",
    "Float": "number",
    "BigInt": "bigint",
    "Bytes": "bytes",
}
# Another form that holds the same values; for a native type that is no instant, text.
OTHER_FORM = {"Decimal": ("string",), "DateTime": ("number", "string"), "Json": ("any", "string")}
TEXT_FOR_DATE_TIME = ("Date", "Time", "Timetz")
# Native types that hold whatever their scalar holds, as the manuals of the databases say.
UNBOUNDED = frozenset(
    [
        *("Text", "MediumText", "LongText", "NText", "Json", "JsonB", "Boolean", "Bool", "BigInt"),
        *("Int8", "DoublePrecision", "Double", "Float8", "ByteA", "Bytes", "Blob", "MediumBlob"),
        *("LongBlob", "Image", "BinData", "Bool", "String", "DateTime2", "DateTimeOffset"),
    ]
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A field of a table as Convex has it; `is_optional`: it may be absent."""

    validator: Json
    is_optional: bool

    @property
    def alternatives(self) -> list[Json]:
        return list(_alternatives(self.validator))

    @property
    def types(self) -> set[str]:
        """`any`, `null`, `array`, `literal`, ..."""
        return {one["type"] for one in self.alternatives}

    @property
    def may_be_missing(self) -> bool:
        return self.is_optional or bool(self.types & {"null", "any"})

    @property
    def items(self) -> list[Json]:
        """What a value may be, null aside; of an array, its elements."""
        own = [one for one in self.alternatives if one["type"] != "null"]
        if any(one["type"] == "array" for one in own):
            return [inner for one in own for inner in _alternatives(one["value"])]
        return own


def _alternatives(validator: Json) -> Iterator[Json]:
    if validator["type"] == "union":
        for one in validator["value"]:
            yield from _alternatives(one)
    else:
        yield validator


class Ends:
    """`exported` is Convex's own reading of the schema.ts that was emitted for the compilation."""

    def __init__(self, compilation: Compilation, exported: Json) -> None:
        self._lowered = compilation.lowered
        self._schema = compilation.lowered.schema
        self._tables = {table["tableName"]: table for table in exported["tables"]}
        self._entries = compilation.ledger.entries

    def contradictions(self) -> list[str]:
        """What the ledger says and the schema does not bear out."""
        messages = (
            self.contradiction(entry.guarantee, entry.outcome.state) for entry in self._entries
        )
        return [one for one in messages if one]

    def contradiction(self, guarantee: Guarantee, state: str) -> str:
        """Why the guarantee does not end so; empty if it does, or if nothing tells."""
        expected = self.expected(guarantee)
        if not expected or state in expected:
            return ""
        place = f"{guarantee.owner}.{','.join(guarantee.fields)}"
        return f"{guarantee.kind} {place} ({guarantee.text}): {state}, not {' or '.join(sorted(expected))}"

    def expected(self, guarantee: Guarantee) -> set[str]:
        """The ends that are true; empty where what Convex has tells nothing."""
        kind = guarantee.kind
        match kind:
            case "not-null" | "list" | "enum-membership" | "composite-shape" | "scalar-type":
                return self._of_value(guarantee)
            case "native-type":
                return self._native(guarantee)
            case "primary-key" | "unique" | "one-to-one":
                gone = [name for name in guarantee.fields if self._is_replaced(guarantee, name)]
                is_constant = len(guarantee.fields) == 1 and self._is_constant(guarantee)
                return {"replaced"} if gone and not is_constant else {"lost"}
            case "default":
                gone = [name for name in guarantee.fields if self._is_replaced(guarantee, name)]
                return {"replaced"} if gone else {"lost"}
            case "many-to-many":
                return self._many_to_many(guarantee)
            case "foreign-key":
                return {"lost"} if self._has_foreign_keys else {"kept"}
            case "on-delete":
                return self._on_delete(guarantee)
            case "on-update":
                return self._on_update(guarantee)
            case "index":
                return self._index(guarantee)
            case "full-text-index":
                return self._full_text(guarantee)
            case "relation-mode":
                return {"kept"}
            case "mapped-name":
                return {"replaced"}
            case "view" | "ignored-model":
                assert guarantee.owner not in self._lowered.models
                return {"lost"}
            case "index-option":
                return self._option(guarantee)
            case "ignored-field" | "updated-at":
                return {"lost"}
            case "omitted-value":
                return self._omitted(guarantee)
            case "undefined-skipped":
                is_id = self._is_replaced(guarantee, guarantee.fields[0])
                return {"replaced"} if is_id else {"lost"}
            case "namespace" | "shard-key" | "extension":
                return {"lost"}
            case _:  # what only the migrations hold
                return set()

    def _omitted(self, guarantee: Guarantee) -> set[str]:
        """A field that must be there can't be left out. MongoDB had no column to hold a null."""
        stored = self._stored(guarantee.owner, guarantee.fields[0])
        if stored is None:
            return set()
        if not stored.is_optional:
            return {"lost"}
        if self._schema.provider == "mongodb":
            return {"kept"}
        return {"lost"} if stored.may_be_missing and "null" in stored.types else {"replaced"}

    # -- values

    def _of_value(self, guarantee: Guarantee) -> set[str]:
        [name] = guarantee.fields
        if self._is_replaced(guarantee, name):
            return {"replaced"}
        stored = self._stored(guarantee.owner, name)
        field = guarantee.subject
        assert isinstance(field, ScalarField)
        if guarantee.owner in self._unchecked:
            return {"lost"}
        if stored is None or self._is_chosen(guarantee.owner, name):
            return set()  # no model holds the composite type, or a comment says what is emitted
        match guarantee.kind:
            case "not-null":
                is_json = field.type == Scalar("Json")  # whose null is a value like others
                missing = stored.is_optional if is_json else stored.may_be_missing
                return {"lost"} if missing else {"kept"}
            case "list":
                return {"kept"} if "array" in stored.types else {"lost"}
            case "enum-membership":
                assert isinstance(field.type, EnumRef)
                if {one["type"] for one in stored.items} == {"id"}:
                    return {"replaced"}
                values = {
                    value.name for value in self._schema.enums_by_name[field.type.name].values
                }
                found = {one.get("value") for one in stored.items if one["type"] == "literal"}
                return {"kept"} if found == values else {"lost"}
            case "composite-shape":
                assert isinstance(field.type, CompositeRef)
                return self._shape(field.type.name, stored)
            case _:
                return self._scalar(field, stored)

    def _shape(self, composite: str, stored: Stored) -> set[str]:
        """An object of its fields and no others."""
        [found] = [one for one in self._schema.composite_types if one.name == composite]
        names = {
            self._lowered.composites[composite].fields[field.name].name
            for field in found.fields
            if isinstance(field, ScalarField) and not field.is_ignored
        }
        objects = [one for one in stored.items if one["type"] == "object"]
        return (
            {"kept"} if objects and all(set(one["value"]) == names for one in objects) else {"lost"}
        )

    def _scalar(self, field: ScalarField, stored: Stored) -> set[str]:
        types = {one["type"] for one in stored.items}
        if types == {"id"}:
            return {"replaced"}
        if not isinstance(field.type, Scalar):  # Unsupported
            return {"lost"} if types == {"any"} else {"replaced"}
        name = field.type.name
        if name == "Int":  # the bounds of its native type are counted there
            assert types == {"number"}
            return {"lost"} if field.native_type is None else {"kept"}
        if name in SAME:
            return {"kept"} if types == {SAME[name]} else {"lost"}
        form = OTHER_FORM[name]
        if name == "DateTime" and field.native_type is not None:
            is_text = field.native_type.name in TEXT_FOR_DATE_TIME
            form = ("string",) if is_text and self._schema.provider != "mongodb" else ("number",)
        return {"replaced"} if types <= set(form) else {"lost"}

    def _native(self, guarantee: Guarantee) -> set[str]:
        [name] = guarantee.fields
        if self._is_replaced(guarantee, name):
            return {"replaced"}
        stored = self._stored(guarantee.owner, name)
        native = guarantee.subject
        assert isinstance(native, NativeType)
        if stored is None:
            return set()
        types = {one["type"] for one in stored.items}
        if types == {"id"}:
            return {"replaced"}
        if native.name in UNBOUNDED and not native.arguments and self._schema.provider != "mysql":
            return {"kept"}
        return set()

    # -- relations

    @property
    def _has_foreign_keys(self) -> bool:
        source = self._schema.datasource
        return source is None or source.relation_mode == "foreignKeys"

    def _many_to_many(self, guarantee: Guarantee) -> set[str]:
        """A table of two ids, in which a pair may stand twice; or lists of ids on both sides, as before."""
        relation = guarantee.subject
        assert isinstance(relation, ManyToMany)
        if relation.is_embedded:
            sides = (relation.model_a, relation.fields_a), (relation.model_b, relation.fields_b)
            for owner, (field,) in sides:
                stored = self._stored(owner, field)
                assert stored is not None
                assert "array" in stored.types
            return {"kept"}
        ends = sorted(
            self._lowered.models[one].table for one in (relation.model_a, relation.model_b)
        )
        assert any(
            ends == sorted(one["fieldType"].get("tableName", "") for one in fields.values())
            for table in self._tables.values()
            if len(fields := _fields(table)) == 2
        )
        return {"lost"}

    def _on_delete(self, guarantee: Guarantee) -> set[str]:
        """Where Prisma emulates relations, it does nothing for `NoAction` and for the pairs of a join table."""
        relation = guarantee.subject
        if self._has_foreign_keys:
            return {"lost"}
        did_nothing = (
            not isinstance(relation, ForeignKey) or relation.on_delete.action == "NoAction"
        )
        return {"kept"} if did_nothing else {"lost"}

    def _on_update(self, guarantee: Guarantee) -> set[str]:
        """An `_id` never changes."""
        relation = guarantee.subject
        assert isinstance(relation, ForeignKey)
        if not self._has_foreign_keys and relation.on_update.action == "NoAction":
            return {"kept", "replaced"}
        is_stored = relation.target in self._lowered.models
        referred = [self._stored(relation.target, name) for name in relation.references]
        own = [self._stored(relation.model, name) for name in relation.fields]
        holds_ids = len(own) == 1 and own[0] is not None and "id" in own[0].types
        return {"replaced"} if is_stored and (referred == [None] or holds_ids) else {"lost"}

    # -- indexes

    def _index(self, guarantee: Guarantee) -> set[str]:
        """An index of its fields; or one that starts with them, and documents of equal keys stand in order of `_id`."""
        index = guarantee.subject
        assert isinstance(index, Index)
        paths = [part.path for part in index.fields]
        ids = [at for at, path in enumerate(paths) if self._is_replaced(guarantee, path[0])]
        paths = paths[: ids[0] if ids else None]
        names = [self._path(guarantee.owner, path) for path in paths]
        if not names:
            return {"replaced"}
        if len(names) == 1 and names[0] in self._vectors(guarantee.owner):
            return {"replaced"}  # asked for by ctx.vectorSearch
        if not all(names) or any(self._is_whole(guarantee.owner, path[0]) for path in paths):
            return {"lost"}
        indexes = self._indexes(guarantee.owner)
        if not ids and names in indexes:
            return {"kept"}
        return {"replaced"} if any(one[: len(names)] == names for one in indexes) else {"lost"}

    def _vectors(self, owner: str) -> set[str]:
        table = self._tables[self._lowered.models[owner].table]
        return {one["vectorField"] for one in table["vectorIndexes"]}

    def _is_whole(self, owner: str, field: str) -> bool:
        """An array or Json, which the database's index looks into and Convex's takes as one value."""
        stored = self._stored(owner, field)
        return stored is not None and bool(stored.types & {"array", "any"})

    def _full_text(self, guarantee: Guarantee) -> set[str]:
        table = self._tables[self._lowered.models[guarantee.owner].table]
        searched = {one["searchField"] for one in table["searchIndexes"]}
        wanted = {
            ".".join(self._path(guarantee.owner, (name,)).split()) for name in guarantee.fields
        }
        return {"replaced"} if wanted & searched else {"lost"}

    def _option(self, guarantee: Guarantee) -> set[str]:
        """All that a Convex index can do is ascend, as a B-tree does."""
        is_usual = guarantee.text.endswith("(sort: Asc)") or guarantee.text == "type: BTree"
        return {"lost", "replaced"} if is_usual else {"lost"}

    def _indexes(self, owner: str) -> list[list[str]]:
        table = self._tables[self._lowered.models[owner].table]
        return [one["fields"] for one in table["indexes"]]

    # -- names

    def _path(self, owner: str, path: tuple[str, ...]) -> str:
        """Convex's name of a field path; empty where a part of it is not stored."""
        names: list[str] = []
        for step in path:
            names.append(self._name(owner, step))
            found = next(
                (one for one in self._declared(owner) if getattr(one, "name", "") == step), None
            )
            if isinstance(found, ScalarField) and isinstance(found.type, CompositeRef):
                owner = found.type.name
        return ".".join(names) if all(names) else ""

    def _declared(self, owner: str) -> Sequence[object]:
        model = self._schema.models_by_name.get(owner)
        if model is not None:
            return model.fields
        return next(one.fields for one in self._schema.composite_types if one.name == owner)

    def _name(self, owner: str, field: str) -> str:
        """What a field is called in Convex; empty where it is not stored."""
        for group in (self._lowered.models, self._lowered.composites):
            if owner in group and field in group[owner].fields:
                return group[owner].fields[field].name
        return ""

    def _is_chosen(self, owner: str, field: str) -> bool:
        for group in (self._lowered.models, self._lowered.composites):
            if owner in group and field in group[owner].fields:
                return group[owner].fields[field].override is not None
        return False

    def _is_replaced(self, guarantee: Guarantee, name: str) -> bool:
        """Whether it is the id of a table that has no such field, since `_id` is in its place."""
        model = self._schema.models_by_name.get(guarantee.owner)
        key = model.primary_key if model is not None else None
        is_id = key is not None and key.field_names == (name,)
        return is_id and self._stored(guarantee.owner, name) is None

    def _is_constant(self, guarantee: Guarantee) -> bool:
        """Whether each row would get the same id, so that the key kept a second row out: `_id` does not."""
        model = self._schema.models_by_name[guarantee.owner]
        field = model.scalar(guarantee.fields[0])
        return field is not None and field.default is not None and field.default.kind == "literal"

    def _stored(self, owner: str, name: str) -> Stored | None:
        written = self._name(owner, name.partition(".")[0])
        return self._holders.get(owner, {}).get(written) if written else None

    @cached_property
    def _unchecked(self) -> set[str]:
        """The composite types that stand under `v.any()` alone."""
        columns = [
            (field.type.name, owner, self._stored(owner, field.name))
            for owner in (*self._lowered.models, *self._lowered.composites)
            for field in self._declared(owner)
            if isinstance(field, ScalarField) and isinstance(field.type, CompositeRef)
        ]
        found = {name for name, _, stored in columns if stored and "any" in stored.types}
        while more := {name for name, owner, _ in columns if owner in found} - found:
            found |= more
        return found - self._holders.keys()

    @cached_property
    def _holders(self) -> Mapping[str, Mapping[str, Stored]]:
        """By model and composite type, its fields; of a composite type, as the first field of it has them."""
        found: dict[str, dict[str, Stored]] = {}
        for name, model in self._lowered.models.items():
            found[name] = _as_stored(_fields(self._tables[model.table]))
        waiting = [model.name for model in self._schema.models if model.name in found]
        while waiting:
            owner = waiting.pop(0)
            for field in self._declared(owner):
                if not isinstance(field, ScalarField) or not isinstance(field.type, CompositeRef):
                    continue
                stored = found[owner].get(self._name(owner, field.name))
                objects = [one for one in stored.items if one["type"] == "object"] if stored else []
                if objects and field.type.name not in found:
                    found[field.type.name] = _as_stored(objects[0]["value"])
                    waiting.append(field.type.name)
        return found


def _fields(table: Json) -> dict[str, Json]:
    fields: dict[str, Json] = table["documentType"]["value"]
    return fields


def _as_stored(fields: Mapping[str, Json]) -> dict[str, Stored]:
    return {name: Stored(one["fieldType"], one["optional"]) for name, one in fields.items()}
