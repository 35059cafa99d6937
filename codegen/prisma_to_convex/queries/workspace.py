"""Which schema a file of code is under, where a workspace has several: by folders. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from .code_files import CodeFile
from .left_out_paths import reason_by_folder

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


def share_of(
    schema: str, files: Sequence[CodeFile], schemas: Sequence[str]
) -> tuple[list[CodeFile], list[CodeFile]]:
    """The files that are under a schema, and the others. `schemas` are all .prisma files that were passed."""
    others = [one for one in schemas_below(without_examples(schemas)) if home(one) != home(schema)]
    if not others:
        return list(files), []
    homes = [home(schema), *map(home, others)]
    own: list[CodeFile] = []
    elsewhere: list[CodeFile] = []
    for file in files:
        (elsewhere if nearest(file.name, homes) else own).append(file)
    return own, elsewhere


def without_examples(schemas: Sequence[str]) -> list[str]:
    """Without those in folders of tests, examples and documents, if there are others."""
    left = [one for one in schemas if not any(map(_is_beside, one.split("/")[:-1]))]
    return left or list(schemas)


def _is_beside(folder: str) -> bool:
    return bool(reason_by_folder(folder)) or folder.lower() in ("doc", "docs", "documentation")


def schemas_below(names: Sequence[str]) -> list[str]:
    """Of the .prisma files that stand below: each schema once. Several in one folder, or below it, are one
    schema, named by the folder.
    """
    folders: dict[str, list[str]] = {}
    for name in names:
        folders.setdefault(posixpath.dirname(name), []).append(name)
    found = []
    for folder in sorted(folders):
        if any(_is_in(folder, other) for other in folders):
            continue
        inside = [
            name
            for one, held in folders.items()
            if one == folder or _is_in(one, folder)
            for name in held
        ]
        found.append(inside[0] if len(inside) == 1 else folder or ".")
    return found


def _is_in(folder: str, other: str) -> bool:
    return folder != other and folder.startswith(f"{other}/" if other else "")
