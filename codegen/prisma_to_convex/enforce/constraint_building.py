"""A lowered schema -> its constraints, and which guarantee each of them gives back. Pure.

Long, as it is one table of constraints: each kind with the guarantee that it gives back.
"""

from __future__ import annotations

from prisma_schema_parser.guarantees import DatabaseObject, Guarantee, Kind, Subject
from prisma_schema_parser.schema import (
    Action,
    ForeignKey,
    Index,
    IndexField,
    ManyToMany,
    Scalar,
)

from ..convex.convex_schema import Table
from ..lowering.folded_fields import COLLATIONS, is_folded
from ..lowering.lowered import Lowered, LoweredField, LoweredJoin, LoweredModel
from ..rules.outcome import convex_names, index_over, referred_names
from .column_bounds import bound_of
from .constraint_model import (
    ConstraintLine,
    Enforcement,
    GivenBack,
    GuaranteePlace,
    KeyReference,
    SchemaConstraints,
    Section,
    TableConstraints,
    UniqueKey,
)
from .default_code import default_value
from .names_in_database import pair_table, reference_name, unique_name
from .object_layout import Node
from .omitted_values import may_be_omitted, omitted_value
from .value_forms import compared_across_forms, compared_as_spelt

_TO_THE_LETTER = "text is compared to the letter, where the database did not regard case: there is no room for an index"
_FOLDED = {
    "postgresql": "case is folded as in a database of a UTF-8 locale of the C library; for one of ICU or of locale C, change `fold`",
    "mysql": "text is compared as by utf8mb4_unicode_ci: Latin, Greek, Cyrillic and Han as there, other scripts as Unicode has them today",
    "sqlserver": "text is compared as the documentation of SQL_Latin1_General_CP1_CI_AS has it",
}
_FOR_EXAMPLE = "the order of several actions follows the provider's documentation"
_AS_CLIENT = "as Prisma's client did it, the order of several actions aside"
_DEFAULT_ROW = "a delete is refused, since the default was the id of a row"
_AT_INSERT = "an insert may leave it null, since the key is part of a cycle"
# What every object of JavaScript has can't be distinguished from a key of constraints.ts.
INHERITED = frozenset(
    [
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    ]
)
_NOT_RUN = frozenset(["cockroachdb", "sqlserver"])


def place_of(guarantee: Guarantee) -> GuaranteePlace:
    return GuaranteePlace(
        kind=guarantee.kind,
        owner=guarantee.owner,
        fields=guarantee.fields,
        start=_start(guarantee.subject),
        side=guarantee.side,
    )


def _start(subject: Subject) -> int:
    """Where it stands in its file: a block is in one file."""
    if isinstance(subject, ManyToMany):
        return subject.span_a.start
    if subject is None or isinstance(subject, (DatabaseObject, IndexField)):
        return -1
    return subject.span.start


def enforcement(lowered: Lowered) -> Enforcement:
    """What can be enforced of a schema; what has no place in `given_back` can't be, or need not."""
    building = _Builder(lowered)
    for model in lowered.models.values():
        if not model.model.is_view:
            building.table(model)
    for join in lowered.joins.values():
        building.join(join)
    provider = lowered.schema.provider or "postgresql"
    source = lowered.schema.datasource
    is_emulated = source is not None and source.relation_mode == "prisma"
    constraints = SchemaConstraints(
        provider=provider,
        is_emulated=is_emulated,
        tables=tuple(building.tables),
        generators=tuple(sorted(building.generators)),
        fold=COLLATIONS[provider] if any(table.folded for table in building.tables) else "",
    )
    return Enforcement(constraints, building.given_back)


def _folded_names(lowered: Lowered) -> dict[str, dict[str, str]]:
    """By model and field as emitted, the field that holds its text as it is compared; only those that are there."""
    fields = {table.name: {one.name for one in table.fields} for table in lowered.convex.tables}
    found: dict[str, dict[str, str]] = {}
    for (name, field), by in lowered.folded.items():
        model = lowered.models.get(name)
        if model is not None and field in model.fields and by in fields.get(model.table, ()):
            found.setdefault(name, {})[model.fields[field].name] = by
    return found


