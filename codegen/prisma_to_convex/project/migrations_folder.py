"""The folder of the migrations, and their texts as Prisma's engine lists them.

It is the first of `--migrations`, `migrations` in the configuration, `migrations.path` in the
prisma.config that is nearest above the schema, the folder `migrations` beside the file with the
datasource. `none` says that there are none.

facts: Prisma 6.19 and 7: cli inferDirectoryConfig (the datasource's folder); schema engine
list_migrations (folders only, no links to some, by name); each has a migration.sql.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import read_regular, reason, too_large
from prisma_schema_parser.source import SourceFile, Span

from ..migrations.texts import NO_MIGRATIONS, Migrations, NotRead
from .config_names import CONFIGS

NONE = "none"
FILE = "migration.sql"

_FOLDER = "migrations"
_LARGEST = 16 * 2**20
_LARGEST_TOGETHER = 64 * 2**20
_MOST = 10_000
_DATASOURCE = re.compile(r"^[ \t]*datasource[ \t]+[^\s{]+[ \t]*\{", re.MULTILINE)


class MigrationsFolder(NamedTuple):
    """`path` is None where there is none; `message` says why what was asked for can't be used.

    `not_read` tells of a setting that can't be followed.
    """

    path: str | None
    message: str = ""
    not_read: tuple[NotRead, ...] = ()


def find_migrations(
    schema: str, sources: Sequence[SourceFile], given: str | None, configured: str
) -> MigrationsFolder:
    """`given` on the command line, `configured` in our own configuration; both may be `none`."""
    for said, by in ((given, "--migrations"), (configured, "migrations")):
        if said == NONE:
            return MigrationsFolder(None)
        if said:
            return _named(said, by)
    setting = _of_prisma(schema)
    if setting is not None:
        return setting
    root = schema if os.path.isdir(schema) else os.path.dirname(schema)
    return _existing(os.path.join(migrations_home(sources) or root, _FOLDER))


def read_migrations(folder: MigrationsFolder) -> Migrations:
    """What can't be read is reported; it does not end the reading."""
    if folder.path is None:
        return NO_MIGRATIONS._replace(not_read=folder.not_read)
    sources: list[SourceFile] = []
    not_read = list(folder.not_read)
    size = 0
    for place in _listed(folder.path):
        found = place if isinstance(place, NotRead) else _read(place, _LARGEST_TOGETHER - size)
        if isinstance(found, SourceFile):
            sources.append(found)
            size += len(found.text)
        else:
            not_read.append(found)
    return Migrations(tuple(sources), tuple(not_read))


def migrations_home(sources: Sequence[SourceFile]) -> str:
    """The folder of the file that has the datasource; empty where none has, and for the working one."""
    for source in sources:
        if _DATASOURCE.search(source.text):
            return os.path.dirname(source.name)
    return ""


# ---- where they are -----------------------------------------------------------------------------


def _named(path: str, by: str) -> MigrationsFolder:
    if os.path.isdir(path):
        return MigrationsFolder(_shown(path))
    what = "is no folder" if os.path.lexists(path) else "there is no such folder"
    return MigrationsFolder(None, f"{by}: {plain(path)}: {what}")


def _existing(path: str) -> MigrationsFolder:
    return MigrationsFolder(_shown(path) if os.path.isdir(path) else None)


def _shown(path: str) -> str:
    """As the schema's own files are named: without `./`, and no longer than from here."""
    if os.path.isabs(path):
        inside = os.path.join(os.getcwd(), "")
        path = path.removeprefix(inside)
    return os.path.normpath(path).replace(os.sep, "/")


def _of_prisma(schema: str) -> MigrationsFolder | None:
    """What the nearest prisma.config says; None where it says nothing of them."""
    start = schema if os.path.isdir(schema) else os.path.dirname(schema)
    for folder in _upwards(os.path.abspath(start)):
        for config in _configs(folder):
            return _setting(config, folder, schema)
    return None


def _upwards(start: str) -> Iterator[str]:
    """Up to the working directory, or, where the schema is not below it, a package's or repository's top."""
    cwd = os.getcwd()
    at = start
    while True:
        yield at
        is_top = any(os.path.lexists(os.path.join(at, one)) for one in (".git", "package.json"))
        above = os.path.dirname(at)
        if at == cwd or above == at or (is_top and not at.startswith(os.path.join(cwd, ""))):
            return
        at = above


def _configs(folder: str) -> Iterator[str]:
    return (
        path for name in CONFIGS if os.path.isfile(path := os.path.join(folder, *name.split("/")))
    )


def _setting(config: str, folder: str, schema: str) -> MigrationsFolder | None:
    """A config that names another schema is not about this one."""
    from .prisma_config import migrations_setting, schema_setting

    try:
        text = read_regular(config).decode("utf-8-sig", errors="replace")
    except OSError:  # whoever looks for the schema in it tells
        return None
    if "migrations" not in text:
        return None
    home = os.path.dirname(config)
    other = schema_setting(text, home, folder).path
    if other is not None and not _is_same(other, schema):
        return None
    setting = migrations_setting(text, home, folder)
    if setting.problem:
        source = SourceFile(_shown(config), text)
        span = Span(source, setting.at, setting.at)
        why = f"can't tell where the migrations are: {setting.problem}; pass --migrations"
        return MigrationsFolder(None, "", (NotRead(span, why),))
    return None if setting.path is None else _existing(setting.path)


def _is_same(one: str, other: str) -> bool:
    """Whether one of two paths holds the other: a file, or the folder that it is in."""
    first, second = os.path.realpath(one), os.path.realpath(other)
    return (
        first == second
        or first.startswith(f"{second}{os.sep}")
        or second.startswith(f"{first}{os.sep}")
    )


# ---- their texts --------------------------------------------------------------------------------


def _listed(folder: str) -> Iterator[str | NotRead]:
    """The files in the order in which they run; first why not all of them are here."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(one.name for one in entries if one.is_dir(follow_symlinks=False))
    except OSError as error:
        yield _whole(folder, reason(error))
        return
    if len(names) > _MOST:
        yield _whole(folder, f"more than {_MOST:,} migrations: the last were left out")
    for name in names[:_MOST]:
        yield f"{folder}/{name}/{FILE}"


def _read(path: str, room: int) -> SourceFile | NotRead:
    try:
        data = read_regular(path, _LARGEST)
    except (OSError, ValueError) as error:
        return _whole(path, reason(error))
    if len(data) > room:
        return _whole(path, f"with this file the migrations are {too_large(_LARGEST_TOGETHER)}")
    return decoded(path, data)


def decoded(path: str, data: bytes) -> SourceFile | NotRead:
    """The text of a migration."""
    try:
        return SourceFile(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        source = SourceFile(path, data.decode("utf-8-sig", errors="replace"))
        why = f"the file is not UTF-8: byte 0x{data[error.start]:02x}"
        return NotRead(Span(source, len(before), len(before) + 1), why)


def _whole(path: str, why: str) -> NotRead:
    source = SourceFile(path, "")
    return NotRead(Span(source, 0, 0), why)
