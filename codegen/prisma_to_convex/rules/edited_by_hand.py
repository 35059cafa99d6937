"""Guarantees of what was edited by hand in schema.ts: they are judged before their own kind's judge is asked."""

from __future__ import annotations

from collections.abc import Callable

from prisma_schema_parser.guarantees import FIELD_BY_FIELD, Guarantee, Kind
from prisma_schema_parser.schema import ForeignKey, ManyToMany

from ..convex.acceptance import accept_alike, accepts_all, members
from ..convex.convex_schema import (
    NULL,
    Validator,
    VArray,
    VConstant,
    VLiteral,
    VUnion,
    accepts_anything,
)
from ..convex.layout import flat
from ..lowering.by_hand import EditedField
from ..lowering.lowered import Lowered, Path
from .changes import changed_by_hand
from .losses import gone_by_hand, loosened_by_hand
from .outcome import WITH_ITS_FIELD, Outcome, is_replaced_id, replaced

_INDEXES = frozenset({"index", "full-text-index"})
_REPRESENTED = frozenset({"scalar-type", "enum-membership"})
_CHECKED = frozenset({"not-null", "scalar-type", "enum-membership", "list", "composite-shape"})


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome | None:
    """None where the edits leave the guarantee alone."""
    gone = _gone(guarantee, lowered)
    if gone is not None:
        return WITH_ITS_FIELD if guarantee.kind in FIELD_BY_FIELD else gone
    if guarantee.kind == "omitted-value":
        edited = lowered.by_hand.fields.get((guarantee.owner, _first(guarantee)))
        is_optional = edited is not None and edited.is_optional and not edited.was_optional
        return replaced("an absent field, by hand") if is_optional else None
    if guarantee.kind in _CHECKED:
        if lowered.by_hand.is_unchecked and not is_replaced_id(guarantee, lowered):
            return loosened_by_hand.judge_unchecked(guarantee)
        edited = lowered.by_hand.fields.get((guarantee.owner, _first(guarantee)))
        return _of_field(guarantee, edited) if edited is not None else None
    if guarantee.kind in _INDEXES:
        path = lowered.path(guarantee.subject)
        return _of_index(guarantee, path, lowered) if path is not None else None
    return None


def _first(guarantee: Guarantee) -> str:
    return guarantee.fields[0] if guarantee.fields else ""


# ---- what is gone -------------------------------------------------------------------------------


def _gone(guarantee: Guarantee, lowered: Lowered) -> Outcome | None:
    edits, owner = lowered.by_hand, guarantee.owner
    relation = guarantee.subject
    if isinstance(relation, ManyToMany):
        join = edits.gone_joins.get((relation.model_a, relation.field_a))
        if join is not None:
            return gone_by_hand.judge(guarantee, f"the table `{join}`")
    ends = [owner, *_referred(guarantee, lowered)]
    if isinstance(relation, ForeignKey):
        ends.append(relation.target)
    elif isinstance(relation, ManyToMany):
        ends = [relation.model_a, relation.model_b]
    for end in ends:
        if end in edits.gone_models:
            return gone_by_hand.judge(guarantee, f"the table `{edits.gone_models[end]}`")
    fields = dict.fromkeys(name.split(".")[0] for name in guarantee.fields)
    lost = [name for name in fields if (owner, name) in edits.gone_fields]
    if isinstance(relation, ForeignKey):
        lost += [
            f"{relation.target}.{name}"
            for name in relation.references
            if (relation.target, name) in edits.gone_fields
        ]
    if lost:
        return gone_by_hand.judge(guarantee, " and ".join(f"`{name}`" for name in lost))
    return None


def _referred(guarantee: Guarantee, lowered: Lowered) -> list[str]:
    """The model whose ids a field holds."""
    holders = (lowered.models.get(guarantee.owner), lowered.composites.get(guarantee.owner))
    fields = next((holder.fields for holder in holders if holder is not None), {})
    field = fields.get(_first(guarantee)) if guarantee.kind in _REPRESENTED else None
    return [field.reference] if field is not None and field.reference else []


