"""A schema that holds no model: what to say of it, and where its models may be instead.

To go on would empty schema.ts, or pass the gate because there is nothing left to judge.
"""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from prisma_schema_parser.excerpt import plain

from ..kit.words import counted, listed
from .nearby_schemas import commands, nearby_schemas

_MODEL = re.compile(rb"^[ \t]*model[ \t]+[^\s{]+[ \t]*\{", re.MULTILINE)
_NEARBY = ("prisma", "models", "schema")  # folders beside the schema's own that are looked into
_SKIPPED = frozenset(("node_modules", "generated"))
_ENDING = ".prisma"
_DEPTH = 3
_MOST_ENTRIES = 2_000
_MOST_FILES = 200
_MOST_BYTES = 1 << 20
_MOST_SHOWN = 3


def without_models(path: str, command: str) -> str:
    """Why the schema at `path` can't be used, and what to pass to the command in its place."""
    return f"{plain(path)}: the schema has no models{_hint(path, command)}"


def without_tables(path: str, models: int) -> str:
    """As `without_models` where there are some, and none of them becomes a table."""
    number = counted(models, "model or view", "models and views")
    why = "each is ignored, skipped, excluded or kept in the old database"
    return f"{plain(path)}: the schema gives no table, though it has {number}: {why}"


def _hint(path: str, command: str) -> str:
    found = _folders_with_models(path)
    if not found:
        return ""
    shown = list(found)[:_MOST_SHOWN]
    names = listed([plain(f"{folder}/") for folder in shown], quoted=False, most=_MOST_SHOWN)
    files = counted(sum(found[folder] for folder in shown), "file")
    message = f". There are models in {names} ({files}): name the"
    home = os.path.dirname(path)
    if home and os.path.isfile(path) and nearby_schemas(home) == [home]:
        return f"{message} folder{commands([home], command)}"
    return f"{message} file or folder that is the schema"


def _folders_with_models(path: str) -> Counter[str]:
    """How many .prisma files with models are in each folder nearby, the nearest first."""
    here = path if os.path.isdir(path) else os.path.dirname(path)
    above = os.path.normpath(os.path.join(here, os.pardir))
    deep = [here or os.curdir, *(os.path.join(above, name) for name in _NEARBY)]
    files = chain(*(prisma_files(folder, _DEPTH) for folder in deep), prisma_files(above, 1))
    found: Counter[str] = Counter()
    seen = {os.path.realpath(path)}
    for file in islice(files, _MOST_FILES):
        real = os.path.realpath(file)
        if real not in seen and _holds_model(file):
            found[os.path.normpath(os.path.dirname(file)).replace(os.sep, "/")] += 1
        seen.add(real)
    return found


def prisma_files(folder: str, depth: int) -> Iterator[str]:
    """The .prisma files of the folder, then those of the folders in it."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)[:_MOST_ENTRIES]
    except (OSError, ValueError):
        return
    yield from (entry.path for entry in entries if entry.name.endswith(_ENDING))
    for entry in entries if depth > 1 else ():
        if _is_worth_a_look(entry):
            yield from prisma_files(entry.path, depth - 1)


def _is_worth_a_look(entry: os.DirEntry[str]) -> bool:
    try:
        is_folder = entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
    return is_folder and not entry.name.startswith(".") and entry.name not in _SKIPPED


def _holds_model(path: str) -> bool:
    """Of a regular file, and of what a look at its beginning shows."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return False
        with open(path, "rb") as file:
            return _MODEL.search(file.read(_MOST_BYTES)) is not None
    except (OSError, ValueError):
        return False
