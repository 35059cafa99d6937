"""How the databases write SQL: one row each."""

from __future__ import annotations

from prisma_schema_parser.records import NamedTuple


class SqlDialect(NamedTuple):
    """`name` is sqlglot's. `brackets` and `backticks` tell which of them quote a name, `texts` that `"`
    quotes a text; `folds`: an unquoted name is in lower case; `is_exact`: names differ in case alone.

    `longest`: bytes of a name, which is cut there without an error; 0 where it is not.

    `index_scope` is where the name of an index is unique, `body` what ends a trigger or a routine.
    """

    name: str
    brackets: bool = False
    backticks: bool = False
    texts: bool = False
    escapes: bool = False
    dollars: bool = False
    hashes: bool = False
    nests: bool = False
    folds: bool = False
    is_exact: bool = False
    longest: int = 0
    index_scope: str = "schema"
    body: str = "semicolon"
    default_schema: str = ""

    def key(self, name: str) -> str:
        """What two spellings of one name have in common."""
        if self.longest and len(name) * 4 > self.longest:
            name = name.encode()[: self.longest].decode(errors="ignore")
        return name if self.is_exact else name.lower()


POSTGRESQL = SqlDialect(
    "postgres",
    dollars=True,
    nests=True,
    folds=True,
    is_exact=True,
    longest=63,
    default_schema="public",
)
MYSQL = SqlDialect(
    "mysql",
    backticks=True,
    texts=True,
    escapes=True,
    hashes=True,
    index_scope="table",
    body="compound",
)
SQLITE = SqlDialect("sqlite", brackets=True, backticks=True, body="compound", default_schema="main")
SQLSERVER = SqlDialect(
    "tsql", brackets=True, nests=True, index_scope="table", body="batch", default_schema="dbo"
)

DIALECTS: dict[str, SqlDialect] = {
    "postgresql": POSTGRESQL,
    "postgres": POSTGRESQL,
    "cockroachdb": POSTGRESQL,
    "mysql": MYSQL,
    "sqlite": SQLITE,
    "sqlserver": SQLSERVER,
}
"""By Prisma's provider; MongoDB has no migrations."""