class _Builder:
    """Goes through the tables; `tables`, `given_back` and `generators` are what it has so far."""

    def __init__(self, lowered: Lowered) -> None:
        self.lowered = lowered
        self.keys = lowered.schema.keys_by_model()
        self.emitted = {table.name: table for table in lowered.convex.tables}
        self.folded = _folded_names(lowered)
        self.given_back: dict[GuaranteePlace, GivenBack] = {}
        self.tables: list[TableConstraints] = []
        self.generators: set[str] = set()

    def table(self, model: LoweredModel) -> None:
        unique = tuple(
            made for index in model.model.indexes if (made := self._unique(model, index))
        )
        keys = self.keys.get(model.model.name, ())
        references = tuple(key for relation in keys if (key := self._reference(model, relation)))
        required, later = self._required(model)
        self.tables.append(
            TableConstraints(
                table=model.table,
                model=model.model.name,
                unique=unique,
                references=references,
                defaults=(*self._defaults(model), *self._omitted(model)),
                updated_at=self._updated_at(model),
                bounds=self._bounds(model),
                required=required,
                required_later=later,
                folded=tuple(
                    (field.name, by)
                    for name, field in model.fields.items()
                    if (by := self._folded(model, name)) and field.name not in INHERITED
                ),
            )
        )

    def _give_back(
        self,
        kind: Kind,
        owner: str,
        fields: tuple[str, ...],
        subject: Subject,
        given: GivenBack,
        side: str = "",
    ) -> None:
        self.given_back[
            GuaranteePlace(kind=kind, owner=owner, fields=fields, start=_start(subject), side=side)
        ] = given

    # -- unique keys

    def _unique(self, model: LoweredModel, index: Index) -> UniqueKey | None:
        path = self.lowered.path(index)
        if index.kind not in ("id", "unique") or index.where is not None or path is None:
            return None
        if not path.index_name or path.cut or path.status == "dropped":
            return None
        if any(part.length is not None for part in index.fields):
            return None
        if any(self._is_multikey(model, part.path) for part in index.fields):
            return None
        name = unique_name(model.model, index, self.lowered.schema)
        names = index.field_names
        by = self._index_of_folded(model, path.fields[: len(index.fields)]) or path.index_name
        made = UniqueKey(name, path.requested or path.fields, by)
        given = self._given_folded(ConstraintLine(model.table, "unique", name), model, names, by)
        for kind in ("primary-key", "unique", "one-to-one"):
            self._give_back(kind, model.model.name, index.field_names, index, given)
        return made

    def _is_multikey(self, model: LoweredModel, path: tuple[str, ...]) -> bool:
        """MongoDB's index of a list holds each of its items."""
        field = model.fields.get(path[0])
        is_list = field is not None and field.field.arity == "list"
        return is_list and self.lowered.schema.provider == "mongodb"

    # -- text that is not compared to the letter

    def _folded(self, model: LoweredModel, field: str) -> str:
        """The field that holds its text as it is compared; empty where there is none."""
        stored = model.fields.get(field)
        return self.folded.get(model.model.name, {}).get(stored.name, "") if stored else ""

    def _table(self, model: LoweredModel) -> Table:
        """As it is emitted; one that was taken away by hand has no fields."""
        return self.emitted.get(model.table) or Table(model.table, ())

    def _index_of_folded(self, model: LoweredModel, fields: tuple[str, ...]) -> str:
        """The index over these fields, in any order, that has folded texts where it can."""
        by_name = self.folded.get(model.model.name, {})
        wanted = {by_name.get(field, field) for field in fields}
        if wanted == set(fields):
            return ""
        for index in self._table(model).indexes:
            if set(index.fields[: len(fields)]) == wanted:
                return index.name
        return ""

    def _given_folded(
        self, line: ConstraintLine, model: LoweredModel, names: tuple[str, ...], by: str
    ) -> GivenBack:
        """With what is missing of the comparison of text."""
        provider = self.lowered.schema.provider
        fields = [(name, model.fields[name]) for name in names if name in model.fields]
        texts = [(name, field) for name, field in fields if is_folded(field, provider)]
        if not texts:
            return GivenBack(line, compared_as_spelt(field for _, field in fields))
        indexed = [index.fields for index in self._table(model).indexes if index.name == by]
        if not all(self._folded(model, name) in (indexed or [()])[0] for name, _ in texts):
            return GivenBack(line, _TO_THE_LETTER)
        needs = tuple(ConstraintLine(model.table, "folded", field.name) for _, field in texts)
        return GivenBack(line, _FOLDED[provider or ""], needs)

    # -- references

    def _reference(self, model: LoweredModel, relation: ForeignKey) -> KeyReference | None:
        lowered, target = self.lowered, self.lowered.models.get(relation.target)
        if target is None or target.model.is_view:
            return None
        if not all(self._is_stored(model, name) for name in relation.fields):
            return None
        fields = convex_names(relation.model, relation.fields, lowered)
        keys = referred_names(relation, lowered)
        over = None if "_id" in keys else index_over(target, keys)
        by = over[0] if over is not None else ""
        by = self._index_of_folded(target, keys) or by
        if not by and "_id" not in keys:
            return None
        if not all(self._is_stored(target, name) for name in relation.references):
            return None
        path = lowered.path(relation)
        index = path.index_name if path and not path.cut and path.status != "dropped" else ""
        index = self._index_of_folded(model, fields) or index
        name = reference_name(model.model, relation, lowered.schema)
        on_delete, why = self._action(model, relation, relation.on_delete.action)
        made = KeyReference(
            name=name,
            fields=fields,
            index_name=index,
            to=target.table,
            keys=keys,
            by=by,
            on_delete=on_delete,
            on_update=relation.on_update.action,
        )
        line = ConstraintLine(model.table, "references", name)
        given = self._given_folded(line, model, relation.fields, index)
        if not given.partly:
            lacks = compared_across_forms(model, relation, target, lowered.schema.provider)
            given = given._replace(partly=lacks)
        self._give_back_reference(relation, given, why, bool(index))
        return made

    def _is_stored(self, model: LoweredModel, field: str) -> bool:
        return field == model.replaced_id or field in model.fields

    def _action(
        self, model: LoweredModel, relation: ForeignKey, action: Action
    ) -> tuple[Action, str]:
        """The action as it can be run, and what of it is missing."""
        if action == "SetDefault":
            for name in relation.fields:
                field = model.fields[name]
                default = field.field.default
                if default is not None and not default_value(field, default, self.lowered).code:
                    return "Restrict", _DEFAULT_ROW
        if self._is_emulated:
            return action, _AS_CLIENT
        return action, _FOR_EXAMPLE if self.lowered.schema.provider in _NOT_RUN else ""

    @property
    def _is_emulated(self) -> bool:
        source = self.lowered.schema.datasource
        return source is not None and source.relation_mode == "prisma"

    def _give_back_reference(
        self, relation: ForeignKey, given: GivenBack, why: str, watches_deletes: bool
    ) -> None:
        """`why` says what of the action is missing, `given` what of the comparison."""
        owner, fields = relation.model, relation.fields
        acting = given._replace(partly=why) if why else given
        if not self._is_emulated:
            self._give_back("foreign-key", owner, fields, relation, given)
        if watches_deletes:
            self._give_back("on-delete", owner, fields, relation, acting)
            on_update = given if why == _DEFAULT_ROW else acting
            self._give_back("on-update", owner, fields, relation, on_update)

    def join(self, join: LoweredJoin) -> None:
        """An implicit many-to-many relation: a pair stands once, and goes with either end."""
        relation, table = join.relation, pair_table(join.relation)
        models = self.lowered.models
        if relation.model_a not in models or relation.model_b not in models:
            return
        pair = self.lowered.path(relation)
        unique: tuple[UniqueKey, ...] = ()
        if pair is not None and pair.index_name:
            name = f"{table}_AB_pkey"
            unique = (UniqueKey(name, (join.column_a, join.column_b), pair.index_name),)
            line = ConstraintLine(join.table, "unique", name)
            owner = relation.model_a
            self._give_back("many-to-many", owner, (relation.field_a,), relation, GivenBack(line))
        references = tuple(
            made for side in ("a", "b") if (made := self._end(join, side, f"{table}_"))
        )
        title = f"{relation.model_a}.{relation.field_a}"
        self.tables.append(TableConstraints(join.table, title, unique, references))

    def _end(self, join: LoweredJoin, side: str, prefix: str) -> KeyReference | None:
        """The column that refers to model_a, or to model_b."""
        relation = join.relation
        is_a = side == "a"
        column = join.column_a if is_a else join.column_b
        target = self.lowered.models[relation.model_a if is_a else relation.model_b]
        index = _index_of(join, column)
        name = f"{prefix}{side.upper()}_fkey"
        line = ConstraintLine(join.table, "references", name)
        # What the guarantee calls side a is the list on model_a: it refers to model_b.
        other, owner, field = (
            ("b", relation.model_b, relation.field_b)
            if is_a
            else ("a", relation.model_a, relation.field_a)
        )
        why = _AS_CLIENT if self._is_emulated else ""
        if not self._is_emulated:
            self._give_back("foreign-key", owner, (field,), relation, GivenBack(line), other)
            if index:
                self._give_back("on-delete", owner, (field,), relation, GivenBack(line, why), other)
        return KeyReference(
            name=name,
            fields=(column,),
            index_name=index,
            to=target.table,
            keys=("_id",),
            by="",
            on_delete="NoAction" if self._is_emulated else "Cascade",
            on_update="Cascade",
        )

    # -- fields

    def _defaults(self, model: LoweredModel) -> tuple[tuple[str, Node], ...]:
        found: list[tuple[str, Node]] = []
        for name, field in model.fields.items():
            default = field.field.default
            if default is None:
                continue
            value = default_value(field, default, self.lowered)
            if not value.code or field.name in INHERITED:
                continue
            if value.generator:
                self.generators.add(value.generator)
            found.append((field.name, value.code))
            given = GivenBack(ConstraintLine(model.table, "defaults", field.name))
            self._give_back("default", model.model.name, (name,), default, given)
        return tuple(found)

    def _omitted(self, model: LoweredModel) -> tuple[tuple[str, Node], ...]:
        """What Prisma's client did with every field: the runtime does it for each table that stands here."""
        found = []
        line = ConstraintLine(model.table, "model", "")
        for name, field in model.fields.items():
            given = GivenBack(line)
            self._give_back("undefined-skipped", model.model.name, (name,), field.field, given)
            value = omitted_value(field) if may_be_omitted(field.field) else None
            if value is None or (value and field.name in INHERITED):
                continue
            if value:
                found.append((field.name, value))
                given = GivenBack(ConstraintLine(model.table, "defaults", field.name))
            self._give_back("omitted-value", model.model.name, (name,), field.field, given)
        return tuple(found)

    def _updated_at(self, model: LoweredModel) -> tuple[str, ...]:
        found = []
        for name, field in model.fields.items():
            if field.field.is_updated_at and field.override is None:
                found.append(field.name)
                given = GivenBack(ConstraintLine(model.table, "updatedAt", field.name))
                self._give_back("updated-at", model.model.name, (name,), field.field, given)
        return tuple(found)

    def _bounds(self, model: LoweredModel) -> tuple[tuple[str, str], ...]:
        found = []
        for name, field in model.fields.items():
            bound = bound_of(field, self.lowered.schema.provider)
            if not bound or field.name in INHERITED:
                continue
            found.append((field.name, bound))
            native, given = field.field.native_type, GivenBack(
                ConstraintLine(model.table, "bounds", field.name)
            )
            self._give_back("scalar-type", model.model.name, (name,), field.field, given)
            if native is not None:
                self._give_back("native-type", model.model.name, (name,), native, given)
        return tuple(found)

    def _required(self, model: LoweredModel) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Fields that are not null though schema.ts accepts it: always, and once inserted."""
        always, later = [], []
        for name, field in model.fields.items():
            if field.field.arity != "required":
                continue
            section: Section = "requiredLater" if field.is_freed else "required"
            if field.is_freed:
                later.append(field.name)
            elif _takes_anything(field):
                always.append(field.name)
            else:
                continue
            given = GivenBack(
                ConstraintLine(model.table, section, field.name),
                _AT_INSERT if field.is_freed else "",
            )
            self._give_back("not-null", model.model.name, (name,), field.field, given)
        return tuple(always), tuple(later)


def _takes_anything(field: LoweredField) -> bool:
    """`v.any()` for a type that Convex has no validator for. A JSON null is a value of Json."""
    from ..convex.convex_schema import accepts_anything

    kind = field.field.type
    return accepts_anything(field.validator) and kind != Scalar("Json")


def _index_of(join: LoweredJoin, column: str) -> str:
    return next(
        (path.index_name for path in join.paths if path.index_name and path.fields[0] == column), ""
    )
