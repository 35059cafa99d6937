"""What becomes of each model's id: chosen, or by the kind of key that it is.

    replace    `_id` takes its place: references hold `_id`, the old value is gone
    keep       references hold `_id`; the old value stays in a field with an index
    key        it stays the key: references hold its value

A generated id is replaced, and so is the constant one of a table with one row; an opaque one that the application makes is
kept, any other stays the key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey, Model, Schema

from ..options.settings import IdsWord, OptionProblem, Options
from .column_groups import ColumnGroups, Link, column_groups, contradictions, links_of
from .key_kinds import Kind, ModelKey, model_key


class IdChoice(NamedTuple):
    """`fields` are those of the id, `kind` says what it is. `is_legacy`: the old value is kept in a field that new documents lack,
    since whoever generated it no longer does; else it stays where it was.
    """

    ids: IdsWord
    fields: tuple[str, ...]
    why: str
    kind: Kind = "none"
    is_chosen: bool = False
    is_legacy: bool = False


class IdChoices(NamedTuple):
    """Of all emitted models. `groups` are of the columns of their foreign keys, `links` the columns' pairs."""

    by_model: Mapping[str, IdChoice]
    emitted: frozenset[str]
    links: tuple[Link, ...]
    by_value: frozenset[Link]
    groups: ColumnGroups
    problems: tuple[OptionProblem, ...]

    @property
    def handles(self) -> dict[str, str]:
        """Each model's id that references hold `_id` for."""
        return self._fields_of(_is_handle)

    @property
    def replaced(self) -> dict[str, str]:
        """Those that are no field any more under their own name."""
        return self._fields_of(_is_replaced)

    @property
    def legacy(self) -> dict[str, str]:
        """Those of them whose old values are kept in a field that new documents lack."""
        return self._fields_of(_is_legacy)

    def handle_of(self, model: str) -> str | None:
        """As `handles[model]`, without making them all."""
        one = self.by_model.get(model)
        return one.fields[0] if one is not None and _is_handle(one) else None

    def replaced_of(self, model: str) -> str | None:
        """As `replaced[model]`, without making them all."""
        one = self.by_model.get(model)
        return one.fields[0] if one is not None and _is_replaced(one) else None

    def _fields_of(self, is_one: Callable[[IdChoice], bool]) -> dict[str, str]:
        return {name: one.fields[0] for name, one in self.by_model.items() if is_one(one)}


def _is_handle(one: IdChoice) -> bool:
    return one.ids != "key"


def _is_replaced(one: IdChoice) -> bool:
    return one.ids == "replace" or one.is_legacy


def _is_legacy(one: IdChoice) -> bool:
    return one.is_legacy


_DEFAULTS: Mapping[Kind, IdsWord] = {
    "generated": "replace",
    "single": "replace",
    "opaque": "keep",
}


def id_choices(schema: Schema, options: Options, excluded: Collection[str]) -> IdChoices:
    """`excluded` are the models that stay behind."""
    emitted = frozenset(
        model.name
        for model in schema.models
        if not model.is_ignored
        and model.name not in excluded
        and (not model.is_view or options.block(model.name).views == "table")
    )
    foreign: dict[str, list[ForeignKey]] = {}
    referred: set[str] = set()
    for relation in schema.relations:
        if isinstance(relation, ForeignKey):
            foreign.setdefault(relation.model, []).append(relation)
            referred.add(relation.target)
    found: dict[str, IdChoice] = {}
    problems: list[OptionProblem] = []
    kinds: dict[str, ModelKey] = {}
    for model in schema.models:
        key = model_key(model, foreign.get(model.name, ()), is_referred=model.name in referred)
        kinds[model.name] = key
        choice, refused = _choice(model, key, options)
        problems.extend(refused)
        if model.name in emitted and key.fields:
            found[model.name] = choice
    followed = (
        key
        for keys in foreign.values()
        for key in keys
        if key.target in emitted and key.model in emitted
    )
    links = links_of(followed)
    handles = {name: one.fields[0] for name, one in found.items() if one.ids != "key"}
    by_value = contradictions(links, handles)
    holders = {link[1][0]: link for link in reversed(links) if link in by_value}
    for name, link in holders.items():
        kept, refused = _with_old_values(schema.model(name), found[name], link, options)
        found[name] = kept
        problems.extend(refused)
    return IdChoices(
        by_model=found,
        emitted=emitted,
        links=links,
        by_value=by_value,
        groups=column_groups(links, handles, by_value),
        problems=tuple(problems),
    )


