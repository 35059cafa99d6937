"""Access paths -> indexes: merged, pruned of strict prefixes, named, limited (codegen/README.md, "What becomes what").

Long, as it is one plan: each step narrows what the step before it found.

Every id, unique constraint, index and foreign key is a way of finding documents. Convex accepts no
two indexes over the same fields, and one that is the start of another is redundant. So is that of a
key which another begins with in any order: a lookup by equality gives all its fields.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from prisma_schema_parser.guarantees import index_text
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import (
    CompositeRef,
    ForeignKey,
    Index,
    IndexField,
    ManyToMany,
    Scalar,
    Unsupported,
)

from ..convex import convex_schema as convex
from ..convex import identifiers
from ..convex.convex_schema import MAX_INDEX_FIELDS, MAX_INDEXES, MAX_SEARCH_INDEXES
from ..options.settings import RequestedIndex
from ..typescript.literals import comment_text
from .lowered import LoweredComposite, LoweredField, Origin, Path, PathStatus

_NO_ARRAY = "Convex compares arrays and objects as wholes, so an index can't look inside"
STORED = "a stored file is known by the id of its storage, not by its bytes"


BY_ID = "the document is found by its `_id`"
BY_CREATION = "documents of equal keys come in order of creation"
TOO_MANY = f"an index holds at most {MAX_INDEX_FIELDS} fields"


class IndexRequest(NamedTuple):
    """An access path that is to have an index. `fields` are Convex's names; empty: `resolution` says what became of it."""

    origin: Origin | RequestedIndex
    label: str
    fields: tuple[str, ...]
    rank: int
    comment: str = ""
    resolution: tuple[PathStatus, str] | None = None
    side: str = ""
    cut: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether documents of equal fields are to come in order of creation: no longer index has them so."""
        is_requested = isinstance(self.origin, RequestedIndex) and self.origin.is_exact
        return is_requested or self.cut == BY_CREATION

    @property
    def is_key(self) -> bool:
        """Whether all fields are given in each lookup: an id, a unique key, a foreign key, a pair.

        Not what application code asks for: its last field may be a range, or an order.
        """
        if isinstance(self.origin, Index):
            return self.origin.kind in ("id", "unique")
        return not isinstance(self.origin, RequestedIndex)


class IndexPlan(NamedTuple):
    """The indexes of one table, and of each access path what became of it."""

    paths: tuple[Path, ...]
    indexes: tuple[convex.TableIndex, ...]
    search_indexes: tuple[convex.SearchIndex, ...]


class Scope(NamedTuple):
    """The table that the paths belong to; `order` has its columns as they stand in it.

    `created` is the field that `_creationTime` takes the place of. `vectors` counts its vector indexes: they, too, count towards the most that a table may have.
    """

    fields: Mapping[str, LoweredField]
    replaced_id: str | None
    composites: Mapping[str, LoweredComposite]
    order: Mapping[str, int]
    vectors: int = 0
    created: str | None = None


# Which constraints an index is kept for when there are too many: the lowest rank stays.
_RANK = {"id": 0, "unique": 0, "index": 2, "fulltext": 2}
_KEY_RANK = 1
_REQUESTED_RANK = 2


def index_requests(indexes: tuple[Index, ...], scope: Scope) -> list[IndexRequest]:
    """One request an id, unique constraint or plain index; full-text indexes are searched for apart."""
    return [_index_request(index, scope) for index in indexes if index.kind != "fulltext"]


def _index_request(index: Index, scope: Scope) -> IndexRequest:
    label, rank = index_text(index), _RANK[index.kind]
    request = IndexRequest(index, label, (), rank)
    fields: list[str] = []
    cut = ""
    for part in index.fields:
        if part.path == (scope.replaced_id,):
            cut = BY_ID
        elif part.path == (scope.created,):
            cut = BY_CREATION
        elif len(fields) == MAX_INDEX_FIELDS:
            cut = TOO_MANY
        else:
            name, cut = _field_path(part.path, scope, is_key=index.kind in ("id", "unique"))
            fields.append(name)
        if cut:
            break
    kept = tuple(name for name in fields if name)
    if kept:
        return request._replace(fields=kept, comment=_comment(index), cut=cut)
    if cut == BY_CREATION:
        return request._replace(resolution=("created", ""))
    return request._replace(resolution=("id" if cut == BY_ID else "dropped", cut))


def _comment(index: Index) -> str:
    if index.kind == "index":
        return ""
    where = f", where: {index.where}" if index.where is not None else ""
    return comment_text(index_text(index) + where, 100)


def _field_path(path: tuple[str, ...], scope: Scope, *, is_key: bool) -> tuple[str, str]:
    """Convex's name of a field path, or why an index can't hold it."""
    lowered = scope.fields.get(path[0])
    if lowered is None:
        return "", f"`{path[0]}` is not emitted"
    parts, field = [lowered.name], lowered.field
    for step in path[1:]:
        if lowered.override is not None:
            return "", f"the type of `{lowered.field.name}` is chosen by hand"
        if field.arity == "list" or not isinstance(field.type, CompositeRef):
            return "", _NO_ARRAY
        member = scope.composites[field.type.name].fields.get(step)
        if member is None:
            return "", f"`{'.'.join(path)}` is not emitted"
        parts.append(member.name)
        lowered, field = member, member.field
    representation = lowered.representation if lowered.override is None else None
    if representation is not None and representation.how == "bytes-in-storage":
        return "", STORED
    if not is_key and _is_whole(lowered):
        return "", _NO_ARRAY
    return ".".join(parts), ""


def _is_whole(lowered: LoweredField) -> bool:
    """Whether the field holds an array or object, which an index takes as one value."""
    field = lowered.field
    if field.arity == "list":
        return True
    if lowered.override is not None:
        return isinstance(lowered.override, convex.VArray | convex.VObject | convex.VRecord)
    match field.type:
        case Scalar(name):
            return name == "Json"
        case Unsupported() | CompositeRef():
            return True
        case _:
            return False


def key_request(key: ForeignKey, scope: Scope) -> IndexRequest:
    label = f"{key.field}: {key.target}"
    names_ = tuple(scope.fields[field].name for field in key.fields if field in scope.fields)
    if len(names_) != len(key.fields) or not names_:
        return IndexRequest(
            key, label, (), _KEY_RANK, resolution=("dropped", "its key is not emitted")
        )
    cut = TOO_MANY if len(names_) > MAX_INDEX_FIELDS else ""
    return IndexRequest(key, label, names_[:MAX_INDEX_FIELDS], _KEY_RANK, cut=cut)


def scalar_request(lowered: LoweredField, label: str) -> IndexRequest:
    """A field to look documents up by although no relation or constraint says so."""
    return IndexRequest(lowered.field, label, (lowered.name,), _KEY_RANK)


def request_of(requested: RequestedIndex, scope: Scope) -> IndexRequest | None:
    """What calls in application code need; None where a field of it is not emitted."""
    names = [_field_path((name,), scope, is_key=False) for name in requested.fields]
    if any(reason or not name for name, reason in names) or not names:
        return None
    calls = "1 call" if requested.calls == 1 else f"{requested.calls} calls"
    order = ", in order of creation" if requested.is_exact else ""
    where = comment_text(f"asked by {calls}, {requested.file}{order}", 100)
    fields = tuple(name for name, _ in names[:MAX_INDEX_FIELDS])
    return IndexRequest(
        origin=requested,
        label=f"[{', '.join(requested.fields)}]",
        fields=fields,
        rank=_REQUESTED_RANK,
        comment=where,
    )


def embedded_request(relation: ManyToMany, side: str, field: str) -> IndexRequest:
    """MongoDB's list of ids: there is no index into an array."""
    reason = f"{_NO_ARRAY}: a join table of two ids can be found from both sides"
    return IndexRequest(relation, field, (), _KEY_RANK, resolution=("dropped", reason), side=side)


