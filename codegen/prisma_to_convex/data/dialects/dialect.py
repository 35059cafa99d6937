"""What a dialect says, and what a query of one table gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ScalarField

from ..counting.row_hashes import RowHash
from ..documents.plain_columns import Plain
from ..planning.export_plan import ExportColumn, ExportTable, IdTarget
from ..planning.forms import Form
from ..planning.value_references import ValueReference
from ..tokens.json_tokens import Token

Read: TypeAlias = Callable[[Any], Token]
"""A value as the driver hands it over (never None) -> its token, or a key's text."""


def as_it_is(value: bytes) -> bytes:
    """Reads what SQL formed as a token; whoever knows it need not call it."""
    return value


Role: TypeAlias = Literal[
    "key",
    "reference",
    "target",
    "creation",
    "created",
    "field",
    "tokens",
    "value-reference",
    "referred-key",
]


class Value(NamedTuple):
    """SQL of a value. Without `read` it gives the token itself. `plain`: what reads most of them a column at a time."""

    sql: str
    read: Read | None = None
    plain: Plain | None = None


class Cell(NamedTuple):
    """A column of the result. `creation` and `created` give `_creationTime`, the latter of a column that no field
    holds. `tokens` are whole fields put together by SQL: `,"name":"..."`. `referred_rows` says what the last two are.
    """

    role: Role
    sql: str
    read: Read | None = None
    column: ExportColumn | None = None
    plain: Plain | None = None
    by_value: ValueReference | None = None


WHERE = "\0where\0"
"""No name in a database can hold it."""


class Query(NamedTuple):
    """`sql` gives the cells of the table's rows, in a fixed order; `WHERE` in it stands for a slice."""

    sql: str
    cells: tuple[Cell, ...]

    def of(self, where: str) -> str:
        return self.sql.replace(WHERE, where)


class Aggregates(NamedTuple):
    """`filled` is a whole aggregate; of `number` the least, greatest and total are taken; `hashed` is the text that
    goes into the hash of a row."""

    filled: str
    number: str | None = None
    hashed: str | None = None


class HashedText(NamedTuple):
    """A text that goes into the hash of a row; one that `is_required` is NULL in no row that is moved."""

    sql: str
    is_required: bool = False


class References(Protocol):
    """Of a database that keeps lists of keys, which SQL can't join, and that tells null from nothing."""

    def value(self, column: str, form: Form, field: ScalarField) -> Value:
        """The key of the row that is referred to; of a list, `read` gives the keys of its items. `NULL` for a null
        that differs from nothing."""

    def items(self, value: Any) -> list[Any]:
        """The items of a list, each as a key is handed over."""

    def there(self, column: str, target: IdTarget) -> str:
        """SQL of a text with 1 for each item of a list whose row is there, else 0."""


NULL = b"\n"
"""A null that differs from nothing, as it is handed over where a form has "either"."""


class CheckDialect(Protocol):
    """What the checks of a probe are written with."""

    name: str

    def quoted(self, name: str) -> str: ...

    def text(self, value: str) -> str:
        """A text as a constant."""

    def relation(self, namespace: str | None, table: str) -> str: ...

    def key(self, column: str, field: ScalarField) -> Value:
        """The canonical text of a key's part (`key_texts`)."""

    def folded(self, column: str) -> str:
        """A text without regard to case."""

    def exact(self, text: str) -> str:
        """A text that is compared letter by letter."""

    def comparable(self, column: str, field: ScalarField, other: ScalarField) -> str:
        """A column, as what a column of another field is compared with; NULL where it can be none of its values."""

    def within(self, column: str, names: Sequence[str]) -> str:
        """The value that lies deeper in objects, NULL where there is none: of composite types."""

    def entries(self, paths: Sequence[tuple[str, Sequence[str]]]) -> str | None:
        """JSON's list of what an index over these columns, and what lies deeper in them, has of a row: lists of texts,
        one for each item of a list. None where an index has one entry for a row."""

    def early(self, column: str) -> str | None:
        """The condition that a date is not after 1970; None where SQL can't tell."""


class Dialect(CheckDialect, Protocol):
    """Texts only: it talks to no server."""

    table: str
    """What a table is called."""
    sum: str
    """The aggregate that adds whole numbers of 64 bits up, exactly."""

    @property
    def references(self) -> References | None: ...

    def constant(self, value: Any) -> str:
        """A value that the database handed over, as SQL."""

    def value(self, column: str, form: Form, field: ScalarField, type_: str) -> Value:
        """`type_` is that of the catalog."""

    def milliseconds(self, column: str, field: ScalarField) -> Value:
        """A date as whole milliseconds, NULL where it has none; for `_creationTime`."""

    def together(self, fields: list[tuple[ExportColumn, str]]) -> str | None:
        """One SQL text of several fields whose tokens SQL makes; None where that gains nothing."""

    def order(self, table: ExportTable) -> str: ...

    def raw(self, column: str, type_: str) -> str:
        """All that a column of this type of the catalog holds, as a text that is NULL where it is NULL."""

    row_hash: RowHash
    """How rows are hashed: by what both the server and the second reader can do."""

    def text_of_row(self, texts: Sequence[HashedText]) -> str:
        """One text of all."""

    def sum_of_hashes(self, text: str) -> str:
        """Of the text of a row, as `row_hashes` has it: an aggregate."""

    def counted_in(self, relation: str, made: Sequence[str]) -> tuple[str, Sequence[str]]:
        """What rows are counted in, and what is made of each row, by what it is called there: made once
        where that gains something."""

    def hash_of_contents(self, texts: Sequence[HashedText]) -> str:
        """A sum of hashes of all rows' texts, for this database alone: an aggregate."""

    def counted(self, column: str, form: Form, field: ScalarField) -> Aggregates:
        """What `tally` counts of the documents, as SQL."""

    def shown(self, value: Any) -> str:
        """A key as people write it, of what the database handed over."""


