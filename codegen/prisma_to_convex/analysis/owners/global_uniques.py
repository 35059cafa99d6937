"""Unique constraints that hold over all tenants although their tables belong to one each."""

from __future__ import annotations

from collections.abc import Sequence

from prisma_schema_parser.guarantees import index_text
from prisma_schema_parser.schema import Index

from ...lowering.generated_ids import GENERATORS
from ...lowering.lowered import Lowered, LoweredModel
from ..facts import GlobalUnique, Owned, Secret
from ..name_words import words_of
from .owner_graph import OwnerGraph

# Somebody else sees to it that these differ: an id of another service, a name on the internet.
_UNIQUE_BY_NATURE = frozenset(
    ["id", "uid", "uuid", "guid", "domain", "subdomain", "hostname", "arn"]
)
# Ids that each tenant brings along.
_OWN_NUMBERS = frozenset(["external", "local", "legacy", "import", "imported", "source", "foreign"])


def global_uniques(
    lowered: Lowered,
    owned: Sequence[Owned],
    known: OwnerGraph,
    secrets: Sequence[Secret],
) -> tuple[GlobalUnique, ...]:
    """Without those that are per tenant all the same: a foreign key to a row of a tenant in it says whose
    it is. Without random values and ids that others issue: these are unique everywhere on purpose.
    """
    owners = {one.model for one in owned if one.ownership not in ("shared", "above")}
    random = {(one.model, one.field) for one in secrets if one.kind != "personal"}
    found: list[GlobalUnique] = []
    for one in owned:
        model = lowered.models.get(one.model)
        if model is None or one.ownership in ("shared", "tenant", "above"):
            continue
        scoped = {
            field
            for edge in known.by_holder.get(one.model, ())
            if edge.target in owners
            for field in edge.fields
        }
        found.extend(
            GlobalUnique(one.model, index_text(index), index.field_names)
            for index in model.model.indexes
            if _is_global(index, model, scoped | {one.key}, random)
        )
    return tuple(dict.fromkeys(found))


def _is_global(
    index: Index, model: LoweredModel, scoped: set[str], random: set[tuple[str, str]]
) -> bool:
    if index.kind not in ("id", "unique") or scoped.intersection(index.field_names):
        return False
    return not any(_is_unique_by_nature(name, model, random) for name in index.field_names)


def _is_unique_by_nature(name: str, model: LoweredModel, random: set[tuple[str, str]]) -> bool:
    field = model.model.scalar(name)
    is_id = name in (model.replaced_id, model.handle)
    if is_id or (model.model.name, name) in random or field is None:
        return True
    if field.default is not None and field.default.kind in GENERATORS:
        return True
    words = words_of(name)
    if words[-1:] in (("name",), ("slug",)):
        # The name of a domain is one on the internet.
        words = words_of(model.model.name)
    is_issued = bool(words) and words[-1] in _UNIQUE_BY_NATURE
    return is_issued and not _OWN_NUMBERS.intersection(words)