def plan_indexes(
    requests: list[IndexRequest], fulltext: tuple[Index, ...], scope: Scope
) -> IndexPlan:
    """The indexes that serve all requests, in order of the fields they start with."""
    owners = _owners(requests)
    exact = {fields: fields for fields in owners if any(one.is_exact for one in owners[fields])}
    served = _without_permutations(owners, {**_served(owners), **exact})
    kept = [fields for fields in owners if served[fields] == fields]
    texts = {
        name for index in fulltext for part in index.fields if (name := _text_field(part, scope))
    }
    room = MAX_INDEXES - min(len(texts), MAX_SEARCH_INDEXES) - scope.vectors
    kept = sorted(kept, key=lambda fields: owners[fields][0].rank)[:room]
    kept.sort(key=lambda fields: [scope.order[field.split(".")[0]] for field in fields])
    index_names: dict[tuple[str, ...], str] = {}
    for fields in kept:
        name = identifiers.unique(identifiers.index_name("by", fields), set(index_names.values()))
        index_names[fields] = name
    search = _search_indexes(fulltext, scope, set(index_names.values()))
    paths = [
        _path(request, request.origin, owners, served, index_names)
        for request in requests
        if not isinstance(request.origin, RequestedIndex)
    ]
    comments = {fields: _comments(fields, requests, served) for fields in kept}
    return IndexPlan(
        (*paths, *search[1]),
        tuple(convex.TableIndex(index_names[fields], fields, comments[fields]) for fields in kept),
        search[0],
    )


