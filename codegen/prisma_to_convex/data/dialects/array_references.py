"""PostgreSQL's arrays of keys of other rows: what `@convex.references` makes of a scalar list."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from prisma_schema_parser.schema import ScalarField

from ..planning.export_plan import IdTarget
from ..planning.forms import Form
from ..tokens.json_tokens import Bad
from .dialect import Dialect, Read, Value

_ITEMS = "unnest({column}) with ordinality u(x, o)"
_NESTED = "!"
_TOO_MANY = Bad("PC713", "has more than one dimension")
_NULL_ITEM = Bad("PC713", "has an item that is NULL")


class ArrayReferences:
    """Keys are handed over as a JSON list of their texts."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def value(self, column: str, form: Form, field: ScalarField) -> Value:
        if not form.is_list:
            return self._dialect.key(column, field)
        key = self._dialect.key("u.x", field)
        items = f"coalesce(json_agg({key.sql} order by u.o)::text, '[]')"
        found = f"(select {items} from {_ITEMS.format(column=column)})"
        sql = f"case when array_ndims({column}) > 1 then '{_NESTED}' else {found} end"
        assert key.read is not None
        return Value(sql, partial(_keys, key.read))

    def items(self, value: Any) -> list[Any]:
        if value == _NESTED.encode():
            return []
        return [one.encode() for one in json.loads(value) if one is not None]

    def there(self, column: str, target: IdTarget) -> str:
        assert target.key is not None
        relation = self._dialect.relation(target.namespace, target.source)
        same = f"r.{self._dialect.quoted(target.key.column)} = u.x"
        mark = f"case when exists (select 1 from {relation} r where {same}) then '1' else '0' end"
        return f"(select string_agg({mark}, '' order by u.o) from {_ITEMS.format(column=column)})"


def _keys(read: Read, value: bytes) -> Any:
    if value == _NESTED.encode():
        return _TOO_MANY
    return [_NULL_ITEM if one is None else read(one.encode()) for one in json.loads(value)]
