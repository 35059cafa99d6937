"""`data`, `create`, `update` -> which fields are written, and what is written to related rows."""

from __future__ import annotations

from prisma_schema_parser.schema import Model, RelationField, ScalarField

from ..calls.call import CodeValue, WrittenData, WrittenField
from .code_syntax import unwrapped
from .evaluation import Evaluation
from .expressions import Expression, KeyEntry, ObjectShape, one_of
from .value_reading import value_of

_OF_NUMBERS = ("increment", "decrement", "multiply", "divide")
_OF_LISTS = ("push", "set", "unset")


def data_of(entry: KeyEntry, model: Model, evaluation: Evaluation, *, is_list: bool) -> WrittenData:
    if not is_list:
        shape = one_of([evaluation.shape(value) for value in entry.values])
        return _written(shape, model, evaluation, 1)
    shapes: list[ObjectShape] = []
    rows: int | None = 0
    unresolved = False
    for value in entry.values:
        listed = evaluation.items(value)
        unresolved |= bool(listed.unresolved)
        for item in listed.items:
            shapes.append(evaluation.shape(item.expression))
            is_one = not (item.is_optional or item.is_open or unresolved)
            rows = rows + 1 if rows is not None and is_one else None
    found = _written(one_of(shapes) if shapes else ObjectShape(), model, evaluation, rows)
    if unresolved:
        return found._replace(rows=None, certainty="at least" if shapes else "unknown")
    return found


def _written(
    shape: ObjectShape, model: Model, evaluation: Evaluation, rows: int | None
) -> WrittenData:
    fields = []
    for key, entry in shape.entries.items():
        field = model.fields_by_name.get(key)
        if isinstance(field, ScalarField | RelationField):
            one = _field(field, entry, evaluation)
            if one is not None:
                fields.append(one)
    certainty = "known" if not shape.unresolved else "at least" if fields else "unknown"
    return WrittenData(tuple(fields), rows, certainty)  # type: ignore[arg-type]  # one of three words


_PLAIN = frozenset(
    {"identifier", "shorthand_property_identifier", "member_expression", "call_expression"}
)


def _is_plain(value: Expression) -> bool:
    """A value that is written as it is, whatever it is: most are, and need not be followed."""
    return unwrapped(value.node).type in _PLAIN


def _field(
    field: ScalarField | RelationField, entry: KeyEntry, evaluation: Evaluation
) -> WrittenField | None:
    is_relation = isinstance(field, RelationField)
    if not is_relation and all(_is_plain(value) for value in entry.values):
        written = CodeValue("expression", entry.values[0].text)
        return WrittenField(
            field=field.name,
            is_relation=False,
            operations=(),
            value=written,
            is_optional=entry.is_optional,
        )
    found = evaluation.terminals if is_relation else evaluation.surface
    terminals = [one for value in entry.values for one in found(value)]
    present = [one for one in terminals if one.kind != "undefined"]
    if not present:
        return None
    words: list[str] = []
    for one in present:
        if one.kind == "object":
            keys = evaluation.shape_of(one).entries
            known = (*_OF_NUMBERS, *_OF_LISTS)
            words += [key for key in keys if is_relation or key in known]
    value = value_of(present[0])
    if len(present) > 1:
        value = CodeValue("expression", entry.values[0].text)
    return WrittenField(
        field=field.name,
        is_relation=is_relation,
        operations=tuple(dict.fromkeys(words)),
        value=value,
        is_optional=entry.is_optional or len(present) < len(terminals),
    )
