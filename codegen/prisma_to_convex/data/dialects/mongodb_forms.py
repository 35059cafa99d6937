"""MongoDB's documents -> tokens. SQL finds rows and follows references, in the SQLite that a dump is read into
(`staged_values`); what a value is, BSON says, and each type that a field can't be is reported.

Read as Prisma's connector reads: numbers by their value, a missing list is empty. Not as it does: a Double with a
fraction is no Int, and nothing else is rounded or guessed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from prisma_schema_parser.schema import ScalarField

from ..planning.export_plan import IdTarget
from ..planning.forms import Form, Member
from ..tokens.json_tokens import Bad, Token
from .bson_tokens import INSTANTS, READERS, ReadValue, default_of, enum, key_reader, list_of, unlike
from .dialect import NULL, Aggregates, References, Value, literal
from .sqlite_forms import SQLite
from .sqlite_values import Text
from .staged_values import staged, unstaged

NULLS = "nulls"
"""The column with the names of the fields that are null, a comma before and behind each."""


_MOST_UNREAD = 1000


class MongoDB(SQLite):
    name = "mongodb"
    table = "file of the collection"

    def __init__(self, composites: Mapping[str, tuple[Member, ...]]) -> None:
        self._composites = composites
        self.references: References | None = _References(self)
        self.unread: dict[str, None] = {}
        """Places in objects that no field maps, as they were met: `Address.floor`."""

    def nulls(self, names: Sequence[str]) -> str | None:
        """What the column of nulls holds."""
        return f",{','.join(self.quoted(name)[1:-1] for name in names)}," if names else None

    def quoted(self, name: str) -> str:
        """Names of MongoDB differ in case and hold anything: their octets stand for them."""
        return f'"x{name.encode("utf-8", "surrogateescape").hex()}"'

    # -- values

    def key(self, column: str, field: ScalarField) -> Value:
        return Value(column, partial(_read, key_reader(field)))

    def milliseconds(self, column: str, field: ScalarField) -> Value:
        return Value(column, partial(_read, INSTANTS.creation))

    def value(self, column: str, form: Form, field: ScalarField, type_: str) -> Value:
        return Value(distinct_null(column, form), partial(_read_or_null, self.reader(form, field)))

    def reader(self, form: Form, field: ScalarField) -> ReadValue:
        item = self._item(form, field)
        return partial(list_of, item) if form.is_list else item

    def _item(self, form: Form, field: ScalarField) -> ReadValue:
        match form.kind:
            case "enum":
                return partial(enum, dict(form.values))
            case "composite":
                return partial(self._object, form, {})
            case "reference":
                return key_reader(field)
            case kind:
                return READERS[kind]

    def _object(self, form: Form, known: dict[str, tuple[Member, ReadValue]], value: Any) -> Token:
        """A composite type. Its fields are looked up when one is met: a type may hold itself."""
        if not hasattr(value, "raw"):
            return unlike(value, "object")
        if not known:
            members = form.members or self._composites.get(form.target, ())
            known.update({one.column: (one, self.reader(one.form, one.field)) for one in members})
        found: dict[str, Token] = {}
        for name, inner in value.items():
            member = known.get(name)
            if member is None:
                if len(self.unread) < _MOST_UNREAD:
                    self.unread[f"{form.target}.{name}"] = None
            else:
                found[name] = _null(member[0].form) if inner is None else member[1](inner)
        return _joined(known, found)

    # -- what SQL asks

    def counted(self, column: str, form: Form, field: ScalarField) -> Aggregates:
        if form.is_list:
            return Aggregates("count(*)", f"p2c_items({column})")
        filled = f"count({column})"
        if form.kind in _COUNTED:
            what = literal(_COUNTED[form.kind])
            text = f"p2c_text({what}, {column})"
            is_number = form.kind not in ("string", "bytes", "stored")
            number = text if is_number else f"p2c_size({column})" if form.kind == "stored" else None
            return Aggregates(filled, f"cast({number} as integer)" if number else None, text)
        if form.kind == "enum":
            cases = " ".join(
                f"when {literal(stored)} then {literal(written)}" for stored, written in form.values
            )
            return Aggregates(filled, None, f"case {column} {cases} end")
        return Aggregates(filled)

    def raw(self, column: str, type_: str) -> str:
        return super().raw(distinct_null(column), type_)

    def folded(self, column: str) -> str:
        return f"case when typeof({column}) = 'text' then lower({column}) else hex({column}) end"

    def within(self, column: str, names: Sequence[str]) -> str:
        return f"p2c_within({', '.join((column, *map(literal, names)))})" if names else column

    def entries(self, paths: Sequence[tuple[str, Sequence[str]]]) -> str:
        every = literal(json.dumps([[column, *names] for column, names in paths]))
        return f"p2c_entries({', '.join((every, *(column for column, _ in paths)))})"

    def early(self, column: str) -> str | None:
        return f"p2c_text('date', {column}) + 0 <= 0"

    def shown(self, value: Any) -> str:
        found = _value(value)
        return found.hex() if isinstance(found, bytes) else str(found)


_COUNTED = {
    "string": "string",
    "integer": "whole",
    "int64": "whole",
    "instant": "date",
    "boolean": "boolean",
    "bytes": "base64",
    "stored": "sha256",
}
"""Forms whose values SQL counts and hashes, and what of them: by functions of the source."""


def distinct_null(column: str, form: Form | None = None) -> str:
    """A column in which null differs from nothing, where that makes a difference."""
    if form is not None and form.null != "either":
        return column
    alias, _, name = column.rpartition(".")
    field = name.strip('"')
    nulls = f"{alias}.{NULLS}" if alias else NULLS
    return f"case when {column} is null and instr({nulls}, ',{field},') then x'{NULL.hex()}' else {column} end"


class _References:
    """Keys of other documents, alone or in lists."""

    def __init__(self, dialect: MongoDB) -> None:
        self._dialect = dialect

    def value(self, column: str, form: Form, field: ScalarField) -> Value:
        if not form.is_list:
            return Value(distinct_null(column, form), partial(_read, key_reader(field)))
        return Value(column, partial(_keys, key_reader(field)))

    def items(self, value: Any) -> list[Any]:
        found = _value(value)
        if not isinstance(found, list):
            return []
        made = [staged(one) for one in found if one is not None]
        return [Text(one.encode()) if isinstance(one, str) else one for one in made]

    def there(self, column: str, target: IdTarget) -> str:
        assert target.key is not None
        relation = self._dialect.relation(target.namespace, target.source)
        key = self._dialect.quoted(target.key.column)
        return f"p2c_there({literal(relation)}, {literal(key)}, {column})"


def _value(value: Any) -> Any:
    return value.decode() if type(value) is Text else unstaged(value)


def _read(read: ReadValue, value: Any) -> Token:
    """Of a key."""
    found = _value(value)
    return NULL if found is None else read(found)


def _read_or_null(read: ReadValue, value: Any) -> Token:
    found = _value(value)
    try:
        return b"null" if found is None else read(found)
    except RecursionError:
        return Bad("PC712", "is nested too deep")


def _null(form: Form) -> bytes:
    return b"[]" if form.is_list else b"" if form.null == "absent" else b"null"


def _joined(known: Mapping[str, tuple[Member, ReadValue]], found: Mapping[str, Token]) -> Token:
    parts = []
    for column, (member, read) in known.items():
        token = found.get(column)
        if token is None:
            token = _missing(member, read)
        if isinstance(token, Bad):
            return token._replace(why=f"at {member.field.name}: {token.why}")
        if token:
            parts.append(f'"{member.name}":'.encode() + token)
    return b"{" + b",".join(parts) + b"}"


def _missing(member: Member, read: ReadValue) -> Token:
    if member.form.is_list:
        return b"[]"
    if member.form.null in ("absent", "either"):
        return b""
    default = default_of(member)
    return b"null" if default is None else read(default)


def _keys(read: ReadValue, value: Any) -> Any:
    """A list of tokens, or what is wrong with it."""
    found = _value(value)
    if found is None:
        return []
    if not isinstance(found, list):
        return unlike(found, "list")
    return [
        Bad("PC704", "has a null among its items") if one is None else read(one) for one in found
    ]
