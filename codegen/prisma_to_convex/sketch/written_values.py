"""`data` -> the entries of an insert or a patch: arguments, literals, defaults, keys of related rows."""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Scalar, ScalarField

from ..calls.call import WrittenData, WrittenField
from ..convex.convex_schema import Field, Validator, VArray, VObject, or_null
from ..enforce.default_code import default_value
from ..enforce.object_layout import ArrayNode, FunctionNode, ObjectNode, flat_text
from ..lowering.lowered import Lowered, LoweredField, LoweredModel
from ..rules.default_values import now
from ..typescript.literals import ts_string
from .code_lines import call_with_object
from .function_scope import FunctionScope
from .names_in_scope import capitalized
from .sketch_records import NotSketchable
from .table_columns import TableColumn, literal, without_null

_SIGNS = {"increment": "+", "decrement": "-", "multiply": "*", "divide": "/"}


class DataArgument:
    """An argument that is an object: its fields are collected while the entries are made.

    `code` reads it (`args.data`); `may_be_literal`: one row, so values of the code may stand in it.
    """

    def __init__(self, code: str, *, may_be_literal: bool = True) -> None:
        self.code = code
        self.may_be_literal = may_be_literal
        self.fields: dict[str, Field] = {}

    def add(self, name: str, validator: Validator, *, is_optional: bool = False) -> str:
        self.fields.setdefault(name, Field(name, validator, is_optional))
        return f"{self.code}.{name}"

    @property
    def validator(self) -> VObject:
        return VObject(tuple(self.fields.values()))


class Entries(NamedTuple):
    """`always` are written whatever is given, `given` where there is a value; texts of `key: value`."""

    always: tuple[str, ...] = ()
    given: tuple[str, ...] = ()