# ---- one model ----------------------------------------------------------------------------------


def _choice(model: Model, key: ModelKey, options: Options) -> tuple[IdChoice, list[OptionProblem]]:
    """What holds for the model, and what was said of it that can't."""
    own = _DEFAULTS.get(key.kind, "key")
    default = IdChoice("key" if model.is_view else own, key.fields, key.why, key.kind)
    problems = list(_misplaced(model, key, options))
    at = _place(model, key, options)
    field = key.fields[0] if len(key.fields) == 1 else ""
    chosen = options.field(model.name, field).ids if field else options.block(model.name).ids
    if chosen is None:
        return default, problems
    refusal = _refusal(model, key, chosen)
    if refusal:
        if at is not None:
            problems.append(OptionProblem(options.at(at), *refusal))
        return default, problems
    is_legacy = chosen == "keep" and key.kind == "generated"
    why = "it is chosen"
    return (
        IdChoice(
            ids=chosen,
            fields=key.fields,
            why=why,
            kind=key.kind,
            is_chosen=True,
            is_legacy=is_legacy,
        ),
        problems,
    )


def _place(model: Model, key: ModelKey, options: Options) -> tuple[str, str, str] | None:
    """Where somebody said it of this very model; None where it holds for all."""
    block = options.blocks.get(model.name)
    if block is None:
        return None
    for field in key.fields[:1] if len(key.fields) == 1 else ():
        if "ids" in block.fields.get(field, {}):
            return model.name, field, "ids"
    return (model.name, "", "ids") if "ids" in block.changes else None


def _refusal(model: Model, key: ModelKey, chosen: IdsWord) -> tuple[str, str] | None:
    """Why it can't be, and what can."""
    match key.kind:
        case "none":
            return f"`{model.name}` has no `@id` that `_id` could stand for", ""
        case "several" if chosen != "key":
            named = ", ".join(key.fields)
            return (
                f"the id of `{model.name}` has several columns, ({named}): references hold them all",
                "`key` is what it is",
            )
        case "shared" if chosen == "replace":
            return (
                f"`{model.name}.{key.fields[0]}` can't be replaced: {key.why}",
                "`keep` makes references to it hold `_id`",
            )
        case _:
            return None


def _misplaced(model: Model, key: ModelKey, options: Options) -> Iterator[OptionProblem]:
    """What is said of a field that is not the id."""
    block = options.blocks.get(model.name)
    for name, changes in block.fields.items() if block is not None else ():
        if "ids" not in changes or (name,) == key.fields:
            continue
        help_ = f"say it of `{model.name}.{key.fields[0]}`" if len(key.fields) == 1 else ""
        message = f"`{model.name}.{name}` is not the id of `{model.name}`"
        if model.scalar(name) is not None:
            yield OptionProblem(options.at((model.name, name, "ids")), message, help_)


def _with_old_values(
    model: Model, choice: IdChoice, link: Link, options: Options
) -> tuple[IdChoice, list[OptionProblem]]:
    """The choice for a model whose old values some key holds, since no `_id` fits into its column."""
    (holder, column), _ = link
    why = f"`{holder}.{column}` holds its value, and refers to another id too"
    kept = IdChoice("keep", choice.fields, why)
    if not choice.is_chosen or choice.ids == "keep":
        return kept._replace(is_chosen=choice.is_chosen), []
    key = ModelKey("natural", choice.fields, "")
    at = _place(model, key, options)
    message = f"`{model.name}.{choice.fields[0]}` can't be replaced: {why}"
    problem = [OptionProblem(options.at(at), message, "`keep` it")] if at is not None else []
    return kept, problem
