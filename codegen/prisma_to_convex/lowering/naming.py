"""Who is called what in Convex: tables, exported validators, fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import CompositeType, Enum, ManyToMany, Model, ScalarField, Schema

from ..convex import identifiers
from ..convex.convex_schema import MAX_IDENTIFIER
from ..convex.identifiers import (
    NAME_RULE,
    RESERVED_CONSTANTS,
    NamesGiven,
    camel_case,
    field_name,
    singular_id,
    unique,
)
from ..kit.plural import plural
from ..options.settings import BlockOptions, Options, Settings
from .keys import Keys
from .lowered import Rename
from .resolved_options import ResolvedOptions


class JoinNames(NamedTuple):
    table: str
    column_a: str
    column_b: str


class Naming(NamedTuple):
    """Everything by Prisma's name; fields by (owner, field); joins by (model_a, field_a).

    A replaced id has the name of the field that keeps it. `renames` are the names that a reader could
    not have foretold.
    """

    tables: Mapping[str, str]
    joins: Mapping[tuple[str, str], JoinNames]
    exports: Mapping[str, str]
    fields: Mapping[tuple[str, str], str]
    renames: tuple[Rename, ...]


def naming(schema: Schema, keys: Keys, resolved: ResolvedOptions) -> Naming:
    options = resolved.options
    emitted = [model for model in schema.models if model.name in keys.emitted]
    tables, renamed_tables = _tables(emitted, options)
    joins, renamed_joins = _joins(schema, keys, options, tables)
    exports, renamed_exports = _exports(schema, options)
    owners: Iterable[Model | CompositeType] = (*emitted, *schema.composite_types)
    fields: dict[tuple[str, str], str] = {}
    renames = [*renamed_tables, *renamed_joins, *renamed_exports]
    for owner in owners:
        names_, renamed = _fields(owner, keys, resolved)
        fields.update(((owner.name, field), name) for field, name in names_.items())
        renames.extend(renamed)
    return Naming(
        tables=tables, joins=joins, exports=exports, fields=fields, renames=tuple(renames)
    )


def _tables(models: list[Model], options: Options) -> tuple[dict[str, str], list[Rename]]:
    """A name that somebody chose is not taken away by one that follows from the rules."""
    found: dict[str, str] = {}
    renames: list[Rename] = []
    names = NamesGiven()
    settings = {model.name: options.block(model.name) for model in models}
    for model in sorted(models, key=lambda model: not settings[model.name].name):
        wanted, oddity = _wanted_table(model, settings[model.name])
        table = names.give(wanted)
        found[model.name] = table
        reason = f"`{wanted}` is taken by another table" if table != wanted else oddity
        if reason:
            renames.append(_rename(model, "table", table, reason))
    return found, renames


def _wanted_table(model: Model, settings: Settings) -> tuple[str, str]:
    """The name by the settings, and why it is not what they say to the letter, if it is not."""
    if settings.name:
        return settings.name, ""
    if settings.table_names == "plural":
        return identifiers.table_name(model.name), _oddity(model.name)
    written = model.name if settings.table_names == "model" else model.database_name
    name = field_name(written, "table")
    return name, "" if name == written else f"Convex table names are {NAME_RULE}"


def _oddity(name: str) -> str:
    """Why the plain rules of naming can't give a reader the name that was written; mostly nothing."""
    if not name.isascii():
        return "Convex names are ASCII letters, digits and `_`"
    if len(name) > MAX_IDENTIFIER // 2 and len(plural(camel_case(name, ""))) > MAX_IDENTIFIER:
        return f"a name has at most {MAX_IDENTIFIER} characters"
    return ""


def _joins(
    schema: Schema, keys: Keys, options: Options, tables: Mapping[str, str]
) -> tuple[dict[tuple[str, str], JoinNames], list[Rename]]:
    found: dict[tuple[str, str], JoinNames] = {}
    renames: list[Rename] = []
    names = NamesGiven(tables.values())
    for relation in schema.relations:
        if not isinstance(relation, ManyToMany) or relation.is_embedded:
            continue
        if not {relation.model_a, relation.model_b} <= keys.emitted:
            continue
        wanted = _join_name(relation, options, tables)
        table = names.give(wanted)
        found[(relation.model_a, relation.field_a)] = JoinNames(table, *_columns(relation))
        if table != wanted:
            renames.append(
                Rename(
                    owner=relation.model_a,
                    what="join table",
                    prisma=relation.name,
                    convex=table,
                    reason=f"`{wanted}` is taken by another table",
                    span=relation.span_a,
                )
            )
    return found, renames


