"""What becomes of a guarantee: kept, replaced, enforced or lost, and who says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal, TypeAlias

from prisma_schema_parser.diagnostic import Diagnostic, Label, Rule, Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey

from ..lowering.lowered import Lowered, LoweredField, LoweredModel

State: TypeAlias = Literal["kept", "replaced", "enforced", "lost"]


class Enforced(NamedTuple):
    """The line of an emitted file that enforces a guarantee. `partly`: what of it is missing, if anything."""

    file: str
    line: int
    constraint: str
    partly: str = ""

    def __str__(self) -> str:
        message = f"{self.file}:{self.line}, {self.constraint}"
        return f"{message}; partly: {self.partly}" if self.partly else message


class Outcome(NamedTuple):
    """`by` tells what enforces it or what takes its place; a lost guarantee has a diagnostic, and an enforced
    one that of the loss it would be.
    """

    state: State
    by: str
    diagnostic: Diagnostic | None = None
    enforced: Enforced | None = None


Judge: TypeAlias = Callable[[Guarantee, Lowered], Outcome]
Check: TypeAlias = Callable[[Lowered], Iterator[Diagnostic]]


def rule(code: str, name: str, severity: Severity, docs: str) -> Rule:
    """Declares a rule. `docs` has the headings of `docs.HEADINGS`, in that order."""
    return Rule(code, name, severity, docs.strip() + "\n")


@lru_cache(maxsize=4096)
def kept(by: str) -> Outcome:
    return Outcome("kept", by)


@lru_cache(maxsize=4096)
def replaced(by: str) -> Outcome:
    return Outcome("replaced", by)


def changed(rule: Rule, guarantee: Guarantee, by: str, help: str = "") -> Outcome:
    """Replaced in a way that the reader must know of."""
    message = f"{subject(guarantee)}: {guarantee.text} becomes {by}"
    return Outcome("replaced", by, Diagnostic(rule, message, guarantee.span, help=help))


def lost(
    rule: Rule, guarantee: Guarantee, message: str, help: str, labels: tuple[Label, ...] = ()
) -> Outcome:
    return Outcome(
        "lost",
        "",
        Diagnostic(
            rule=rule, message=message, span=guarantee.span, label="", labels=labels, help=help
        ),
    )


UNTOLD = Outcome("lost", "")
"""Lost; what is said of it is said of its block at once (`field_by_field`)."""


WITH_ITS_FIELD = Outcome("lost", "with its field")
"""Lost with a field that is not there: what is said of the field says it."""


def quoted_names(fields: Iterable[LoweredField]) -> str:
    return ", ".join(f"`{field.name}`" for field in fields)


def subject(guarantee: Guarantee) -> str:
    """`User.email`, `User.(a, b)`, `User`."""
    fields = guarantee.fields
    if not fields:
        return f"`{guarantee.owner}`"
    inside = fields[0] if len(fields) == 1 else f"({', '.join(fields)})"
    return f"`{guarantee.owner}.{inside}`"


# ---- looking things up in Lowered ---------------------------------------------------------------


def lowered_field(guarantee: Guarantee, lowered: Lowered) -> LoweredField | None:
    """The stored field of a one-field guarantee; None where `_id` took its place."""
    name = guarantee.fields[0]
    if guarantee.owner in lowered.models:
        return lowered.models[guarantee.owner].fields.get(name)
    return lowered.composites[guarantee.owner].fields.get(name)


def is_replaced_id(guarantee: Guarantee, lowered: Lowered) -> bool:
    """Whether the guarantee is about the id field that `_id` replaces."""
    model = lowered.models.get(guarantee.owner)
    return model is not None and guarantee.fields == (model.replaced_id,)


def convex_names(owner: str, fields: tuple[str, ...], lowered: Lowered) -> tuple[str, ...]:
    """Convex's names of a model's fields; a replaced id is `_id`, what `_creationTime` takes the place of
    is that, a skipped field has Prisma's."""
    model = lowered.models[owner]

    def called(field: str) -> str:
        found = model.fields.get(field)
        if found is not None:
            return found.name
        if field == model.created:
            return "_creationTime"
        return "_id" if field == model.replaced_id else field

    return tuple(called(name.split(".")[0]) for name in fields)


def referred_names(relation: ForeignKey, lowered: Lowered) -> tuple[str, ...]:
    """Convex's names of what a foreign key refers to: `_id` where its column holds that."""
    target, holder = lowered.models[relation.target], lowered.models.get(relation.model)
    names = convex_names(relation.target, relation.references, lowered)
    by_id = [
        reference == target.handle and not _holds_value(holder, field)
        for field, reference in zip(relation.fields, relation.references, strict=False)
    ]
    return tuple("_id" if is_id else name for is_id, name in zip(by_id, names, strict=True))


def index_over(model: LoweredModel, fields: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    """An index that begins with these fields in any order, and they in its order."""
    for path in model.paths:
        start = path.fields[: len(fields)]
        if (
            path.index_name
            and not path.cut
            and set(start) == set(fields)
            and path.status != "vector"
        ):
            return path.index_name, start
    return None


def is_by_id(relation: ForeignKey, lowered: Lowered) -> bool:
    """Whether the key is nothing but the `_id` of its target."""
    return relation.target in lowered.models and referred_names(relation, lowered) == ("_id",)


def _holds_value(holder: LoweredModel | None, field: str) -> bool:
    stored = holder.fields.get(field) if holder is not None else None
    return stored is not None and stored.reference is None


def lookup(
    table: str, index: str, fields: tuple[str, ...], values: tuple[str, ...] | None = None
) -> str:
    """The code that finds documents by an index; `values` are called like the fields, or given."""
    named = values if values is not None else tuple(name.rpartition(".")[2] for name in fields)
    equal = "".join(f'.eq("{field}", {value})' for field, value in zip(fields, named, strict=False))
    return f'ctx.db.query("{table}").withIndex("{index}", (q) => q{equal})'
