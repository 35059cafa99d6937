"""Which choices hold for this schema: what stays behind, what is skipped, what can't be followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import (
    CompositeRef,
    CompositeType,
    Enum,
    EnumRef,
    ForeignKey,
    ManyToMany,
    Model,
    Scalar,
    ScalarField,
    Schema,
)
from prisma_schema_parser.source import Span

from ..kit.nearest import Suggestions, nearest
from ..options.settings import DEFAULTS, BlockOptions, Key, Level, Nullable, OptionProblem, Options
from .column_groups import roots
from .creation_times import CreationTimes
from .globs import Globs
from .id_choices import IdChoice, IdChoices

# What a foreign key's column takes over from the column that it repeats.
REPRESENTATION_SETTINGS = frozenset(
    {"bigint", "decimal", "decimal_scale", "datetime", "bytes", "json", "type"}
)


class ResolvedOptions(NamedTuple):
    """`options` without what can't be followed. `excluded` names models, enums and composite types.

    `references` has the target of each scalar that was declared to hold ids. `represented` are the fields of
    which somebody said how their values are represented.
    """

    options: Options
    excluded: frozenset[str]
    skipped: frozenset[tuple[str, str]]
    references: Mapping[tuple[str, str], str]
    represented: frozenset[tuple[str, str]] = frozenset()
    problems: tuple[OptionProblem, ...] = ()


def resolve_options(
    schema: Schema, options: Options, ids: IdChoices, created: CreationTimes
) -> ResolvedOptions:
    given, options = options, _with_nullable(schema, options)
    if given == DEFAULTS:
        return ResolvedOptions(
            options=options, excluded=frozenset(), skipped=frozenset(), references={}
        )
    models = excluded_models(schema, options)
    problems = [*_globs(schema, options, models), *_blocks(schema, options, ids)]
    problems.extend((*ids.problems, *created.problems))
    problems.extend(_references(schema, options, ids))
    problems.extend(_unlike(options, ids))
    problems.extend(_tenant_key(schema, options))
    followed = _without(options, problems)
    return ResolvedOptions(
        options=followed,
        excluded=models | _used_by_excluded_alone(schema, models),
        skipped=frozenset(
            (owner, field)
            for owner, block in followed.blocks.items()
            for field, changes in block.fields.items()
            if changes.get("skip")
        ),
        references={
            (owner, field): str(changes["references"])
            for owner, block in followed.blocks.items()
            for field, changes in block.fields.items()
            if changes.get("references")
        },
        represented=represented(followed),
        problems=tuple(problems),
    )


def represented(options: Options) -> frozenset[tuple[str, str]]:
    """The fields of which somebody said how their values are represented."""
    return frozenset(
        (owner, field)
        for owner, block in options.blocks.items()
        for field, changes in block.fields.items()
        if not REPRESENTATION_SETTINGS.isdisjoint(changes)
    )


def _with_nullable(schema: Schema, options: Options) -> Options:
    """The provider decides where nobody does: MongoDB documents may lack a field, rows can't."""
    if options.project.nullable is not None:
        return options
    nullable: Nullable = "both" if schema.provider == "mongodb" else "null"
    return options._replace(project=options.project._replace(nullable=nullable))


def _without(options: Options, problems: list[OptionProblem]) -> Options:
    """What can't be followed is left out, so that nothing downstream meets it."""
    bad = {problem.at for problem in problems if not isinstance(problem.at, Span)}
    spans = {problem.at for problem in problems if isinstance(problem.at, Span)}
    bad.update(key for key, span in options.written.items() if span in spans)
    if not bad:
        return options
    blocks = {}
    for owner, block in options.blocks.items():
        changes = {name: one for name, one in block.changes.items() if (owner, "", name) not in bad}
        fields = {
            field: {name: one for name, one in inner.items() if (owner, field, name) not in bad}
            for field, inner in block.fields.items()
        }
        blocks[owner] = block._replace(changes=changes, fields=fields)
    return options._replace(blocks=blocks)


# ---- the subset ---------------------------------------------------------------------------------


def excluded_models(schema: Schema, options: Options) -> frozenset[str]:
    only, exclude = Globs(options.only), Globs(options.exclude)
    return frozenset(
        model.name
        for model in schema.models
        if (options.only and not only.match(model.name))
        or exclude.match(model.name)
        or options.block(model.name).skip
    )


def _globs(schema: Schema, options: Options, excluded: frozenset[str]) -> Iterator[OptionProblem]:
    names = [model.name for model in schema.models]
    is_misspelt = False
    suggestions = Suggestions(names)
    for attribute, globs in (("only", options.only), ("exclude", options.exclude)):
        for glob in Globs(globs).idle(names):
            is_misspelt = True
            message = f"no model is called `{glob}`"
            at = options.at(("", "", attribute))
            yield OptionProblem(at, message, suggestions.help(glob))
    if names and excluded.issuperset(names) and not is_misspelt:
        attribute = "only" if options.only else "exclude"
        yield OptionProblem(
            options.at(("", "", attribute)), "all models stay behind: nothing is left"
        )


