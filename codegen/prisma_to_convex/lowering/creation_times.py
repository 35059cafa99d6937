"""The field of each model that `_creationTime` takes the place of, where that is chosen.

It is a `DateTime @default(now())`, which may be optional, since every new row has it, without `@updatedAt` whose name does not
say that it changes. Prisma can't say that the application never writes it; so it is a choice. Of several, the one called after the creation;
without such a name, one alone. What a key holds, or an index before other fields, stays a field: in Convex
`_creationTime` is the last field of every index, and of no key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey, Index, Model, Scalar, ScalarField, Schema

from ..kit.camel_case import split_name
from ..options.settings import OptionProblem, Options
from .id_choices import IdChoices


class CreationTimes(NamedTuple):
    """`fields` by model."""

    fields: Mapping[str, str]
    problems: tuple[OptionProblem, ...] = ()


_CREATED = frozenset(
    [
        *("created", "createdat", "createdon", "createdtime", "createddate", "createdts"),
        *("createat", "createtime", "createdate", "creationtime", "creationdate", "datecreated"),
        *("timecreated", "insertedat", "insertedon", "inserttime", "insertdate"),
    ]
)
# Words of names for what is written again, or lies ahead.
_CHANGES = frozenset(
    [
        *("updated", "update", "modified", "changed", "edited", "last", "latest", "seen", "synced"),
        *("refreshed", "expires", "expiry", "expire", "expired", "due", "until", "end", "ends"),
        *("ended", "next", "scheduled", "valid", "deleted", "archived", "accessed", "used"),
        *("active", "visited", "checked", "finished", "completed", "resolved", "closed", "read"),
    ]
)
_CALENDAR = frozenset({"Date", "Time", "Timetz"})


def creation_times(schema: Schema, options: Options, ids: IdChoices) -> CreationTimes:
    if options.project.created_at == "field" and not any(
        "created_at" in changes
        for block in options.blocks.values()
        for changes in (block.changes, *block.fields.values())
    ):
        return CreationTimes({})
    keyed = _foreign_keys(schema)
    found: dict[str, str] = {}
    problems: list[OptionProblem] = []
    for model in schema.models:
        if model.name not in ids.emitted:
            continue
        chosen, refused = _chosen(model, keyed, options, ids)
        problems.extend(refused)
        if chosen is not None:
            found[model.name] = chosen
    return CreationTimes(found, tuple(problems))


class _ForeignKeys(NamedTuple):
    """`columns` on both ends of foreign keys; `lists` of the columns of each model's own."""

    columns: frozenset[tuple[str, str]]
    lists: Mapping[str, tuple[tuple[str, ...], ...]]


def _foreign_keys(schema: Schema) -> _ForeignKeys:
    columns: set[tuple[str, str]] = set()
    lists: dict[str, tuple[tuple[str, ...], ...]] = {}
    for relation in schema.relations:
        if isinstance(relation, ForeignKey):
            columns.update((relation.model, field) for field in relation.fields)
            columns.update((relation.target, field) for field in relation.references)
            lists[relation.model] = (*lists.get(relation.model, ()), relation.fields)
    return _ForeignKeys(frozenset(columns), lists)


def _chosen(
    model: Model, keyed: _ForeignKeys, options: Options, ids: IdChoices
) -> tuple[str | None, list[OptionProblem]]:
    block = options.blocks.get(model.name)
    said = {
        name: changes["created_at"]
        for name, changes in (block.fields.items() if block is not None else ())
        if "created_at" in changes and model.scalar(name) is not None
    }
    wanted = [name for name, value in said.items() if value == "system"]
    problems = []
    for number, name in enumerate(wanted):
        field = model.scalar(name)
        assert field is not None
        why = _unfit(model, field, keyed, options, ids)
        if number and not why:
            why = f"`{model.name}.{wanted[0]}` is `_creationTime` already"
        if why:
            at = options.at((model.name, name, "created_at"))
            problems.append(OptionProblem(at, f"`{model.name}.{name}` stays a field: {why}"))
    if wanted:
        return (None if problems else wanted[0]), problems
    if options.block(model.name).created_at != "system" or model.is_view:
        return None, []
    candidates = [
        field
        for field in model.scalar_fields
        if field.name not in said and not _CHANGES.intersection(split_name(field.name))
        if not _unfit(model, field, keyed, options, ids)
    ]
    named = [one for one in candidates if "".join(split_name(one.name)) in _CREATED]
    best = named or (candidates if len(candidates) == 1 else [])
    if best:
        return best[0].name, []
    if block is not None and "created_at" in block.changes:
        at = options.at((model.name, "", "created_at"))
        message = f"`{model.name}` has no field that `_creationTime` could take the place of"
        help_ = "say it of a `DateTime @default(now())` that no key holds"
        return None, [OptionProblem(at, message, help_)]
    return None, []


def _unfit(
    model: Model,
    field: ScalarField,
    keyed: _ForeignKeys,
    options: Options,
    ids: IdChoices,
) -> str:
    """Why `_creationTime` can't take its place; empty where it can."""
    native = field.native_type.name if field.native_type is not None else ""
    if field.type != Scalar("DateTime") or native in _CALENDAR:
        return "it is no point in time"
    if field.arity == "list" or field.is_ignored or model.is_view:
        return "it is not in every row"
    if field.is_updated_at:
        return "Prisma updates it"
    if field.default is None or field.default.kind != "now":
        return "its default is not `now()`"
    block = options.blocks.get(model.name)
    own = block.fields.get(field.name, {}) if block is not None else {}
    others = sorted(name.replace("_", "-") for name in own if name != "created_at")
    if others:
        return f"`{others[0]}` is chosen for it"
    if (model.name, field.name) in keyed.columns:
        return "a foreign key holds it"
    foreign = keyed.lists.get(model.name, ())
    return next(_in_the_way(model, field.name, foreign, ids), "")


def _in_the_way(
    model: Model, name: str, foreign: tuple[tuple[str, ...], ...], ids: IdChoices
) -> Iterator[str]:
    """Of an index that could not serve what it did."""
    replaced = ids.replaced_of(model.name)
    plain = [index for index in model.indexes if index.kind != "fulltext"]
    lists = [_without_end(index, replaced) for index in plain]
    for index, fields in zip(plain, lists, strict=True):
        if name not in fields:
            continue
        if index.kind != "index":
            yield "a key holds it"
        elif fields[-1:] != (name,):
            yield "it stands before other fields of an index"
        elif any(_goes_on(fields[:-1], other, name) for other in (*lists, *foreign)):
            yield "another index begins with the same fields"


def _without_end(index: Index, replaced: str | None) -> tuple[str, ...]:
    """Up to the replaced id, behind which nothing is held."""
    names = index.field_names
    return names[: names.index(replaced)] if replaced in names else names


def _goes_on(start: tuple[str, ...], other: tuple[str, ...], name: str) -> bool:
    """Whether another index would make that of the start alone redundant, but in another order."""
    is_longer = len(other) > len(start) and other[: len(start)] == start
    return bool(start) and is_longer and other != (*start, name)
