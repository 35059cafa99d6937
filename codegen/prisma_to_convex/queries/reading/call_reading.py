"""A site and its arguments -> a `PrismaCall`."""

from __future__ import annotations

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Model
from prisma_schema_parser.source import Span

from ...calls.call import CodeValue, PrismaCall, RowOrder, Where, WrittenData
from ..client_words import ARGUMENTS, INSERTS
from ..files.code_syntax import enclosing_function, function_name
from ..finding.raw_queries import is_in_transaction
from ..finding.sites import Site
from ..relation_keys import RelationKeys
from ..values.definitions import Definitions
from ..values.evaluation import Evaluation
from ..values.expressions import EMPTY, Expression, ObjectShape, Terminal
from .data_reading import DataReading
from .order_reading import order_of
from .selection_reading import SelectionReading, words_of
from .value_reading import one_value
from .where_reading import WhereReading


class CallRead(NamedTuple):
    """`parameters` are those that the arguments come from, where its own function can't tell what is in them.
    `is_refused`: all that is given is known, and Prisma Client takes none of it."""

    call: PrismaCall
    parameters: tuple[Expression, ...]
    is_refused: bool


def read_call(
    site: Site,
    argument: Expression | None,
    definitions: Definitions,
    relations: RelationKeys,
    through: Span | None = None,
) -> CallRead:
    """`argument` is what the call is given; None: nothing."""
    reading = _CallReading(site, Evaluation(definitions), relations)
    return reading.read(argument, through)


class _CallReading:
    def __init__(self, site: Site, evaluation: Evaluation, relations: RelationKeys) -> None:
        self._site = site
        self._evaluation = evaluation
        self._relations = relations
        self._model: Model = relations.schema.model(site.model)
        self._parameters: dict[Expression, None] = {}

    def read(self, argument: Expression | None, through: Span | None) -> CallRead:
        site = self._site
        shape = self._evaluation.shape(argument) if argument is not None else EMPTY
        self._note(shape)
        function = enclosing_function(site.call)
        call = PrismaCall(
            span=site.span,
            client=site.client,
            model=site.model,
            operation=site.operation,
            where=self._where(shape, "where"),
            order=self._order(shape),
            take=self._value(shape, "limit") or self._value(shape, "take"),
            skip=self._value(shape, "skip"),
            cursor=self._cursor(shape),
            distinct=words_of(shape.entries.get("distinct"), self._evaluation),
            grouped_by=words_of(shape.entries.get("by"), self._evaluation),
            selection=SelectionReading(self._evaluation, self._relations).of(shape, self._model),
            created=self._data(shape, created=True),
            updated=self._data(shape, created=False),
            unresolved=shape.unresolved,
            extra=tuple(key for key in shape.entries if key not in ARGUMENTS[site.operation]),
            function=_name_around(site),
            is_in_transaction=function is not None and is_in_transaction(site.call),
            through=through,
            may_skip="skipDuplicates" in shape.entries,
        )
        is_refused = bool(call.extra) and len(call.extra) == len(shape.entries)
        return CallRead(call, tuple(self._parameters), is_refused and not shape.unresolved)

    def _note(self, shape: ObjectShape) -> None:
        self._parameters.update(dict.fromkeys(shape.parameters))

    def _where(self, shape: ObjectShape, key: str) -> Where:
        entry = shape.entries.get(key)
        if entry is None:
            return Where()
        reading = WhereReading(self._evaluation, self._relations)
        where = reading.of_values(entry.values, self._model, is_optional=entry.is_optional)
        self._parameters.update(reading.parameters)
        return where

    def _cursor(self, shape: ObjectShape) -> Where | None:
        """None where it can only be undefined: a wrapper takes one, and its caller gives none."""
        entry = shape.entries.get("cursor")
        given = [one for value in entry.values for one in self._terminals(value)] if entry else []
        return self._where(shape, "cursor") if given else None

    def _terminals(self, value: Expression) -> list[Terminal]:
        return [one for one in self._evaluation.terminals(value) if one.kind != "undefined"]

    def _order(self, shape: ObjectShape) -> RowOrder:
        entry = shape.entries.get("orderBy")
        if entry is None:
            return RowOrder()
        order = order_of(entry.values, self._model, self._evaluation, self._relations)
        return order._replace(certainty="unknown") if entry.is_optional else order

    def _value(self, shape: ObjectShape, key: str) -> CodeValue | None:
        entry = shape.entries.get(key)
        value = one_value(entry.values[0], self._evaluation) if entry is not None else None
        is_missing = entry is not None and entry.is_optional
        return value._replace(may_be_undefined=True) if value and is_missing else value

    def _data(self, shape: ObjectShape, *, created: bool) -> WrittenData | None:
        operation = self._site.operation
        if operation == "upsert":
            key = "create" if created else "update"
        elif (operation in INSERTS) is created and operation.startswith(("create", "update")):
            key = "data"
        else:
            return None
        entry = shape.entries.get(key)
        if entry is None:
            return WrittenData(certainty="unknown") if shape.unresolved else WrittenData()
        is_list = operation.startswith("createMany")
        reading = DataReading(self._evaluation, self._relations)
        return reading.of(entry, self._model, is_list=is_list)


def _name_around(site: Site) -> str:
    """The nearest function around that has a name."""
    function = enclosing_function(site.call)
    for _ in range(30):
        if function is None:
            return ""
        name = function_name(function)
        if name:
            return name
        function = enclosing_function(function)
    return ""
