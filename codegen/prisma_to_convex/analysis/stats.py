"""`--stats FILE`: how large each table is.

    {"User": 1200, "Message": {"rows": 9000000, "bytes": 4000000000}}

or lines of `table,rows[,bytes[,per month]]`, as databases export them: with a header or without, separated by commas,
semicolons or tabs. How fast a table grows is `perMonth`, or follows from two readings of it, each with its `date`. A name is that of a Prisma model, a table (`schema.table` too), or a join table
(`Post.tags`, `_PostToTag`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ManyToMany, Schema
from prisma_schema_parser.source import SourceFile

from ..kit.nearest import Suggestions
from .facts import Size
from .stats_entries import SizeEntry, StatsProblem, entries


class Stats(NamedTuple):
    """`sizes` by model, of a join table by `Model.field`; `warnings` on names that are no table's."""

    sizes: Mapping[str, Size]
    warnings: tuple[str, ...] = ()


class InvalidStats(NamedTuple):
    """Why nothing can be taken from the file, with the place."""

    message: str


def parse_stats(source: SourceFile, schema: Schema) -> Stats | InvalidStats:
    """The sizes that a file's text gives, by table of the schema."""
    try:
        found = list(entries(source.text))
        if not found:
            raise StatsProblem(
                0, "there is no table in it", 'write {"User": 1200} or lines of User,1200'
            )
        return _resolved(found, source, schema)
    except StatsProblem as fault:
        return InvalidStats(_message(source, fault.at, fault.message, fault.help))


def _message(source: SourceFile, at: int, message: str, help: str) -> str:
    line, column = source.position(at)
    return plain(f"{source.name}:{line}:{column}: {message}{help and '; ' + help}")


# ---- names --------------------------------------------------------------------------------------

# Prisma's own; an export of all tables has it.
_PRISMAS = frozenset({"_prisma_migrations"})


def _resolved(written: Sequence[SizeEntry], source: SourceFile, schema: Schema) -> Stats:
    names = _Names(schema)
    sizes: dict[str, Size] = {}
    first: dict[str, SizeEntry] = {}
    warnings: list[str] = []
    suggestions = Suggestions(names.known)
    for entry in written:
        found = names.homes(entry.name)
        if len(found) == 1:
            home = found[0]
            if home in first and (grown := _grown(first[home], entry)) is not None:
                first[home], sizes[home] = grown, grown.size
                continue
            if home in first:
                line, _ = source.position(first[home].at)
                message = f"the size of `{home}` stands here twice"
                raise StatsProblem(entry.at, message, f"as `{first[home].name}` in line {line}")
            first[home], sizes[home] = entry, entry.size
        elif found:
            warning = f"`{entry.name}` may be {' or '.join(f'`{one}`' for one in found)}"
            warnings.append(_message(source, entry.at, warning, "write the model's name"))
        elif _unquoted(entry.name)[-1] not in _PRISMAS:
            warning = f"no model or table is called `{entry.name}`"
            warnings.append(_message(source, entry.at, warning, suggestions.help(entry.name)))
    return Stats(sizes, tuple(warnings))


def _grown(one: SizeEntry, other: SizeEntry) -> SizeEntry | None:
    """The later of two readings, with what it follows that the table gets in a month; None for no two readings."""
    if one.date is None or other.date is None or one.date == other.date:
        return None
    before, after = sorted((one, other), key=lambda entry: entry.date or _NO_DATE)
    assert before.date is not None
    assert after.date is not None
    days = (after.date - before.date).days
    rate = max(0, round((after.size.rows - before.size.rows) * _MONTH / days))
    return after._replace(size=after.size._replace(per_month=rate))


_NO_DATE, _MONTH = date.min, 365.25 / 12


class _Names:
    """Models and join tables by all their names: Prisma's before the database's, exact before folded."""

    def __init__(self, schema: Schema) -> None:
        prisma: dict[str, list[str]] = {}
        database: dict[str, list[str]] = {}
        for model in schema.models:
            prisma[model.name] = [model.name]
            self._add(database, model.database_name, model.namespace, model.name)
        for relation in schema.relations:
            if isinstance(relation, ManyToMany) and not relation.is_embedded:
                home = f"{relation.model_a}.{relation.field_a}"
                prisma[home] = [home]
                namespace = schema.model(relation.model_a).namespace
                self._add(database, f"_{relation.name}", namespace, home)
        folded: dict[str, list[str]] = {}
        for names in (prisma, database):
            for name, homes in names.items():
                known = folded.setdefault(name.lower(), [])
                known.extend(home for home in homes if home not in known)
        self._tables = (prisma, database, folded)
        self.known = list(dict.fromkeys((*prisma, *database)))

    @staticmethod
    def _add(names: dict[str, list[str]], name: str, namespace: str | None, home: str) -> None:
        names.setdefault(name, []).append(home)
        if namespace is not None:
            names.setdefault(f"{namespace}.{name}", []).append(home)

    def homes(self, name: str) -> list[str]:
        """The one that is called so; several where the name alone does not tell."""
        parts = _unquoted(name)
        for candidate in (name, ".".join(parts), parts[-1]):
            for names in self._tables:
                found = names.get(candidate.lower() if names is self._tables[2] else candidate)
                if found:
                    return found
        return []


def _unquoted(name: str) -> list[str]:
    """`"public"."User"`, `shop`.`users`, [dbo].[Users] -> their parts."""
    return [part.strip('"`[]') for part in name.strip().split(".")] or [name]