def _used_by_excluded_alone(schema: Schema, models: frozenset[str]) -> frozenset[str]:
    """The enums and composite types that only models that stay behind use.

    A type that no model uses is emitted, and so is what it uses.
    """
    if not models:
        return frozenset()
    used = _used(schema.models, schema)
    idle = [one for one in schema.composite_types if one.name not in used]
    moved = [model for model in schema.models if model.name not in models]
    return _used([model for model in schema.models if model.name in models], schema) - _used(
        [*moved, *idle], schema
    )


def _used(blocks: Sequence[Model | CompositeType], schema: Schema) -> frozenset[str]:
    found: set[str] = set()
    owners = [*blocks]
    while owners:
        for field in owners.pop().fields:
            match field:
                case ScalarField(type=EnumRef(name)):
                    found.add(name)
                case ScalarField(type=CompositeRef(name)) if name not in found:
                    found.add(name)
                    owners.append(schema.composite_types_by_name[name])
    return frozenset(found)


def _tenant_key(schema: Schema, options: Options) -> Iterator[OptionProblem]:
    key = options.tenant_key
    fields = {field.name for model in schema.models for field in model.scalar_fields}
    if key and key not in fields:
        at = options.at(("", "", "tenant_key"))
        yield OptionProblem(at, f"no model has a field `{key}`", nearest(key, sorted(fields)))


# ---- what can't be followed ---------------------------------------------------------------------

_SCALAR_OF = {
    "bigint": "BigInt",
    "decimal": "Decimal",
    "decimal_scale": "Decimal",
    "datetime": "DateTime",
    "bytes": "Bytes",
    "json": "Json",
}
_WORDS: dict[Level, str] = {"model": "a model", "enum": "an enum", "type": "a composite type"}


def _blocks(schema: Schema, options: Options, ids: IdChoices) -> Iterator[OptionProblem]:
    declared: dict[str, Model | Enum | CompositeType] = {
        **schema.models_by_name,
        **schema.enums_by_name,
        **schema.composite_types_by_name,
    }
    suggestions: dict[Level, Suggestions] = {
        level: Suggestions([one for one, found in declared.items() if _kind(found) == level])
        for level in (_WORDS if options.blocks else ())
    }
    for name, block in options.blocks.items():
        found = declared.get(name)
        kind = _kind(found)
        if found is None or (block.kind and block.kind != kind):
            yield _no_block(name, block, kind, found is not None, options, suggestions)
            continue
        if "views" in block.changes and isinstance(found, Model) and not found.is_view:
            yield OptionProblem(options.at((name, "", "views")), f"`{name}` is a model, not a view")
        if not isinstance(found, Enum):
            yield from _fields(found, block, options, ids.by_model.get(name))


def _kind(found: Model | Enum | CompositeType | None) -> Level:
    match found:
        case Enum():
            return "enum"
        case CompositeType():
            return "type"
        case _:
            return "model"


def _no_block(
    name: str,
    block: BlockOptions,
    kind: Level,
    is_declared: bool,
    options: Options,
    suggestions: Mapping[Level, Suggestions],
) -> OptionProblem:
    at = options.at((name, "", ""))
    wanted = block.kind or "model"
    if is_declared:
        message = f"`{name}` is {_WORDS[kind]}, not {_WORDS[wanted]}"
        return OptionProblem(at, message, f"write [{kind}s.{name}]")
    what = _WORDS[wanted].partition(" ")[2]
    return OptionProblem(at, f"there is no {what} `{name}`", suggestions[wanted].help(name))


def _fields(
    owner: Model | CompositeType,
    block: BlockOptions,
    options: Options,
    id_: IdChoice | None,
) -> Iterator[OptionProblem]:
    known = {field.name: field for field in owner.fields}
    suggestions = Suggestions(known)
    for name, changes in block.fields.items():
        field = known.get(name)
        if field is None:
            at = options.at((owner.name, name, ""))
            message = f"`{owner.name}` has no field `{name}`"
            yield OptionProblem(at, message, suggestions.help(name))
            continue
        choice = id_ if id_ is not None and id_.fields == (name,) else None
        for attribute in changes:
            at = options.at((owner.name, name, attribute))
            if not isinstance(field, ScalarField):
                message = f"`{owner.name}.{name}` is a relation field, which is not stored"
                yield OptionProblem(at, message, "say it of the field that holds the key")
            elif attribute in ("ids", "created_at") and isinstance(owner, Model):
                pass  # `id_choices` and `creation_times` say what is wrong with it
            elif message := _type_problem(attribute, field, choice):
                yield OptionProblem(at, f"`{owner.name}.{name}` {message}")


