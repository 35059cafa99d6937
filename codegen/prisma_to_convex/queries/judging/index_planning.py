"""Ways into tables -> indexes: which of those that there are serve, which others are asked for. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import EnumRef, Scalar
from prisma_schema_parser.source import Span

from ...calls.classified import AccessPath, ClassifiedCall
from ...calls.graded_index import GRADES, Grade, GradedIndex, IndexPlanning, IndexUse
from ...convex.convex_schema import MAX_INDEX_FIELDS, MAX_INDEXES, Table, TableIndex
from ...lowering.creation_order import CREATION_TIME, is_in_order_of_creation
from ...lowering.lowered import Lowered, LoweredModel
from ..client_words import FIRST_READS
from .index_chains import Chain, chain_of, in_order, is_served, of_index, together
from .where_conditions import unique_keys

_BY_ID = "_id"


Takes: TypeAlias = Literal["few", "some", "all"]
"""How many of the documents that an index would give are read: as many as `take` says; as many as it takes
until code has found so many that fit; all.
"""


class _Request(NamedTuple):
    """A way in that a call asks for, in Convex's names."""

    model: LoweredModel
    equal: tuple[str, ...]
    tail: tuple[str, ...]
    is_range: bool
    takes: Takes
    enters: bool
    at: Span

    @property
    def chain(self) -> Chain:
        return chain_of(self.equal, self.tail)

    @property
    def is_in_order_of_creation(self) -> bool:
        return self.tail[-1:] == (CREATION_TIME,)


class _RequestGroup(NamedTuple):
    """Requests that one new index serves."""

    model: LoweredModel
    chain: Chain
    equal: int
    grade: Grade
    calls: tuple[Span, ...]


def plan_for(calls: Iterable[ClassifiedCall], lowered: Lowered) -> IndexPlanning:
    tables = {table.name: table for table in lowered.convex.tables}
    requests = [one for call in calls for one in _requests(call, lowered)]
    used: Counter[tuple[str, str]] = Counter()
    requested: dict[str, list[tuple[_Request, Grade]]] = {}
    exact: dict[str, dict[tuple[str, ...], list[_Request]]] = {}
    for request in requests:
        table, name = tables[request.model.table], request.model.model.name
        serving = _serving(request, table.indexes)
        if serving is not None:
            used[table.name, serving.name] += 1
        grade = _grade(request, table, serving)
        if grade is not None:
            requested.setdefault(name, []).append((request, grade))
        elif serving is not None and request.is_in_order_of_creation and request.takes != "all":
            exact.setdefault(name, {}).setdefault(serving.fields, []).append(request)
    graded = [
        one
        for name, found in requested.items()
        for one in _graded_indexes(
            lowered.models[name], found, exact.get(name, {}), tables[lowered.models[name].table]
        )
    ]
    ranks = list(GRADES)
    graded.sort(key=lambda one: (ranks.index(one.grade), one.table, one.columns))
    return IndexPlanning(tuple(graded), tuple(_used(lowered, tables.values(), used)))


def _used(
    lowered: Lowered, tables: Iterable[Table], used: Counter[tuple[str, str]]
) -> Iterator[IndexUse]:
    models = {model.table: name for name, model in lowered.models.items()}
    for table in tables:
        for index in table.indexes:
            yield IndexUse(
                model=models.get(table.name, ""),
                table=table.name,
                name=index.name,
                columns=index.fields,
                calls=used[table.name, index.name],
            )


# ---- what is asked ------------------------------------------------------------------------------


def _requests(classified: ClassifiedCall, lowered: Lowered) -> Iterator[_Request]:
    call = classified.call
    is_cut = call.take is not None or call.operation in FIRST_READS
    takes: Takes = "all"
    if is_cut:
        takes = "few" if classified.kind in ("B", "C", "D", "H") else "some"
    for path in classified.paths:
        request = _request(path, takes, call.span, lowered)
        if request is not None:
            yield request
    for path in classified.included:
        request = _request(path, "all", call.span, lowered)
        if request is not None:
            yield request


