"""What the migrations hold and the schema does not, in the schema's words: one guarantee each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prisma_schema_parser.guarantees import DatabaseObject, Guarantee
from prisma_schema_parser.guarantees import Kind as GuaranteeKind
from prisma_schema_parser.schema import Schema

from .database_state import DatabaseState, SqlTable
from .dialects import DIALECTS
from .owners import MigrationOwner, Owners
from .replay import replay
from .schema_drift import differences
from .texts import NOTHING, Migrations, Undeclared
from .things import Code, Thing


def undeclared(migrations: Migrations, schema: Schema) -> Undeclared:
    dialect = DIALECTS.get(schema.provider or "")
    if dialect is None or not (migrations.sources or migrations.not_read):
        return NOTHING
    replayed = replay(migrations.sources, dialect)
    owners = Owners(schema, dialect)
    found = _Finding(replayed.state, owners)
    return Undeclared(
        tuple(found.all()),
        (*migrations.not_read, *replayed.not_read),
        tuple(differences(replayed.state, owners)),
        dialect,
    )


_SHOWN = 200


class _Finding:
    def __init__(self, state: DatabaseState, owners: Owners) -> None:
        self.state, self.owners = state, owners
        self.dialect = state.dialect

    def all(self) -> Iterator[Guarantee]:
        for table in self.state.tables.values():
            if not table.is_passing:
                yield from self._table(table)
        runs = self._runs()
        for (group, _), thing in self.state.free.items():
            yield from self._free(group, thing, runs)

    # ---- on a table ----

    def _table(self, table: SqlTable) -> Iterator[Guarantee]:
        owner = self.owners.of(table.name)
        has_policies = False
        for thing in table.things.values():
            if thing.is_off:
                continue
            if thing.kind == "policy":
                has_policies = True
                if table.row_security is None:
                    continue
            for kind, text in self._kinds(thing, owner):
                yield self._guarantee(kind, owner, thing, text, table.name.name)
        if table.row_security is not None and not has_policies:
            text = "ENABLE ROW LEVEL SECURITY"
            yield self._guarantee("row-policy", owner, table.row_security, text, table.name.name)

    def _kinds(self, thing: Thing, owner: MigrationOwner) -> Iterator[tuple[GuaranteeKind, str]]:
        shown = _clipped(thing.whole.shown)
        match thing.kind:
            case "check":
                yield "check", f"CHECK ({_clipped(thing.code.shown)})"
            case "exclusion":
                yield "exclusion", shown
            case "trigger":
                yield "trigger", _without_create(shown)
            case "generated":
                yield "generated-column", shown
            case "policy":
                yield "row-policy", _without_create(shown)
            case "index":
                yield from self._index(thing, owner)
            case "sequence" if not owner.counts(thing.columns):
                yield "sequence", _without_create(shown)
        if thing.deferrable:
            yield "deferrable", f"{_clipped(thing.whole.shown)} {thing.deferrable}"

    def _index(self, thing: Thing, owner: MigrationOwner) -> Iterator[tuple[GuaranteeKind, str]]:
        where = f" WHERE {_clipped(thing.code.shown)}" if thing.code.tokens else ""
        inside = (
            _clipped(thing.whole.shown)
            if thing.whole.shown.startswith("(")
            else f"({', '.join(thing.columns)})"
        )
        if not where and not thing.has_expressions:
            return
        if not thing.has_expressions and owner.has_partial(thing):
            return
        if thing.is_unique and thing.has_expressions:
            yield "expression-unique", f"UNIQUE {inside}{where}"
        elif thing.is_unique:
            yield "partial-unique", f"UNIQUE {inside}{where}"
        else:
            yield "database-index", f"INDEX {inside}{where}"

    def _guarantee(
        self, kind: GuaranteeKind, owner: MigrationOwner, thing: Thing, text: str, table: str
    ) -> Guarantee:
        columns = thing.columns or self._columns(thing.code, owner)
        subject = DatabaseObject(
            name=thing.name,
            table=table,
            code=_clipped(thing.whole.shown, 4_000),
            condition=thing.code.sql(self.dialect) if thing.code.tokens else "",
            columns=tuple(columns),
        )
        fields = owner.fields_of(columns)
        return Guarantee(
            kind=kind, owner=owner.name, fields=fields, text=text, span=thing.span, subject=subject
        )

    def _columns(self, code: Code, owner: MigrationOwner) -> tuple[str, ...]:
        """The columns that a condition speaks of, in the order in which it does."""
        names = (token.value for token in code.tokens if token.is_name)
        return tuple(dict.fromkeys(name for name in names if owner.knows(name)))

    # ---- by itself ----

    def _runs(self) -> Mapping[str, frozenset[str]]:
        """By the name of a function, the models whose triggers run it."""
        found: dict[str, set[str]] = {}
        for table in self.state.tables.values():
            for thing in table.things.values():
                if thing.kind == "trigger" and thing.target is not None:
                    found.setdefault(self.dialect.key(thing.target.name), set()).add(
                        self.owners.of(table.name).name
                    )
        return {name: frozenset(models) for name, models in found.items()}

    def _free(
        self, group: str, thing: Thing, runs: Mapping[str, frozenset[str]]
    ) -> Iterator[Guarantee]:
        shown = _without_create(_clipped(thing.whole.shown))
        owner, kind = thing.name, None
        match group:
            case "view":
                kind = "view-definition"
                owner = self.owners.view(thing.name)
            case "function":
                kind = "function"
                models = runs.get(self.dialect.key(thing.name), frozenset())
                owner = next(iter(models)) if len(models) == 1 else thing.name
            case "sequence":
                kind = "sequence"
            case "domain":
                kind = "domain"
            case "event":
                kind = "trigger"
        if kind is not None:
            code = _clipped(thing.whole.shown, 4_000)
            subject = DatabaseObject(thing.name, "", code)
            yield Guarantee(kind=kind, owner=owner, fields=(), text=shown, span=thing.span, subject=subject)  # type: ignore[arg-type]


def _clipped(text: str, most: int = _SHOWN) -> str:
    return text if len(text) <= most else f"{text[: most - 3].rstrip()}..."


def _without_create(text: str) -> str:
    words = text.split(" ")
    skipped = {"CREATE", "OR", "REPLACE", "ALTER", "IF", "NOT", "EXISTS"}
    at = 0
    while at < len(words) and words[at].upper() in skipped:
        at += 1
    return " ".join(words[at:])
