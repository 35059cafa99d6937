"""Which schema a file of code is under, where a workspace has several: by folders, then by what it calls. Pure."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Sequence

from prisma_schema_parser.records import NamedTuple

from ..client_words import called_delegates
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


class SchemaPlace(NamedTuple):
    """Where a schema stands, and what Prisma Client calls its models."""

    path: str
    delegates: frozenset[str]


def delegates_of_others(own: SchemaPlace, schemas: Sequence[SchemaPlace]) -> frozenset[str]:
    """Those that one schema lacks and others have."""
    return frozenset[str]().union(*(one.delegates for one in schemas)) - own.delegates


class _Closeness(NamedTuple):
    """Of a file to the folder of a schema: whether it is below it, and how long their common way is."""

    is_below: bool
    common: int
    place: int


def shares(schemas: Sequence[SchemaPlace], files: Sequence[CodeFile]) -> list[list[CodeFile]]:
    """The files under each schema. A folder that holds a file decides, the deepest of them. Other files are
    under the schema with the longest way in common, unless another one has more of the models that these
    files call. And no file is under a schema with none of its models where another has some.
    """
    if len(schemas) == 1:
        return [list(files)]
    homes = [home(one.path) for one in schemas]
    known = frozenset[str]().union(*(one.delegates for one in schemas))
    order = [_by_closeness(file.name, homes) for file in files]
    called = [called_delegates(file.data, known) for file in files]
    strays: dict[int, Counter[int]] = defaultdict(Counter)
    for near, names in zip(order, called, strict=True):
        if not near[0].is_below:
            strays[near[0].place].update(
                {index: len(names & one.delegates) for index, one in enumerate(schemas)}
            )
    found: list[list[CodeFile]] = [[] for _ in schemas]
    for file, near, names in zip(files, order, called, strict=True):
        places = [one.place for one in near]
        if not near[0].is_below:
            votes = strays[places[0]]
            places.sort(key=lambda place: -votes[place])  # of equals, the nearest stays the first
        if not names & schemas[places[0]].delegates:
            places.sort(key=lambda place: -len(names & schemas[place].delegates))
        found[places[0]].append(file)
    return found


def _by_closeness(file: str, homes: Sequence[tuple[str, ...]]) -> list[_Closeness]:
    """The nearest home first; of equals, that which is named first."""
    folders = tuple(
        part for part in file.replace("\\", "/").split("/")[:-1] if part not in ("", ".")
    )
    found = []
    for place, one in enumerate(homes):
        common = 0
        while common < min(len(one), len(folders)) and one[common] == folders[common]:
            common += 1
        found.append(_Closeness(common == len(one), common, place))
    return sorted(found, key=lambda one: (not one.is_below, -one.common, one.place))


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
            for one, inner in folders.items()
            if one == folder or _is_in(one, folder)
            for name in inner
        ]
        found.append(inside[0] if len(inside) == 1 else folder or ".")
    return found


def _is_in(folder: str, other: str) -> bool:
    return folder != other and folder.startswith(f"{other}/" if other else "")