def _of_index(guarantee: Guarantee, path: Path, lowered: Lowered) -> Outcome | None:
    """An index that was removed, and that no other does the work of."""
    if path.status != "dropped":
        return None
    model = lowered.models.get(guarantee.owner)
    if model is None:
        return None
    for (table, _), index in lowered.by_hand.gone_indexes.items():
        if table == model.table and _is_of(index.fields, path.fields):
            return gone_by_hand.judge_index(guarantee, index)
    return None


def _is_of(index: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return bool(wanted) and (index[: len(wanted)] == wanted or wanted[: len(index)] == index)


# ---- fields that are there, and otherwise -------------------------------------------------------


def _of_field(guarantee: Guarantee, edited: EditedField) -> Outcome | None:
    if edited.written is None:
        return loosened_by_hand.judge_unread(guarantee, edited)
    return _JUDGES[guarantee.kind](guarantee, edited, edited.written)


def _not_null(guarantee: Guarantee, edited: EditedField, written: Validator) -> Outcome | None:
    if not edited.may_be_missing:
        return None
    return loosened_by_hand.judge(guarantee, edited, "it may be missing or null")


def _list(guarantee: Guarantee, edited: EditedField, written: Validator) -> Outcome | None:
    found = members(_present(written))
    if all(isinstance(one, VArray) for one in found):
        return None
    return loosened_by_hand.judge(guarantee, edited, "it need not be a list")


def _enum(guarantee: Guarantee, edited: EditedField, written: Validator) -> Outcome | None:
    values, now = _values(edited.generated), _values(written)
    if values is None:  # `_id`s, or what somebody chose
        return _type(guarantee, edited, written)
    if now is None:
        return loosened_by_hand.judge(guarantee, edited, "other values are accepted")
    gone = [value for value in values if value not in now]
    if gone:
        return gone_by_hand.judge_values(guarantee, gone)
    more = [value for value in now if value not in values]
    if more:
        named = " and ".join(f"`{value}`" for value in more)
        return loosened_by_hand.judge(guarantee, edited, f"{named} is accepted, too")
    return None


def _type(guarantee: Guarantee, edited: EditedField, written: Validator) -> Outcome | None:
    """A narrower type keeps what the wider one did; where anything was accepted, it is news."""
    before, now = _item(edited.generated), _item(written)
    if accept_alike(before, now):
        return None
    if accepts_anything(before):
        return changed_by_hand.judge(guarantee, edited)
    if accepts_all(before, now):
        return None
    if accepts_anything(now) or accepts_all(now, before):
        return loosened_by_hand.judge(guarantee, edited, "other values are accepted")
    return changed_by_hand.judge(guarantee, edited)


def _shape(guarantee: Guarantee, edited: EditedField, written: Validator) -> Outcome | None:
    before, now = _item(edited.generated), _item(written)
    if accepts_all(before, now):
        return None
    return loosened_by_hand.judge(guarantee, edited, "objects of another shape are accepted")


_JUDGES: dict[Kind, Callable[[Guarantee, EditedField, Validator], Outcome | None]] = {
    "not-null": _not_null,
    "list": _list,
    "enum-membership": _enum,
    "scalar-type": _type,
    "composite-shape": _shape,
}


def _present(validator: Validator) -> Validator:
    """Of a value that is there."""
    found = tuple(one for one in members(validator) if not _is_null(one))
    return found[0] if len(found) == 1 else VUnion(found) if found else validator


def _item(validator: Validator) -> Validator:
    """Of a list, its items."""
    present = _present(validator)
    return _present(present.item) if isinstance(present, VArray) else present


def _is_null(validator: Validator) -> bool:
    return flat(validator) == flat(NULL)


def _values(validator: Validator) -> list[str] | None:
    """The values of an enum, as TypeScript writes them; None where it is none."""
    found = members(_item(validator))
    if not all(isinstance(one, VLiteral | VConstant) for one in found):
        return None
    return [one.value if isinstance(one, VLiteral) else one.text for one in found]  # type: ignore[union-attr]  # checked above