def _request(path: AccessPath, takes: Takes, at: Span, lowered: Lowered) -> _Request | None:
    model = lowered.models.get(path.model)
    if model is None:
        return None
    names = (*path.equal, path.one_of) if path.one_of else path.equal
    if model.replaced_id in names:  # the document is got by its id, whatever else is asked
        return None
    equal = tuple(dict.fromkeys(_column(name, model) for name in names))
    if path.range:
        tail: tuple[str, ...] = (_column(path.range, model),)
    else:
        tail = _as_far_as_it_decides(tuple(_ordering(name, model) for name in path.order))
    if CREATION_TIME in equal:  # it ends every index
        equal, tail = tuple(name for name in equal if name != CREATION_TIME), (CREATION_TIME,)
    if "" in equal or "" in tail or _BY_ID in tail:
        return None
    if not equal and tail in ((), (CREATION_TIME,)):  # the table itself is in that order
        return None
    return _Request(
        model=model,
        equal=equal,
        tail=tail,
        is_range=bool(path.range),
        takes=takes,
        enters=path.enters,
        at=at,
    )


def _as_far_as_it_decides(order: tuple[str, ...]) -> tuple[str, ...]:
    """No two documents were created at once; and ids in no order of their own leave what is before them in its."""
    if CREATION_TIME in order:
        return order[: order.index(CREATION_TIME) + 1]
    return order[: order.index(_BY_ID)] if _BY_ID in order else order


def _ordering(name: str, model: LoweredModel) -> str:
    """What has the order of a field."""
    return CREATION_TIME if is_in_order_of_creation(model, name) else _column(name, model)


def _column(name: str, model: LoweredModel) -> str:
    """Convex's name of a field; empty where it is not emitted."""
    if name in (_BY_ID, model.replaced_id):
        return _BY_ID
    if name == model.created:
        return CREATION_TIME
    field = model.fields.get(name)
    return field.name if field is not None else ""


# ---- what serves it -----------------------------------------------------------------------------


def _serving(request: _Request, indexes: Sequence[TableIndex]) -> TableIndex | None:
    """The index that gets furthest into it; None where none gets in at all."""
    best, index_of_best = 0, None
    equal = set(request.equal)
    for index in indexes:
        depth = 0
        while depth < len(index.fields) and index.fields[depth] in equal:
            depth += 1
        if depth == len(equal):
            following = (*index.fields, CREATION_TIME)[depth:]
            for field, wanted in zip(following, request.tail, strict=False):
                if field != wanted:
                    break
                depth += 1
        if depth > best:
            best, index_of_best = depth, index
    return index_of_best


def _grade(request: _Request, table: Table, serving: TableIndex | None) -> Grade | None:
    """None where nothing is left to ask for."""
    if any(_serves(index, request) for index in table.indexes):
        return None
    if _is_one_document(request):
        return None
    if serving is None:
        return "needed" if request.enters else _BY_ORDER[request.takes]
    columns = {field.name: field for field in request.model.fields.values()}
    covered = 0
    while covered < len(serving.fields) and serving.fields[covered] in request.equal:
        covered += 1
    if covered == len(request.equal):
        if request.is_range:
            return "helps"
        return _BY_ORDER[request.takes]
    missing = set(request.equal) - set(serving.fields[:covered])
    few = all(_has_few_values(columns[name].field.type) for name in missing)
    is_cut = bool(request.tail) and request.takes != "all"
    return "not worth it" if few and not is_cut else "helps"


def _serves(index: TableIndex, request: _Request) -> bool:
    return is_served(request.chain, (*index.fields, CREATION_TIME))


_BY_ORDER: dict[Takes, Grade] = {"few": "needed", "some": "helps", "all": "not worth it"}
"""Where only the order of what is read is not served."""


def _has_few_values(type_: object) -> bool:
    return isinstance(type_, EnumRef) or type_ == Scalar("Boolean")


def _is_one_document(request: _Request) -> bool:
    """Equality over a key: whatever else is asked, one document is read."""
    names = {field.name: name for name, field in request.model.fields.items()}
    equal = {names[column] for column in request.equal if column in names}
    return any(key <= equal for key in unique_keys(request.model.model))


# ---- what is requested --------------------------------------------------------------------------


