"""Checks that SQL makes of rows: what a dry run of the export does not see. One statement each, to read and to explain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import (
    CompositeRef,
    EnumRef,
    ForeignKey,
    IndexField,
    Model,
    Scalar,
    ScalarField,
    Schema,
)

from ...convex.convex_schema import MAX_WRITES
from ..dialects.dialect import ALIAS, CheckDialect
from ..dialects.referring import Fields, own_columns, refers
from ..planning.export_plan import ExportTable, Plan
from ..planning.value_references import ValueReference

_IN_GROUPS = "coalesce(sum(d.n), 0)"
_EXACT = 1 << 53  # v.number() is exact up to it


class Check(NamedTuple):
    """`source` is what stands behind FROM; `key` the SQL of a row's key; `counted` that of the number of rows, where each
    row of `source` is not one. `is_seen`: the dry run tells it exactly."""

    rule: str
    place: str
    source: str
    key: str
    is_seen: bool = False
    counted: str = "count(*)"

    @property
    def rows(self) -> str:
        return f"select {self.counted} from {self.source}"

    @property
    def keys(self) -> str:
        return f"select {self.key} from {self.source} limit 3"


def checks(plan: Plan, schema: Schema, dialect: CheckDialect) -> Iterator[Check]:
    """In the order of tables; the same schema gives the same texts."""
    for table in plan.tables:
        model = schema.models_by_name.get(table.model)
        made = _RowChecks(table, schema, dialect)
        if model is not None:
            yield from made.uniques(model)
            yield from made.foreign_keys()
        else:
            yield made.pairs()
        yield from made.columns()
        if model is not None:
            yield from made.cascades(model)


class _RowChecks:
    def __init__(self, table: ExportTable, schema: Schema, dialect: CheckDialect) -> None:
        self._table, self._schema, self._dialect = table, schema, dialect
        self._relation = relation_of(table, dialect)
        self._key = key_of(table, dialect)

    def _column(self, name: str) -> str:
        return f"{ALIAS}.{self._dialect.quoted(name)}"

    def _where(self, rule: str, place: str, condition: str, *, is_seen: bool = False) -> Check:
        return Check(
            rule=rule,
            place=place,
            source=f"{self._relation} where {condition}",
            key=self._key,
            is_seen=is_seen,
        )

    def pairs(self) -> Check:
        """Of the table of an implicit relation: each pair is a document."""
        names = [self._column(part.column) for part in self._table.key]
        place = ", ".join(part.column for part in self._table.key)
        return self._groups("PC702", f"{self._table.model}.{place}", names, names)

    def uniques(self, model: Model) -> Iterator[Check]:
        for index in model.indexes:
            found = [self._path(model, part) for part in index.fields]
            if index.kind not in ("id", "unique") or index.where or not all(found):
                continue
            place = f"{model.name}.{', '.join(index.field_names)}"
            if any(field.arity == "list" for path in found for field in path) and (
                entries := self._dialect.entries([self._written(path) for path in found])
            ):
                yield from self._items(place, entries, found)
                continue
            names = [self._dialect.within(*self._written(path)) for path in found]
            yield self._groups("PC702", place, names, names)
            if index.kind == "unique" and any(map(_is_text, found)):
                folded = [
                    self._dialect.folded(name) if _is_text(path) else name
                    for name, path in zip(names, found, strict=True)
                ]
                yield self._groups("PC703", place, folded, names)

    def _written(self, path: list[ScalarField]) -> tuple[str, list[str]]:
        """The column, and the names of what lies deeper in it."""
        return self._column(path[0].database_name), [one.database_name for one in path[1:]]

    def _items(
        self, place: str, entries: str, paths: Sequence[list[ScalarField]]
    ) -> Iterator[Check]:
        """Of an index that has an entry for each item of a list: two rows have the same."""
        keys = [f"k{at}" for at in range(len(paths))]
        chosen = ", ".join(f"json_extract(e.value, '$[{at}]') as k{at}" for at in range(len(paths)))
        # the same twice in one row is one entry
        rows = f"select distinct {ALIAS}.rowid as row_, {chosen} from {self._relation}, json_each({entries}) e"
        shown = ", ".join(f"substr(d.{key}, 2)" for key in keys)
        names = ", ".join(keys)
        same = f"select {names}, count(*) as n from ({rows}) group by {names} having count(*) > 1"
        yield Check("PC702", place, f"({same}) d", shown, counted=_IN_GROUPS)
        if all(map(_holds_text, paths)):
            by = ", ".join(f"lower({key})" for key in keys)
            chosen = ", ".join(f"lower({key}) as {key}" for key in keys)
            spelled = " || char(0) || ".join(keys)
            many = f"count(distinct {spelled}) > 1"
            number = "count(distinct row_) as n"
            folded = f"select {chosen}, {number} from ({rows}) group by {by} having {many}"
            yield Check("PC703", place, f"({folded}) d", shown, counted=_IN_GROUPS)

    def _path(self, model: Model, part: IndexField) -> list[ScalarField]:
        """The fields from the model's own on; none where it leads to nothing."""
        found: list[ScalarField] = []
        fields = {one.name: one for one in model.scalar_fields}
        for name in part.path:
            field = fields.get(name)
            if field is None:
                return []
            found.append(field)
            if isinstance(field.type, CompositeRef):
                inner = self._schema.composite_types_by_name[field.type.name]
                fields = {one.name: one for one in inner.fields}
        return found

    def _groups(self, rule: str, place: str, by: list[str], filled: list[str]) -> Check:
        """Rows whose key another has, too; for folded ones, in another spelling."""
        given = " and ".join(f"{name} is not null" for name in filled)
        spelled = [name for name, folded in zip(filled, by, strict=True) if name != folded]
        many = " or ".join(f"count(distinct {name}) > 1" for name in spelled) or "count(*) > 1"
        chosen = ", ".join(f"{name} as k{at}" for at, name in enumerate(by))
        groups = f"{self._relation} where {given} group by {', '.join(by)} having {many}"
        shown = ", ".join(f"d.k{at}" for at in range(len(by)))
        inner = f"select {chosen}, count(*) as n from {groups}"
        return Check(rule, place, f"({inner}) d", shown, counted=_IN_GROUPS)

    def foreign_keys(self) -> Iterator[Check]:
        """Every relation, also those that hold natural keys, which no id depends on."""
        by_value = {one.place for one in self._table.by_value}
        for relation in self._table.foreign:
            fields = self._fields(relation)
            if fields:
                target = self._schema.model(relation.target)
                there = self._dialect.relation(target.namespace, target.database_name)
                place = f"{relation.model}.{', '.join(relation.fields)}"
                where = _leads_nowhere(self._dialect, there, fields, by_letters=place in by_value)
                yield self._where("PC701", place, where)

    def _fields(self, relation: ForeignKey) -> list[tuple[ScalarField, ScalarField]]:
        model, target = self._schema.model(relation.model), self._schema.model(relation.target)
        found = []
        for name, referred in zip(relation.fields, relation.references, strict=False):
            own, other = model.scalar(name), target.scalar(referred)
            if own is None or other is None:
                return []
            found.append((own, other))
        return found

    def columns(self) -> Iterator[Check]:
        for column in self._table.columns:
            sql, field, form = self._column(column.column), column.field, column.form
            if field.arity == "required":
                yield self._where("PC704", column.place, f"{sql} is null", is_seen=True)
            if isinstance(field.type, EnumRef) and not form.is_list:
                known = ", ".join(self._dialect.text(stored) for stored, _ in form.values)
                text = self._dialect.exact(self._dialect.key(sql, field).sql)
                yield self._where("PC705", column.place, f"{text} not in ({known})", is_seen=True)
            if form.kind == "integer" and field.type == Scalar("BigInt") and not form.is_list:
                yield self._where(
                    "PC706", column.place, f"{sql} not between -{_EXACT} and {_EXACT}", is_seen=True
                )
            if form.kind in ("instant", "instant-text") and not form.is_list:
                yield from self._dates(column.place, sql)
        created = self._table.creation
        early = self._dialect.early(self._column(created.column)) if created else None
        if created is not None and early is not None:
            code = "PC721" if self._table.is_created else "PC709"
            yield self._where(code, f"{self._table.model}.{created.field.name}", early)

    def _dates(self, place: str, sql: str) -> Iterator[Check]:
        match self._dialect.name:
            case "postgresql":
                odd = f"not isfinite({sql}) or {sql} > '275760-09-13'"
                yield self._where("PC708", place, odd, is_seen=True)
                fine = f"isfinite({sql}) and {sql} <> date_trunc('milliseconds', {sql})"
                yield self._where("PC710", place, fine)
            case "cockroachdb":
                fine = f"{sql} <> date_trunc('milliseconds', {sql})"
                yield self._where("PC710", place, fine)
            case "mysql":
                yield self._where("PC710", place, f"microsecond({sql}) % 1000 <> 0")
            case "sqlserver":
                fine = f"datepart(nanosecond, {sql}) % 1000000 <> 0"
                yield self._where("PC710", place, fine)
            case _:
                return

    def cascades(self, model: Model) -> Iterator[Check]:
        """Rows that a cascade would delete with their parent, where one mutation can't."""
        for relation in self._table.foreign:
            if relation.on_delete.action != "Cascade" or not (fields := self._fields(relation)):
                continue
            columns = own_columns(self._dialect, fields)
            by = ", ".join(columns)
            chosen = ", ".join(f"{column} as k{at}" for at, column in enumerate(columns))
            inner = f"select {chosen} from {self._relation} group by {by} having count(*) >= {MAX_WRITES}"
            shown = ", ".join(f"d.k{at}" for at in range(len(columns)))
            yield Check("PC715", f"{model.name}.{relation.field}", f"({inner}) d", shown)