def _owners(requests: list[IndexRequest]) -> dict[tuple[str, ...], list[IndexRequest]]:
    owners: dict[tuple[str, ...], list[IndexRequest]] = {}
    for request in requests:
        if request.resolution is None:
            owners.setdefault(request.fields, []).append(request)
    for group in owners.values():
        group.sort(key=lambda request: request.rank)
    return owners


def _served(fields: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The fields of the index that serves each of these: the longest that starts with them."""
    longest: dict[tuple[str, ...], tuple[str, ...]] = {}
    for one in fields:
        for size in range(1, len(one) + 1):
            known = longest.get(one[:size], ())
            longest[one[:size]] = one if len(one) > len(known) else known
    return longest


def _without_permutations(
    owners: dict[tuple[str, ...], list[IndexRequest]],
    served: dict[tuple[str, ...], tuple[str, ...]],
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Which index serves each of `owners`, with as few indexes of keys as do: the least constraint gives way."""
    found = {fields: served[fields] for fields in owners}
    kept = [fields for fields in owners if found[fields] == fields]
    order = {fields: number for number, fields in enumerate(kept)}
    sizes = Counter(frozenset(fields) for fields in kept)
    candidates = [
        fields
        for fields in kept
        if len(fields) > 1
        and all(request.is_key for request in owners[fields])
        and (sizes[frozenset(fields)] > 1 or any(len(one) > len(fields) for one in kept))
    ]
    for fields in sorted(candidates, key=lambda one: (-owners[one][0].rank, -order[one])):
        others = [one for one in kept if one != fields]
        # What is asked for was planned beside the indexes of the keys: calls may enter those with a range.
        lasting = [one for one in others if not all(_is_requested(each) for each in owners[one])]
        moved = {
            requested: other
            for requested, by in found.items()
            if by == fields and (other := _other(requested, owners[requested], lasting))
        }
        if len(moved) == sum(by == fields for by in found.values()):
            found.update(moved)
            kept = others
    return found


def _is_requested(request: IndexRequest) -> bool:
    return isinstance(request.origin, RequestedIndex)


def _other(
    fields: tuple[str, ...], requests: list[IndexRequest], indexes: list[tuple[str, ...]]
) -> tuple[str, ...]:
    """The first index that serves these fields; empty where none does."""
    is_key, wanted = all(request.is_key for request in requests), set(fields)
    for index in indexes:
        start = index[: len(fields)]
        if start == fields or (is_key and set(start) == wanted):
            return index
    return ()


def _path(
    request: IndexRequest,
    origin: Origin,
    owners: dict[tuple[str, ...], list[IndexRequest]],
    served: dict[tuple[str, ...], tuple[str, ...]],
    index_names: dict[tuple[str, ...], str],
) -> Path:
    if request.resolution is not None:
        status, reason = request.resolution
        by_time = "by_creation_time" if status == "created" else ""
        return Path(
            origin=origin,
            label=request.label,
            fields=request.fields,
            status=status,
            index_name=by_time,
            reason=reason,
            side=request.side,
        )
    by = served[request.fields]
    if by not in index_names:
        reason = f"a table holds at most {MAX_INDEXES} indexes"
        return Path(
            origin=origin,
            label=request.label,
            fields=request.fields,
            status="dropped",
            index_name="",
            reason=reason,
            side=request.side,
        )
    kind: PathStatus = "own"
    start = by[: len(request.fields)]
    if start != request.fields:
        kind = "permuted"
    elif by != request.fields:
        kind = "prefix"
    elif owners[request.fields][0] is not request:
        kind = "merged"
    return Path(
        origin=origin,
        label=request.label,
        fields=start,
        status=kind,
        index_name=index_names[by],
        reason="",
        side=request.side,
        cut=request.cut,
        requested=request.fields if kind == "permuted" else (),
    )


def _comments(
    fields: tuple[str, ...],
    requests: list[IndexRequest],
    served: dict[tuple[str, ...], tuple[str, ...]],
) -> tuple[str, ...]:
    """The constraints that an index stands for; one that it only starts with is named by its field."""
    found: list[str] = []
    for request in requests:
        if (
            not request.comment
            or request.resolution is not None
            or served[request.fields] != fields
        ):
            continue
        if request.fields != fields and isinstance(request.origin, RequestedIndex):
            continue
        is_start = request.fields != fields and not request.comment.startswith("@@")
        text = f"{request.fields[0]}: {request.comment}" if is_start else request.comment
        if text not in found:
            found.append(text)
    return tuple(found)


def _search_indexes(
    fulltext: tuple[Index, ...], scope: Scope, taken: set[str]
) -> tuple[tuple[convex.SearchIndex, ...], list[Path]]:
    """A search index has one search field: a full-text index over n fields becomes n of them."""
    found: dict[str, convex.SearchIndex] = {}
    paths: list[Path] = []
    for index in fulltext:
        wanted = [name for part in index.fields if (name := _text_field(part, scope))]
        for name in wanted:
            if name not in found and len(found) < MAX_SEARCH_INDEXES:
                search = identifiers.unique(identifiers.index_name("search", (name,)), taken)
                taken.add(search)
                found[name] = convex.SearchIndex(search, name)
        fields = tuple(name for name in wanted if name in found)
        label, serving = index_text(index), ", ".join(found[name].name for name in fields)
        reason = f"a table holds at most {MAX_SEARCH_INDEXES} search indexes"
        if not wanted:
            reason = "Convex searches text, and none of its fields is text"
        status: PathStatus = "own" if fields else "dropped"
        paths.append(
            Path(
                origin=index,
                label=label,
                fields=fields,
                status=status,
                index_name=serving,
                reason="" if fields else reason,
            )
        )
    return tuple(found.values()), paths


def _text_field(part: IndexField, scope: Scope) -> str:
    """Convex's name of a field that holds text; nothing for another one."""
    name, reason = _field_path(part.path, scope, is_key=False)
    if reason or len(part.path) > 1:
        return ""
    lowered = scope.fields[part.path[0]]
    is_scalar = lowered.override is None and lowered.reference is None
    return name if is_scalar and lowered.field.type == Scalar("String") else ""