def _graded_indexes(
    model: LoweredModel,
    found: list[tuple[_Request, Grade]],
    exact: Mapping[tuple[str, ...], Sequence[_Request]],
    table: Table,
) -> Iterator[GradedIndex]:
    """`exact`: the fields of indexes that there are, and what counts on the order of creation behind them."""
    groups = _merged(model, found)
    existing = {index.fields: index for index in table.indexes}
    room = MAX_INDEXES - len(table.indexes) - len(table.search_indexes) - len(table.vector_indexes)
    order = [index.fields for index in table.indexes]
    stay: set[tuple[str, ...]] = set()
    ranks = list(GRADES)
    groups.sort(
        key=lambda one: (ranks.index(one.grade), -len(one.calls), len(one.chain), _sorted(one))
    )
    for group in groups:
        chain = _with_starts(group.chain, order)
        ordered = in_order(chain, _by_use(model))
        is_exact = ordered[-1] == CREATION_TIME
        columns = (ordered[:-1] if is_exact else ordered)[:MAX_INDEX_FIELDS]
        begun = [fields for fields in existing if columns[: len(fields)] == fields]
        starts = [fields for fields in begun if fields not in exact]
        for fields in begun:
            if fields in exact and fields not in stay:
                stay.add(fields)
                yield _staying(model, fields, exact[fields], group.grade)
        is_wanted = group.grade != "not worth it"
        room -= is_wanted and not starts
        yield GradedIndex(
            model=model.model.name,
            table=model.table,
            fields=tuple(_field(column, model) for column in columns),
            columns=columns,
            equal=group.equal,
            grade=group.grade,
            calls=group.calls,
            file=_file(group.calls),
            replaces=tuple(existing[fields].name for fields in starts),
            reason="" if room >= 0 else f"a table holds at most {MAX_INDEXES} indexes",
            is_exact=is_exact,
        )


def _staying(
    model: LoweredModel, columns: tuple[str, ...], requests: Sequence[_Request], grade: Grade
) -> GradedIndex:
    """An index that there is, and that a longer one of this grade would take the place of."""
    calls = tuple(dict.fromkeys(request.at for request in requests))
    return GradedIndex(
        model=model.model.name,
        table=model.table,
        fields=tuple(_field(column, model) for column in columns),
        columns=columns,
        equal=len(requests[0].equal),
        grade=grade,
        calls=calls,
        file=_file(calls),
        is_exact=True,
    )


def _merged(model: LoweredModel, found: list[tuple[_Request, Grade]]) -> list[_RequestGroup]:
    """As few indexes as serve all; what is needed first, and what only helps joins it where it can."""
    by_chain: dict[Chain, list[tuple[_Request, Grade]]] = {}
    for request, grade in found:
        by_chain.setdefault(request.chain, []).append((request, grade))
    ranks = list(GRADES)

    def weight(item: tuple[Chain, list[tuple[_Request, Grade]]]) -> tuple[object, ...]:
        chain, of_chain = item
        best = min(ranks.index(grade) for _, grade in of_chain)
        return best, -len(chain[-1]), -len(chain), [sorted(one) for one in chain]

    groups: list[_RequestGroup] = []
    for chain, of_chain in sorted(by_chain.items(), key=weight):
        grade = min((one for _, one in of_chain), key=ranks.index)
        calls = tuple(dict.fromkeys(request.at for request, _ in of_chain))
        equal = len(of_chain[0][0].equal)
        for at, group in enumerate(groups):
            joined = together(group.chain, chain)
            is_longer = joined is not None and joined[-1] != group.chain[-1]
            if joined is not None and not (is_longer and grade != group.grade):
                groups[at] = group._replace(
                    chain=joined, calls=tuple(dict.fromkeys((*group.calls, *calls)))
                )
                break
        else:
            groups.append(
                _RequestGroup(model=model, chain=chain, equal=equal, grade=grade, calls=calls)
            )
    return groups


def _with_starts(chain: Chain, indexes: Sequence[tuple[str, ...]]) -> Chain:
    """In an order that makes indexes which there are its start, where there is one: they go then."""
    for fields in sorted(indexes, key=lambda one: (-len(one), one)):
        if set(fields) <= chain[-1] and (joined := together(chain, of_index(fields))) is not None:
            chain = joined
    return chain


def _sorted(group: _RequestGroup) -> list[list[str]]:
    return [sorted(one) for one in group.chain]


def _by_use(model: LoweredModel) -> list[str]:
    return [field.name for field in model.fields.values()]


def _field(column: str, model: LoweredModel) -> str:
    return next((name for name, field in model.fields.items() if field.name == column), column)


def _file(calls: Sequence[Span]) -> str:
    """The file that holds most of them; of several, the first by name."""
    counts = Counter(span.source.name for span in calls)
    return min(counts, key=lambda name: (-counts[name], name))