class WrittenValues:
    """Of one function. `is_enforced`: defaults, times and nulls are filled in by the enforcement."""

    def __init__(self, lowered: Lowered, scope: FunctionScope, *, is_enforced: bool) -> None:
        self._lowered = lowered
        self._scope = scope
        self._is_enforced = is_enforced

    # ---- a new row ------------------------------------------------------------------------------

    def inserted(
        self,
        model: LoweredModel,
        data: WrittenData,
        argument: DataArgument,
        keys: Mapping[str, str],
    ) -> list[str]:
        """`keys` are columns whose values follow from related rows, with their code."""
        written = {one.field: one for one in data.fields if not one.is_relation}
        is_open = data.certainty != "known"
        entries: list[str] = []
        for name, field in model.fields.items():
            if field.name in keys:
                entries.append(f"{field.name}: {keys[field.name]}")
                continue
            found = written.get(name)
            entry = self._inserted(field, found, argument, is_open=is_open)
            if entry:
                entries.append(entry)
        return entries

    def _inserted(
        self,
        field: LoweredField,
        written: WrittenField | None,
        argument: DataArgument,
        *,
        is_open: bool,
    ) -> str:
        default = self._default(field)
        if written is None and not is_open:
            return self._without_value(field, default, argument)
        if written is not None and written.operations not in ((), ("set",)):
            raise NotSketchable(f"{field.field.name} is computed in a new row")
        code = self._literal(written, field, argument) if written is not None else ""
        if code:
            return f"{field.name}: {code}"
        is_optional = (written is None or _may_be_left_out(written)) and (
            default != "" or field.may_be_absent or (field.takes_null and self._is_nullable(field))
        )
        value = argument.add(field.name, _value(field), is_optional=is_optional)
        if is_optional and default and not self._is_enforced:
            return (
                f"{field.name}: {value} ?? {default}"
                if not self._is_nullable(field)
                else (default_of_null(field, value, default))
            )
        if field.may_be_absent and not field.takes_null and self._is_nullable(field):
            return f"{field.name}: {value} ?? undefined"
        return f"{field.name}: {value}"

    def _without_value(self, field: LoweredField, default: str, argument: DataArgument) -> str:
        if self._is_enforced and self._is_filled(field):
            return ""
        if default:
            return f"{field.name}: {default}"
        if field.may_be_absent:
            return ""
        return f"{field.name}: {argument.add(field.name, _value(field))}"

    def _is_filled(self, field: LoweredField) -> bool:
        """Whether the enforcement fills it in."""
        own = field.field
        if own.is_updated_at or self._is_nullable(field):
            return True
        if own.default is None or own.arity == "list":
            return False
        return bool(default_value(field, own.default, self._lowered).code)

    def _is_nullable(self, field: LoweredField) -> bool:
        return field.field.arity == "optional" or field.is_freed

    def _default(self, field: LoweredField) -> str:
        """The code of what a row gets that has no value; empty where there is none."""
        own = field.field
        if own.is_updated_at:
            return now(field)
        if own.default is not None:
            found = default_value(field, own.default, self._lowered)
            if found.code:
                code = found.code.value if isinstance(found.code, FunctionNode) else found.code
                if found.generator:  # ids.ts comes with the enforcement, which fills them in itself
                    return ""
                if isinstance(code, ObjectNode | ArrayNode):
                    return flat_text(code) or ""
                return str(code)
            return ""
        if own.arity == "list":
            return "[]"
        if self._is_nullable(field) and field.takes_null:
            return "null"
        return ""

    # ---- a row that is there --------------------------------------------------------------------

    def patched(
        self,
        model: LoweredModel,
        data: WrittenData,
        argument: DataArgument,
        keys: Mapping[str, str],
        row: str,
    ) -> Entries:
        """`row` is the variable that holds the row."""
        if data.certainty == "unknown":
            return self._anything(model, argument)
        if data.certainty != "known":
            raise NotSketchable("what is written is known in part only")
        always = [f"{name}: {code}" for name, code in keys.items()]
        given: list[str] = []
        for one in data.fields:
            if one.is_relation:
                continue
            field = model.fields.get(one.field)
            if field is None:
                raise NotSketchable(f"{one.field} can't be written in Convex")
            entry = self._patched(field, one, argument, row)
            (given if _may_be_left_out(one) and entry[1] else always).append(entry[0])
        certain = {one.field for one in data.fields if not _may_be_left_out(one)}
        return Entries((*always, *self._touched(model, certain)), tuple(given))

    def _anything(self, model: LoweredModel, argument: DataArgument) -> Entries:
        given = []
        for field in model.fields.values():
            if field.may_be_absent and not field.takes_null:
                raise NotSketchable("what is written is passed through, and fields may be absent")
            value = argument.add(field.name, _value(field), is_optional=True)
            given.append(f"{field.name}: {value}")
        written = {name for name, field in model.fields.items() if not field.field.is_updated_at}
        return Entries(tuple(self._touched(model, written)), tuple(given))

    def patch(self, table: str, id_: str, entries: Entries, indent: int) -> list[str]:
        """Undefined would take a field away: what is not given is left out."""
        if not entries.always and not entries.given:
            return []
        name, texts = ts_string(table), list(entries.always)
        if not entries.given:
            return call_with_object("await ctx.db.patch(", [name, id_], texts, indent)
        given = self._scope.names.new("changes")
        helper = self._scope.helper("withoutUndefined")
        columns = {_column_of(one) for one in entries.given}
        # What is given goes over what is filled in where nothing is.
        first = [one for one in texts if _column_of(one) in columns]
        last = [one for one in texts if _column_of(one) not in columns]
        patched = [*first, f"...{given}", *last]
        return [
            *call_with_object(f"const {given} = {helper}(", [], list(entries.given), indent),
            *call_with_object("await ctx.db.patch(", [name, id_], patched, indent),
        ]

    def _touched(self, model: LoweredModel, written: set[str]) -> list[str]:
        """`@updatedAt`."""
        if self._is_enforced:
            return []
        return [
            f"{field.name}: {now(field)}"
            for name, field in model.fields.items()
            if field.field.is_updated_at and name not in written
        ]

    def _patched(
        self, field: LoweredField, one: WrittenField, argument: DataArgument, row: str
    ) -> tuple[str, bool]:
        """The entry, and whether an argument is in it."""
        if one.operations not in ((), ("set",)):
            return self._computed(field, one, argument, row), True
        code = self._literal(one, field, argument)
        if code and not one.is_optional:
            return f"{field.name}: {code}", False
        is_absent = field.may_be_absent and not field.takes_null
        is_optional = _may_be_left_out(one)
        if is_absent and is_optional:
            raise NotSketchable(
                f"{one.field} may be given, null or left out, and null is no value here"
            )
        value = argument.add(field.name, _value(field), is_optional=is_optional)
        suffix = " ?? undefined" if is_absent and self._is_nullable(field) else ""
        return f"{field.name}: {value}{suffix}", True

    def _computed(
        self, field: LoweredField, one: WrittenField, argument: DataArgument, row: str
    ) -> str:
        if len(one.operations) != 1 or _may_be_left_out(one):
            raise NotSketchable(f"{one.field} is written in several ways")
        (operation,) = one.operations
        own = f"{row}.{field.name}"
        if (
            operation == "push"
            and field.field.arity == "list"
            and isinstance(field.validator, VArray)
        ):
            value = argument.add(f"{field.name}Push", field.validator)
            return f"{field.name}: [...{own}, ...{value}]"
        if operation not in _SIGNS or not _is_number(field):
            raise NotSketchable(f"{one.field} is computed: {operation}")
        if operation == "divide" and field.field.type != Scalar("Float"):
            raise NotSketchable(f"{one.field} is divided as whole numbers")
        given = f"{field.name}{capitalized(operation)}"
        value = argument.add(given, without_null(field.validator))
        sum_ = f"{own} {_SIGNS[operation]} {value}"
        if not self._is_nullable(field):
            return f"{field.name}: {sum_}"
        missing = "null" if field.takes_null and not field.may_be_absent else "undefined"
        return f"{field.name}: {own} === {missing} ? {missing} : {sum_}"

    def _literal(self, one: WrittenField, field: LoweredField, argument: DataArgument) -> str:
        """What is written in the code, where it is the same in all calls."""
        if one.is_optional or not argument.may_be_literal:
            return ""
        if one.value.kind == "null":
            return "null" if field.takes_null else "undefined" if field.may_be_absent else ""
        is_now = one.value.text == "new Date()" and field.field.type == Scalar("DateTime")
        if is_now and field.override is None:
            return now(field)
        column = TableColumn(field.name, field.validator, field)
        return literal(one.value, column, self._lowered)


def _column_of(entry: str) -> str:
    return entry.partition(":")[0]


def default_of_null(field: LoweredField, value: str, default: str) -> str:
    """Null is a value that can be given."""
    if default == "null":
        return f"{field.name}: {value} ?? null"
    return f"{field.name}: {value} === undefined ? {default} : {value}"


def _value(field: LoweredField) -> Validator:
    """What can be given: null too where the column may have no value."""
    own: ScalarField = field.field
    if own.arity == "optional" and not field.takes_null:
        return or_null(field.validator)
    return field.validator


def _may_be_left_out(one: WrittenField) -> bool:
    """Undefined: a default in a new row, no change in one that is there."""
    return one.is_optional or one.value.may_be_undefined


def _is_number(field: LoweredField) -> bool:
    how = field.representation.how if field.representation is not None else ""
    is_plain = how in ("exact", "integer", "bigint-as-number")
    is_number = field.field.type in (Scalar("Int"), Scalar("Float"), Scalar("BigInt"))
    return is_plain and is_number and field.override is None and field.field.arity != "list"