def _type_problem(attribute: str, field: ScalarField, id_: IdChoice | None) -> str:
    """Why the choice says nothing of this field."""
    if attribute == "ids":
        return "is in a composite type, which has no id"
    if attribute == "created_at":
        return "is in a composite type: documents alone have a `_creationTime`"
    if field.is_ignored:
        return "is ignored by Prisma's client and is not emitted"
    if id_ is not None and id_.ids == "replace":
        return 'gives way to `_id`: `ids = "keep"` keeps it in a field'
    if id_ is not None and id_.is_legacy and attribute in ("skip", "type", "references"):
        return "gives way to `_id`"
    if id_ is not None and id_.ids == "keep" and attribute == "skip":
        return 'is kept: `ids = "replace"` leaves it out'
    scalar = _SCALAR_OF.get(attribute)
    if scalar is not None and field.type != Scalar(scalar):
        return f"is no {scalar}"
    if attribute == "nullable" and field.arity != "optional":
        return "is never null"
    return ""


def _references(schema: Schema, options: Options, ids: IdChoices) -> Iterator[OptionProblem]:
    related = _related(schema)
    said: dict[tuple[str, str], str] = {}
    suggestions = Suggestions(schema.models_by_name)
    for owner, block in options.blocks.items():
        declared = schema.models_by_name.get(owner) or schema.composite_types_by_name.get(owner)
        fields = {field.name: field for field in declared.fields} if declared else {}
        for name, changes in block.fields.items():
            target, field = changes.get("references"), fields.get(name)
            if not isinstance(target, str) or not isinstance(field, ScalarField):
                continue
            at = options.at((owner, name, "references"))
            if (owner, name) in related:
                yield OptionProblem(
                    at, f"`{owner}.{name}` has a relation, which says what it refers to"
                )
            elif changes.get("type") is not None:
                yield OptionProblem(at, f"the type of `{owner}.{name}` is chosen too: choose one")
            elif problem := _target(schema, field, target, at, ids, suggestions):
                yield problem
            elif (owner, name) in ids.groups.of:
                known = ids.groups.model((owner, name))
                known = known or said.setdefault(ids.groups.of[owner, name], target)
                if known != target:
                    yield OptionProblem(at, f"`{owner}.{name}` {_HOLDS_IDS.format(known)}")


_HOLDS_IDS = "holds ids of `{}`, as the columns of keys that refer to it do"


def _target(
    schema: Schema,
    field: ScalarField,
    target: str,
    where: Span | Key,
    ids: IdChoices,
    suggestions: Suggestions,
) -> OptionProblem | None:
    model = schema.models_by_name.get(target)
    if model is None:
        message = f"there is no model `{target}`"
        return OptionProblem(where, message, suggestions.help(target))
    id_ = model.scalar(ids.handle_of(target) or "")
    if target not in ids.emitted:
        return OptionProblem(where, f"`{target}` is not emitted: its ids stay plain values")
    if id_ is None:
        return _plain(target, field, where, ids.by_model.get(target))
    if id_.type != field.type:
        message = f"`{target}.{id_.name}` is of another type than `{field.name}`"
        return OptionProblem(where, message)
    return None


def _plain(
    target: str, field: ScalarField, where: Span | Key, choice: IdChoice | None
) -> OptionProblem:
    """Why references to the model hold no `_id`, and what would change that."""
    stays = f"`{field.name}` stays a plain value"
    if choice is None or len(choice.fields) > 1:
        return OptionProblem(where, f"`{target}` has no id of one column: {stays}")
    message = (
        f"`{target}.{choice.fields[0]}` is the key that references hold ({choice.why}): {stays}"
    )
    help_ = f"`@convex.ids(keep)` above `{target}` makes them hold `_id`"
    return OptionProblem(where, message, help_)


def _unlike(options: Options, ids: IdChoices) -> Iterator[OptionProblem]:
    """A column that is to be held in another way than what it refers to."""
    chosen = represented(options)
    if not chosen:
        return
    for (owner, name), root in roots(ids.groups, ids.links, chosen).items():
        if root == (owner, name) or (owner, name) not in chosen:
            continue
        there = options.field(*root)
        changes = options.blocks[owner].fields[name]
        for attribute in sorted(REPRESENTATION_SETTINGS.intersection(changes)):
            if getattr(there, attribute) != changes[attribute]:
                at = options.at((owner, name, attribute))
                message = (
                    f"`{owner}.{name}` is held as `{'.'.join(root)}`, or no lookup finds a thing"
                )
                yield OptionProblem(at, message, f"say it of `{'.'.join(root)}`")


def _related(schema: Schema) -> frozenset[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for relation in schema.relations:
        match relation:
            case ForeignKey():
                found.update((relation.model, field) for field in relation.fields)
            case ManyToMany():
                found.update((relation.model_a, field) for field in relation.fields_a)
                found.update((relation.model_b, field) for field in relation.fields_b)
    return frozenset(found)
