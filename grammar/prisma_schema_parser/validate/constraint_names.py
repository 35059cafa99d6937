"""Names of keys, indexes, foreign keys and defaults in the database: too long, or taken.

Without `map:` Prisma makes a name from the table and its columns, cut to what the provider takes;
each provider has its own scopes in which names must differ (connectors.NameScope).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import rules
from ..connectors import NAMED_FOREIGN_KEYS, NAMED_PRIMARY_KEYS, NameScope
from ..diagnostic import Diagnostic, Label
from ..records import NamedTuple
from ..schema import ForeignKey, Index, Model
from ..source import Span
from .context import Context, Found


class _Named(NamedTuple):
    """One name in use."""

    kind: str
    name: str
    model: Model
    span: Span


_SUFFIXES = {"id": "_pkey", "unique": "_key", "index": "_idx", "fulltext": "_idx"}


def check_clashes(context: Context) -> Found:
    scopes = context.connector.name_scopes
    if not scopes:
        return
    kinds = frozenset(kind for scope in scopes for kind in scope.kinds)
    named = [one for one in _all_named(context, kinds) if one.kind in kinds]
    reported: set[Span] = set()
    for scope in scopes:
        yield from _clashes(scope, named, reported)


def _clashes(scope: NameScope, named: list[_Named], reported: set[Span]) -> Found:
    seen: dict[tuple[str | None, str], list[_Named]] = {}
    for one in named:
        if one.kind in scope.kinds:
            where = one.model.namespace if scope.is_global else one.model.name
            if scope.is_global or not (one.model.is_view and one.kind == "relation"):
                seen.setdefault((where, one.name), []).append(one)
    for rivals in seen.values():
        if len(rivals) > 1 and not any(one.span in reported for one in rivals):
            yield from _rivals(scope, rivals, reported)


def _rivals(scope: NameScope, rivals: list[_Named], reported: set[Span]) -> Found:
    """The first keeps the name; of two models that share a table all is said already."""
    checked = [one for one in rivals if one.kind in scope.checked and not _is_of_view(one)]
    others = _Others(rivals)
    for one in checked[1:] if len(checked) > 1 else checked:
        other = others.first(one)
        if other is not None:
            reported.add(one.span)
            yield _clash(one, other)


class _Others:
    """The first of the rivals that stands in one's way: another of its model, or one of another table."""

    def __init__(self, rivals: list[_Named]) -> None:
        self._first = rivals[0]
        table = self._first.model.database_name
        self._other_table = next(
            (at for at, one in enumerate(rivals) if one.model.database_name != table), None
        )
        self._rivals = rivals
        self._of_model: dict[Span, list[int]] = {}
        for at, one in enumerate(rivals):
            self._of_model.setdefault(one.model.span, []).append(at)

    def first(self, one: _Named) -> _Named | None:
        same = one.model.database_name == self._first.model.database_name
        places = [self._other_table if same else 0]
        places += [at for at in self._of_model[one.model.span][:2] if self._rivals[at] is not one][
            :1
        ]
        known = [at for at in places if at is not None]
        return self._rivals[min(known)] if known else None


def _is_of_view(one: _Named) -> bool:
    """Keys of views only take names away from others."""
    return one.model.is_view and one.kind in ("id", "index")


def _clash(one: _Named, other: _Named) -> Diagnostic:
    return Diagnostic(
        rules.CONSTRAINT_NAME_CLASH,
        f"the name `{one.name}` in the database is taken",
        one.span,
        labels=(Label(other.span, "has the same name"),),
        help="give one of them another name with `map:`",
    )


def _all_named(context: Context, kinds: frozenset[str]) -> Iterator[_Named]:
    """Those of other kinds may be left out."""
    limit = context.connector.max_name_bytes
    names_ids = context.has(NAMED_PRIMARY_KEYS)
    for _, model in context.models:
        for index in model.indexes:
            if index.kind == "id":
                if names_ids:
                    yield _Named("id", id_name(model, index, limit), model, index.span)
            else:
                name = _index_name(context, model, index, limit)
                yield _Named("index", name, model, index.span)
        for field in model.scalar_fields if "default" in kinds else ():
            if field.default is not None:
                made = f"{model.database_name}_{field.database_name}"
                name = field.default.constraint_name or cut(made, "_df", limit)
                yield _Named("default", name, model, field.default.span)
    for relation in context.schema.relations:
        if isinstance(relation, ForeignKey):
            model = context.schema.models_by_name[relation.model]
            name = relation.mapped_name or key_name(model, relation, limit)
            yield _Named("relation", name, model, relation.span)


def id_name(model: Model, index: Index, limit: int) -> str:
    """The primary key's name in the database."""
    return index.mapped_name or cut(model.database_name, "_pkey", limit)


def _index_name(context: Context, model: Model, index: Index, limit: int) -> str:
    columns = [_column(context, model, part.path) for part in index.fields]
    return index_name(model, index, columns, limit)


def index_name(model: Model, index: Index, columns: Sequence[str], limit: int) -> str:
    """The name in the database of an index or unique key over these columns."""
    if index.mapped_name:
        return index.mapped_name
    made = f"{model.database_name}_{'_'.join(columns)}"
    return cut(made, _SUFFIXES[index.kind], limit)


def _column(context: Context, model: Model, path: tuple[str, ...]) -> str:
    if len(path) == 1:
        field = model.scalar(path[0])
        return field.database_name if field is not None else path[0]
    names = [getattr(field, "database_name", "") for field in context.followed(model, path)]
    return ".".join(names) + "." * (len(path) - max(len(names), 1))


def key_name(model: Model, relation: ForeignKey, limit: int) -> str:
    """The name that a foreign key gets where it has none of its own."""
    columns = [_scalar_column(model, name) for name in relation.fields]
    return cut(f"{model.database_name}_{'_'.join(columns)}", "_fkey", limit)


def _scalar_column(model: Model, name: str) -> str:
    field = model.scalar(name)
    return field.database_name if field is not None else name


def cut(text: str, suffix: str, limit: int) -> str:
    """The generated name: `text` cut so that it has at most `limit` bytes with its suffix."""
    room = limit - len(suffix)
    if len(text) * 4 < room or (text.isascii() and len(text) <= room):
        return text + suffix
    return text.encode()[:room].decode(errors="ignore") + suffix


# ---- length --------------------------------------------------------------------------------------


def check_lengths(context: Context) -> Found:
    """Names given by `map:`; made ones are cut."""
    limit = context.connector.max_name_bytes
    names_ids, names_keys = context.has(NAMED_PRIMARY_KEYS), context.has(NAMED_FOREIGN_KEYS)
    for _, model in context.models:
        for index in model.indexes:
            is_named = index.kind != "id" or names_ids
            if index.mapped_name and is_named and not model.is_view:
                yield from _too_long(index.mapped_name, index.span, limit)
        for field in model.scalar_fields:
            if field.default is not None and field.default.constraint_name:
                yield from _too_long(field.default.constraint_name, field.default.span, limit)
    for relation in context.schema.relations:
        if isinstance(relation, ForeignKey) and relation.mapped_name and names_keys:
            yield from _too_long(relation.mapped_name, relation.span, limit)


def _too_long(name: str, span: Span, limit: int) -> Found:
    if (length := len(name.encode(errors="replace"))) > limit:
        message = f"the name has {length} bytes, and the provider takes {limit}"
        yield Diagnostic(rules.CONSTRAINT_NAME_TOO_LONG, message, span)