ALIAS = "t"


class Common:
    """What most dialects have alike."""

    table = "table"
    sum = "sum"
    row_hash: RowHash = "md5"
    references: References | None = None

    def quoted(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def relation(self, namespace: str | None, table: str) -> str:
        prefix = f"{self.quoted(namespace)}." if namespace else ""
        return prefix + self.quoted(table)

    def counted_in(self, relation: str, made: Sequence[str]) -> tuple[str, Sequence[str]]:
        return f"{relation} {ALIAS}", made

    def order(self, table: ExportTable) -> str:
        """By the key: what a table is kept by, as a rule."""
        if not table.key:
            return ""
        return " order by " + ", ".join(f"{ALIAS}.{self.quoted(part.column)}" for part in table.key)

    def text(self, value: str) -> str:
        return literal(value)

    def folded(self, column: str) -> str:
        return f"lower({column})"

    def exact(self, text: str) -> str:
        return text

    def comparable(self, column: str, field: ScalarField, other: ScalarField) -> str:
        return column

    def within(self, column: str, names: Sequence[str]) -> str:
        return column  # no other database than MongoDB has composite types

    def entries(self, paths: Sequence[tuple[str, Sequence[str]]]) -> str | None:
        return None

    def early(self, column: str) -> str | None:
        return f"{column} <= '1970-01-01'"

    def shown(self, value: Any) -> str:
        return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def query(
    dialect: Dialect,
    table: ExportTable,
    targets: Mapping[str, IdTarget],
    checked: frozenset[str],
    types: Mapping[str, str],
    by_value: Sequence[Cell] = (),
) -> Query:
    """The query of a table. `checked`: the database columns whose referred row is looked up. `types`: the
    catalog's, by column. `by_value`: cells of `referred_rows`."""
    cells: list[Cell] = []
    for part in table.key:
        value = dialect.key(f"{ALIAS}.{dialect.quoted(part.column)}", part.field)
        cells.append(Cell("key", value.sql, value.read))
    ready: list[tuple[ExportColumn, str]] = []
    for column in table.columns:
        sql = f"{ALIAS}.{dialect.quoted(column.column)}"
        if column.form.kind == "reference":
            cells.extend(_reference(dialect, column, sql, targets[column.form.target], checked))
            continue
        value = dialect.value(sql, column.form, column.field, types[column.column])
        if value.read is None:
            ready.append((column, value.sql))
        else:
            cells.append(
                Cell(role="field", sql=value.sql, read=value.read, column=column, plain=value.plain)
            )
    if table.creation is not None:
        sql = f"{ALIAS}.{dialect.quoted(table.creation.column)}"
        value = dialect.milliseconds(sql, table.creation.field)
        role: Role = "created" if table.is_created else "creation"
        cells.append(Cell(role, value.sql, value.read, plain=value.plain))
    together = dialect.together(ready) if ready else None
    if together is not None:
        cells.append(Cell("tokens", together))
    cells.extend(by_value)
    source = dialect.relation(table.namespace, table.source)
    chosen = ", ".join(cell.sql for cell in cells)
    text = f"select {chosen} from {source} {ALIAS}{WHERE}{dialect.order(table)}"
    return Query(text, tuple(cells))


def _reference(
    dialect: Dialect, column: ExportColumn, sql: str, target: IdTarget, checked: frozenset[str]
) -> list[Cell]:
    assert target.key is not None  # what others refer to has a key of one column
    key = dialect.key(sql, target.key.field)
    references = dialect.references
    own = references.value(sql, column.form, target.key.field) if references else key
    found = [Cell("reference", own.sql, own.read, column)]
    if column.column in checked and column.form.is_list and references:
        found.append(Cell("target", references.there(sql, target), None, column))
    elif column.column in checked:
        there = f"r.{dialect.quoted(target.key.column)}"
        key = dialect.key(there, target.key.field)
        relation = dialect.relation(target.namespace, target.source)
        # of a key that should be unique
        own_key = dialect.comparable(sql, column.field, target.key.field)
        looked_up = f"(select {key.sql} from {relation} r where {there} = {own_key} limit 1)"
        found.append(Cell("target", looked_up, key.read, column))
    return found


def literal(text: str) -> str:
    """SQL's text in quotes; no backslash of ours is in it."""
    return "'" + text.replace("'", "''") + "'"
