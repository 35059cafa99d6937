"""Which schema a file of code is under, where a workspace has several: by folders. Pure."""

from __future__ import annotations

from collections.abc import Sequence

_OF_PRISMA = frozenset({"prisma", "schema", "schemas", "db", "database"})


def home(schema: str) -> tuple[str, ...]:
    """The folder of the package that a schema belongs to: that around `prisma/schema.prisma`."""
    parts = [part for part in schema.replace("\\", "/").split("/") if part not in ("", ".")]
    if parts and parts[-1].endswith(".prisma"):
        parts.pop()
    while parts and parts[-1] in _OF_PRISMA and len(parts) > 1:
        parts.pop()
    if parts and parts[-1] in _OF_PRISMA and len(parts) == 1:
        parts.pop()
    return tuple(parts)


def nearest(file: str, homes: Sequence[tuple[str, ...]]) -> int:
    """Which of the homes a file is nearest to: that whose folder holds it, the deepest of them; else that
    with the longest way in common; of equals, the first.
    """
    folders = tuple(
        part for part in file.replace("\\", "/").split("/")[:-1] if part not in ("", ".")
    )

    def closeness(index: int) -> tuple[bool, int, int]:
        one = homes[index]
        common = 0
        while common < min(len(one), len(folders)) and one[common] == folders[common]:
            common += 1
        return common == len(one), common, -index

    return max(range(len(homes)), key=closeness)
