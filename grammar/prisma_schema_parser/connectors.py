"""What each provider can do. One row a provider; nothing else in the code names a provider.

Source: Prisma's connector capabilities (facts/prisma.md sections 3, 7 and capabilities.json).
"""

from __future__ import annotations

from typing import NamedTuple

FOREIGN_KEYS = "foreignKeys"
PRISMA = "prisma"


class Connector(NamedTuple):
    """`provider` as written in the datasource; `relation_modes` has the default first."""

    provider: str
    relation_modes: tuple[str, ...]
    foreign_key_actions: frozenset[str]
    prisma_actions: frozenset[str]

    def actions(self, relation_mode: str) -> frozenset[str]:
        """The referential actions that the provider accepts in this mode."""
        return self.foreign_key_actions if relation_mode == FOREIGN_KEYS else self.prisma_actions


_ALL = frozenset({"Cascade", "Restrict", "NoAction", "SetNull", "SetDefault"})
_EMULATED = frozenset({"Cascade", "Restrict", "NoAction", "SetNull"})
_SQL_MODES = (FOREIGN_KEYS, PRISMA)
_POSTGRESQL = Connector("postgresql", _SQL_MODES, _ALL, _EMULATED - {"NoAction"})

CONNECTORS: dict[str, Connector] = {
    "postgresql": _POSTGRESQL,
    "postgres": _POSTGRESQL,
    "cockroachdb": Connector("cockroachdb", _SQL_MODES, _ALL, _EMULATED),
    "mysql": Connector("mysql", _SQL_MODES, _ALL, _EMULATED),
    "sqlite": Connector("sqlite", _SQL_MODES, _ALL, _EMULATED - {"NoAction"}),
    "sqlserver": Connector("sqlserver", _SQL_MODES, _ALL - {"Restrict"}, _EMULATED),
    "mongodb": Connector("mongodb", (PRISMA,), _EMULATED, _EMULATED),
}
EMPTY = Connector("", _SQL_MODES, _ALL, _EMULATED)


def connector(provider: str | None) -> Connector:
    """The row of a provider; the empty connector for none or an unknown one."""
    return CONNECTORS.get(provider or "", EMPTY)