def _join_name(relation: ManyToMany, options: Options, tables: Mapping[str, str]) -> str:
    """A named relation gives its name; else `category` and `posts` make `categoryPosts`.

    Where tables are called like models, it is the relation's name, `CategoryToPost`.
    """
    if options.project.table_names != "plural":
        return field_name(relation.name, "join")
    if relation.explicit_name:
        return identifiers.shorten(camel_case(relation.explicit_name, "join"))
    head = camel_case(relation.model_a, "table")
    tail = tables[relation.model_b]
    return identifiers.shorten(head + tail[0].upper() + tail[1:])


def _columns(relation: ManyToMany) -> tuple[str, str]:
    """The columns are called after the models; in a self relation after the fields that lead there."""
    if relation.model_a == relation.model_b:
        a, b = singular_id(relation.field_b), singular_id(relation.field_a)
    else:
        a = field_name(camel_case(relation.model_a, "a") + "Id")
        b = field_name(camel_case(relation.model_b, "b") + "Id")
    return a, unique(b, {a})


def _exports(schema: Schema, options: Options) -> tuple[dict[str, str], list[Rename]]:
    found: dict[str, str] = {}
    renames: list[Rename] = []
    names = NamesGiven(reserved=RESERVED_CONSTANTS)
    owners: list[Enum | CompositeType] = [*schema.enums, *schema.composite_types]
    given = {owner.name: options.block(owner.name).name for owner in owners}
    for owner in sorted(owners, key=lambda owner: not given[owner.name]):
        wanted = given[owner.name] or identifiers.shorten(camel_case(owner.name, "validator"))
        export = names.give(wanted)
        found[owner.name] = export
        reason = "the name is taken or reserved" if export != wanted else _oddity(owner.name)
        if reason:
            renames.append(_rename(owner, "validator", export, reason))
    return found, renames


def _fields(
    owner: Model | CompositeType, keys: Keys, resolved: ResolvedOptions
) -> tuple[dict[str, str], list[Rename]]:
    """Names that somebody chose come first, then those that need no change."""
    fields = [
        field
        for field in owner.fields
        if isinstance(field, ScalarField) and (owner.name, field.name) not in resolved.skipped
    ]
    written = {field.name: _written(owner, field, keys, resolved.options) for field in fields}
    wanted = {name: field_name(called) for name, called in written.items()}
    if wanted == written and len(set(wanted.values())) == len(wanted):
        return wanted, []
    block = resolved.options.blocks.get(owner.name, BlockOptions())

    def rank(field: ScalarField) -> int:
        if "name" in block.fields.get(field.name, ()):
            return 0
        if written[field.name] == LEGACY and field.name == keys.legacy.get(owner.name):
            return 2
        return 1 if wanted[field.name] == written[field.name] else 3

    found: dict[str, str] = {}
    renames: list[Rename] = []
    names = NamesGiven()
    for field in sorted(fields, key=rank):
        name = names.give(wanted[field.name])
        found[field.name] = name
        if name == written[field.name]:
            continue
        reason = f"`{wanted[field.name]}` is taken by another field"
        if wanted[field.name] != written[field.name]:
            reason = "Convex field names are ASCII letters, digits and `_`, at most 64"
        renames.append(
            Rename(
                owner=owner.name,
                what="field",
                prisma=field.name,
                convex=name,
                reason=reason,
                span=field.span,
            )
        )
    return found, renames


LEGACY = "legacyId"


def _written(owner: Model | CompositeType, field: ScalarField, keys: Keys, options: Options) -> str:
    """What the settings call it, whether Convex accepts that or not."""
    settings = options.field(owner.name, field.name)
    if settings.name:
        return settings.name
    if field.name == keys.replaced.get(owner.name):
        return LEGACY if owner.name in keys.legacy else field.name
    return field.database_name if settings.field_names == "database" else field.name


def _rename(owner: Model | Enum | CompositeType, what: str, convex: str, reason: str) -> Rename:
    return Rename(
        owner=owner.name,
        what=what,
        prisma=owner.name,
        convex=convex,
        reason=reason,
        span=owner.span,
    )