def _is_text(path: list[ScalarField]) -> bool:
    return _holds_text(path) and path[-1].arity != "list"


def _holds_text(path: list[ScalarField]) -> bool:
    return path[-1].type == Scalar("String")


def relation_of(table: ExportTable, dialect: CheckDialect) -> str:
    return f"{dialect.relation(table.namespace, table.source)} {ALIAS}"


def key_of(table: ExportTable, dialect: CheckDialect) -> str:
    columns = [(f"{ALIAS}.{dialect.quoted(part.column)}", part.field) for part in table.key]
    return ", ".join(dialect.key(column, field).sql for column, field in columns) or "null"


def _leads_nowhere(dialect: CheckDialect, there: str, fields: Fields, *, by_letters: bool) -> str:
    given = " and ".join(f"{column} is not null" for column in own_columns(dialect, fields))
    same = refers(dialect, fields, by_letters=by_letters)
    return f"{given} and not exists (select 1 from {there} r where {same})"


def orphans_by_value(
    table: ExportTable, dialect: CheckDialect
) -> Iterator[tuple[ValueReference, Check]]:
    """Of the references whose documents hold another key than an id."""
    for one in table.by_value:
        there = dialect.relation(one.namespace, one.source)
        condition = _leads_nowhere(dialect, there, one.fields, by_letters=True)
        source = f"{relation_of(table, dialect)} where {condition}"
        yield one, Check("PC701", one.place, source, key_of(table, dialect))
