"""Lowered, and the schema.ts that stands there -> Lowered as it stands: what is said of it is true of the file.

What was removed by hand is gone from the models as if it had been left out; a field that was changed has
its validator; an access path has the index that serves it now, or none.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from prisma_schema_parser.records import NamedTuple

from ..convex.acceptance import Exports, is_known, resolved
from ..convex.convex_schema import (
    ConvexSchema,
    Export,
    Field,
    Table,
    Validator,
    VArray,
    VId,
    VObject,
    VRecord,
    VReference,
    VUnion,
    accepts_null,
)
from ..convex.layout import one_line
from ..merge.written_schema import StandingField, WrittenSchema, WrittenTable
from .by_hand import EditedField, GoneIndex, HandEdits
from .edited_paths import serving_index, standing_path
from .hand_edits import exports_of, hand_edits, is_edited, written_exports
from .lowered import (
    Lowered,
    LoweredComposite,
    LoweredField,
    LoweredJoin,
    LoweredModel,
    Path,
    origin_key,
)
from .renamed_tables import renamed_tables, with_table_names
from .soft import SoftReference


def as_edited(lowered: Lowered, written: WrittenSchema, here: Mapping[str, str]) -> Lowered:
    """`lowered` is what is generated, `written` what stands in schema.ts, `here` what tables are known to be called
    there."""
    names = renamed_tables(lowered.convex, written, here)
    generated = with_table_names(lowered.convex, names)
    sides = _Sides(
        lowered=lowered,
        generated=generated,
        written=written,
        names=names,
        exports=(exports_of(generated), written_exports(written)),
        tables={table.name: table for table in generated.tables},
    )
    models, gone_models = sides.models()
    joins, gone_joins = sides.joins(models)
    fields, gone_fields = sides.fields(models)
    edits = HandEdits(
        edits=tuple(hand_edits(generated, written, names)),
        fields=fields,
        gone_fields=gone_fields,
        gone_models=gone_models,
        gone_joins=gone_joins,
        gone_indexes=sides.gone_indexes(),
        texts=_texts(written),
        is_unchecked=not written.is_checked,
    )
    if not edits.edits:
        return lowered._replace(by_hand=edits)
    stored = {name: sides.model(model) for name, model in models.items()}
    composites = {name: sides.composite(one) for name, one in lowered.composites.items()}
    paths = [path for model in stored.values() for path in model.paths]
    paths += [path for join in joins.values() for path in join.paths]
    return lowered._replace(
        convex=sides.convex(),
        models=stored,
        joins=joins,
        composites=composites,
        skipped=lowered.skipped | gone_fields,
        vectors=tuple(
            one
            for one in lowered.vectors
            if one.model in stored
            and one.index_name in written.tables[stored[one.model].table].index_fields
        ),
        soft=_soft_left(lowered, gone_fields, gone_models),
        paths_by_origin={(origin_key(path.origin), path.side): path for path in paths},
        by_hand=edits,
    )


def _texts(written: WrittenSchema) -> dict[tuple[str, str], str]:
    """The validators that stand there, by table and field."""
    return {
        (table.name, field.name): field.text
        for table in written.tables.values()
        for field in table.fields.values()
    }


def _soft_left(
    lowered: Lowered, gone_fields: Container[tuple[str, str]], gone_models: Container[str]
) -> dict[tuple[str, str], SoftReference]:
    """Those whose field and targets are all still there."""
    return {
        place: soft
        for place, soft in lowered.soft.items()
        if place[0] not in gone_models
        and place not in gone_fields
        and not any(target in gone_models for target in soft.targets)
    }


# ---- the two sides ------------------------------------------------------------------------------


class _Sides(NamedTuple):
    """What is generated, under the names that its tables have now, and what stands. `exports`: what the names
    of validators stand for, as generated and as it stands."""

    lowered: Lowered
    generated: ConvexSchema
    written: WrittenSchema
    names: Mapping[str, str]
    exports: tuple[Exports, Exports]
    tables: Mapping[str, Table]

    def table(self, name: str) -> str:
        return self.names.get(name, name)

    def models(self) -> tuple[dict[str, LoweredModel], dict[str, str]]:
        """Those whose table stands, and the tables of those that are gone."""
        there, gone = {}, {}
        for name, model in self.lowered.models.items():
            if self.table(model.table) in self.written.tables:
                there[name] = model
            else:
                gone[name] = model.table
        return there, gone

    def joins(
        self, models: Mapping[str, LoweredModel]
    ) -> tuple[dict[tuple[str, str], LoweredJoin], dict[tuple[str, str], str]]:
        there, gone = {}, {}
        for key, join in self.lowered.joins.items():
            table = self.written.tables.get(self.table(join.table))
            ends = {join.relation.model_a, join.relation.model_b}
            columns = {join.column_a, join.column_b}
            if table is None or not columns <= table.fields.keys() or not ends <= models.keys():
                gone[key] = join.table
                continue
            named = join._replace(table=table.name)
            there[key] = named._replace(paths=self.paths(named.paths, table))
        return there, gone

    def fields(
        self, models: Mapping[str, LoweredModel]
    ) -> tuple[dict[tuple[str, str], EditedField], frozenset[tuple[str, str]]]:
        """Those that were changed, and those that are gone."""
        changed: dict[tuple[str, str], EditedField] = {}
        gone: set[tuple[str, str]] = set()
        for owner, model in models.items():
            there = self.written.tables[self.table(model.table)]
            made = {field.name: field for field in self.tables[there.name].fields}
            for name, field in model.fields.items():
                found = there.fields.get(field.name)
                if found is None and not there.is_open:
                    gone.add((owner, name))
                elif edited := edited_field(made[field.name], found, self.exports):
                    changed[(owner, name)] = edited
        for owner, composite in self.lowered.composites.items():
            for name, edit in self._members(composite):
                if edit is None:
                    gone.add((owner, name))
                else:
                    changed[(owner, name)] = edit
        return changed, frozenset(gone)

    def _members(self, composite: LoweredComposite) -> Iterator[tuple[str, EditedField | None]]:
        """The fields of an exported object; None for one that is gone."""
        exports = self.exports
        made, there = (side.get(composite.export) for side in exports)
        if not isinstance(made, VObject):
            return
        before = {field.name: field for field in made.fields}
        now = {field.name: field for field in there.fields} if isinstance(there, VObject) else None
        for name, field in composite.fields.items():
            if field.name not in before:
                continue
            if now is None:
                is_inlined = composite.export not in self.written.exports
                if not (is_inlined and self._is_same_everywhere(composite.export)):
                    yield name, edited_field(before[field.name], None, exports)
            elif field.name not in now:
                yield name, None
            else:
                one = now[field.name]
                text = one_line(one.validator)
                found = StandingField(one.name, text, one.validator, one.is_optional)
                if edited := edited_field(before[field.name], found, exports):
                    yield name, edited

    def _is_same_everywhere(self, export: str) -> bool:
        """Whether each field that names an export holds the same, now that the export is gone."""
        for table in self.generated.tables:
            there = self.written.tables.get(table.name)
            for field in table.fields:
                if there is None or export not in _named(field.validator, self.exports[0]):
                    continue
                if edited_field(field, there.fields.get(field.name), self.exports):
                    return False
        return True

    # -- as it stands

    def model(self, model: LoweredModel) -> LoweredModel:
        there = self.written.tables[self.table(model.table)]
        found = {
            name: self._field(field, there)
            for name, field in model.fields.items()
            if there.is_open or field.name in there.fields
        }
        legacy = model.legacy
        if legacy is not None and legacy.name not in there.fields:
            legacy = None
        return model._replace(
            table=there.name, fields=found, legacy=legacy, paths=self.paths(model.paths, there)
        )

    def _field(self, field: LoweredField, table: WrittenTable) -> LoweredField:
        there = table.fields.get(field.name)
        if there is None or there.validator is None:
            text = there.text if there is not None else field.name
            optional = there is not None and there.is_optional
            return field._replace(validator=VReference(text), may_be_absent=optional)
        whole = resolved(there.validator, self.exports[1])
        found = field._replace(
            validator=there.validator,
            may_be_absent=there.is_optional,
            is_freed=field.is_freed and accepts_null(whole),
        )
        if field.reference is not None and not _holds_id(whole):
            found = found._replace(reference=None)
        if field.field.arity == "optional" and accepts_null(whole) != field.takes_null:
            settings = field.settings._replace(
                nullable="null" if accepts_null(whole) else "optional"
            )
            found = found._replace(settings=settings)
        return found

    def composite(self, composite: LoweredComposite) -> LoweredComposite:
        there = self.exports[1].get(composite.export)
        if not isinstance(there, VObject):
            return composite
        now = {field.name: field for field in there.fields}
        return composite._replace(
            fields={
                name: field._replace(
                    validator=now[field.name].validator, may_be_absent=now[field.name].is_optional
                )
                for name, field in composite.fields.items()
                if field.name in now
            }
        )

    def convex(self) -> ConvexSchema:
        """Tables in the order of what is generated, then those that were added."""
        order = [name for name in self.tables if name in self.written.tables]
        order += [name for name in self.written.tables if name not in self.tables]
        exports = [
            Export(one.name, one.validator)
            for one in self.written.exports.values()
            if one.validator is not None
        ]
        return ConvexSchema(
            tuple(exports), tuple(_table(self.written.tables[name]) for name in order)
        )

    # -- indexes

    def paths(self, paths: Iterable[Path], table: WrittenTable) -> tuple[Path, ...]:
        made = self.tables[table.name]
        before = {index.name: index.fields for index in made.indexes}
        before |= {index.name: (index.search_field,) for index in made.search_indexes}
        return tuple(standing_path(path, before, table) for path in paths)

    def gone_indexes(self) -> dict[tuple[str, str], GoneIndex]:
        found: dict[tuple[str, str], GoneIndex] = {}
        for table in self.generated.tables:
            there = self.written.tables.get(table.name)
            if there is None:
                continue
            for index in table.indexes:
                if serving_index(index.fields, there) is None:
                    found[(table.name, index.name)] = GoneIndex(index.name, index.fields)
            for search in table.search_indexes:
                if search.name not in there.index_fields:
                    gone = GoneIndex(search.name, (search.search_field,))
                    found[(table.name, search.name)] = gone
        return found


# ---- fields -------------------------------------------------------------------------------------


def edited_field(
    made: Field, there: StandingField | None, exports: tuple[Exports, Exports]
) -> EditedField | None:
    """None where the field that stands accepts what the generated one does, no more and no less."""
    before = resolved(made.validator, exports[0])
    now = resolved(there.validator, exports[1]) if there and there.validator else None
    if there is None or now is None or not is_known(now):
        text = there.shown if there is not None else ""
        optional = there is not None and there.is_optional
        return EditedField(
            name=made.name,
            generated=before,
            written=None,
            text=text,
            was_optional=made.is_optional,
            is_optional=optional,
        )
    if not is_edited(made, there, exports):
        return None
    return EditedField(
        name=made.name,
        generated=before,
        written=now,
        text=there.shown,
        was_optional=made.is_optional,
        is_optional=there.is_optional,
    )


def _named(validator: Validator, exports: Exports) -> set[str]:
    """The exports that a validator names, directly or through others."""
    match validator:
        case VReference(name):
            inner = _named(exports[name], exports) if name in exports else set()
            return {name} | inner
        case VArray(item):
            return _named(item, exports)
        case VUnion(members):
            return set().union(*(_named(member, exports) for member in members))
        case VRecord(key, value):
            return _named(key, exports) | _named(value, exports)
        case VObject(fields):
            return set().union(*(_named(field.validator, exports) for field in fields))
        case _:
            return set()


def _holds_id(validator: Validator) -> bool:
    match validator:
        case VId():
            return True
        case VArray(item):
            return _holds_id(item)
        case VUnion(members):
            return any(_holds_id(member) for member in members)
        case _:
            return False


def _table(table: WrittenTable) -> Table:
    fields = (
        Field(
            one.name,
            one.validator if one.validator is not None else VReference(one.text),
            one.is_optional,
        )
        for one in table.fields.values()
    )
    return Table(
        name=table.name,
        fields=tuple(fields),
        indexes=table.indexes,
        search_indexes=table.search_indexes,
        vector_indexes=table.vector_indexes,
    )
