"""T-SQL of the checks that `data probe --sql-only` prints. It was parsed, and never run: no server of SQL Server was at hand.

So there is no more of it: rows of SQL Server are not read.
"""

from __future__ import annotations

from prisma_schema_parser.schema import Scalar, ScalarField

from ..tokens.key_texts import is_uuid
from .dialect import Common, Value, literal


class SQLServer(Common):
    name = "sqlserver"

    def quoted(self, name: str) -> str:
        return "[" + name.replace("]", "]]") + "]"

    def text(self, value: str) -> str:
        return literal(value) if value.isascii() else f"N{literal(value)}"

    def key(self, column: str, field: ScalarField) -> Value:
        if field.type == Scalar("Bytes"):
            return Value(f"lower(convert(varchar(max), {column}, 2))")
        text = f"convert(nvarchar(max), {column})"
        return Value(f"lower({text})" if is_uuid(field) else text)
