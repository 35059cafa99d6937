"""Where the directives of a schema stand, and what each is said of."""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Schema
from prisma_schema_parser.source import Span
from prisma_schema_parser.syntax import Owner

from .comment_groups import comment_groups
from .comment_text import Directive, DirectiveProblem, read
from .decision_text import DecisionDirective
from .settings import BlockOptions, Key, Level, OptionProblem, Options, keys_of


class Directives(NamedTuple):
    """What the comments of a schema say, by block; `written` is where each key was said, `problems` what can't be read."""

    blocks: Mapping[str, BlockOptions]
    written: Mapping[Key, Span]
    problems: tuple[OptionProblem, ...]


def with_directives(options: Options, schema: Schema) -> tuple[Options, tuple[OptionProblem, ...]]:
    """The options with what comments say; a comment wins over the configuration."""
    found = read_directives(schema)
    if not found.blocks:
        return options, found.problems
    blocks = dict(options.blocks)
    for name, added in found.blocks.items():
        known = blocks.get(name, BlockOptions())
        fields = dict(known.fields)
        for field, changes in added.fields.items():
            fields[field] = {**fields.get(field, {}), **changes}
        changes = {**known.changes, **added.changes}
        blocks[name] = known._replace(changes=changes, fields=fields)
    written = {**options.written, **found.written}
    return options._replace(blocks=blocks, written=written), found.problems


# ---- what is said of what --------------------------------------------------------------------------


class DirectiveTarget(NamedTuple):
    """What a directive can be said of; `level` is None where nothing can."""

    owner: str
    field: str
    level: Level | None
    word: str


def read_directives(schema: Schema) -> Directives:
    """All that is written in the sources of a schema."""
    blocks: dict[str, tuple[dict[str, object], dict[str, dict[str, object]]]] = {}
    written: dict[Key, Span] = {}
    problems: list[OptionProblem] = []
    for group in comment_groups(schema):
        target = _target(group.owner, schema)
        for found in read(group.text):
            if isinstance(found, DecisionDirective):
                continue
            span = group.span(found.start, found.end)
            problem = _misplaced(found, target, written)
            if problem is not None:
                problems.append(OptionProblem(span, *problem))
                continue
            assert isinstance(found, Directive)
            assert target is not None
            own, fields = blocks.setdefault(target.owner, ({}, {}))
            changes = fields.setdefault(target.field, {}) if target.field else own
            changes[found.row.attribute] = found.value
            written[(target.owner, target.field, found.row.attribute)] = span
    return Directives(
        {name: BlockOptions(own, fields) for name, (own, fields) in blocks.items()},
        written,
        tuple(problems),
    )


def _misplaced(
    found: Directive | DirectiveProblem, target: DirectiveTarget | None, written: Mapping[Key, Span]
) -> tuple[str, str] | None:
    if isinstance(found, DirectiveProblem):
        return found.message, found.help
    key = found.row.key
    if target is None:
        help_ = "put it above a model, enum, type or field, or behind it on its line"
        return f"`@convex.{key}` stands at nothing that it could be said of", help_
    if target.level is None or target.level not in found.row.levels:
        known = [f"`@convex.{one}`" for one in keys_of(target.level)] if target.level else []
        help_ = f"what can be said of it: {', '.join(known)}" if known else ""
        return f"`@convex.{key}` can't be said of {target.word}", help_
    if (target.owner, target.field, found.row.attribute) in written:
        return f"`@convex.{key}` is said twice of {target.word}", ""
    return None


_LEVELS: dict[str, Level] = {"model": "model", "view": "model", "type": "type", "enum": "enum"}


def _target(owner: Owner | None, schema: Schema) -> DirectiveTarget | None:
    if owner is None:
        return None
    level, name = _LEVELS.get(owner.kind), f"`{owner.block}.{owner.name}`"
    if level is not None:
        return DirectiveTarget(owner.block, "", level, f"the {level} `{owner.block}`")
    if owner.kind == "value":
        return DirectiveTarget(owner.block, owner.name, None, f"the enum value {name}")
    if owner.kind != "field":
        return None
    model = schema.models_by_name.get(owner.block)
    if model is not None and model.scalar(owner.name) is None:
        return DirectiveTarget(owner.block, owner.name, None, f"the relation field {name}")
    return DirectiveTarget(owner.block, owner.name, "field", name)
