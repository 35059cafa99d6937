"""Where the schema is when the command line does not say: the first of

1. `schema` in prisma.config.ts (or .js, .mjs, ..., or below .config/),
2. `prisma.schema` in package.json,
3. schema.prisma, prisma/schema.prisma, prisma/ with .prisma files below it.

A file that is there but can't be understood ends the search: the next place might hold another schema.
facts: names and order of the configs are those of Prisma 7, config/loadConfigFromFile.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import read_regular, reason
from prisma_schema_parser.source import SourceFile

from .config_names import CONFIGS, EXTENSIONS
from .prisma_config import schema_setting

_PACKAGE = "package.json"
_FILES = ("schema.prisma", "prisma/schema.prisma")
_FOLDER = "prisma"
_LARGEST = 4 * 2**20  # bytes of a configuration
_DEFAULT = "the default place"
_PASS_IT = "pass SCHEMA on the command line"


class Discovery(NamedTuple):
    """The schema's file or folder and `why` it is this one; or `path` is None and `message` says
    why (`is_missing`: what a setting names is not there).
    """

    path: Path | None
    why: str = ""
    message: str = ""
    is_missing: bool = False

    @property
    def is_set(self) -> bool:
        """Whether a setting names it."""
        return self.why not in ("", _DEFAULT)


def discover(cwd: Path, command: str = "check") -> Discovery:
    """Looks in `cwd` and nowhere above it. The path found starts with `cwd` where it is below it.

    `command` is what to type with a path where none is found and there are some below.
    """
    for search in (_from_config, _from_package, _from_defaults):
        try:
            found = search(cwd)
        except OSError as error:
            return _unreadable(error, cwd)
        if found is not None:
            return found if not found.is_missing else _with_others(found, cwd, command)
    return _with_others(Discovery(None, message=_nothing(cwd)), cwd, command)


def _with_others(found: Discovery, cwd: Path, command: str) -> Discovery:
    """With the schemas that are below, or elsewhere in the workspace."""
    from .workspace_schemas import elsewhere

    others = elsewhere("" if cwd == Path() else str(cwd), command)
    if not others:
        return found
    return found._replace(message=found.message.removesuffix(f"\n{_PASS_IT}") + others)


def _unreadable(error: OSError, cwd: Path) -> Discovery:
    name = _shown(Path(str(error.filename)) if error.filename else cwd, cwd)
    return Discovery(None, message=f"{name}: {reason(error)}; {_PASS_IT}")


def _from_config(cwd: Path) -> Discovery | None:
    for name in CONFIGS:
        if not os.path.lexists(cwd / name):
            continue
        text = _text(cwd, name)
        if isinstance(text, Discovery):
            return text
        setting = schema_setting(text, str((cwd / name).parent), str(cwd))
        place = _place(name, text, setting.at)
        if setting.is_prisma_8:
            return Discovery(None, message=f"{place}: {setting.problem}")
        if setting.problem:
            message = f"{place}: can't tell where the schema is: {setting.problem}; {_PASS_IT}"
            return Discovery(None, message=message)
        return (
            None if setting.path is None else _named(cwd, setting.path, f"schema in {name}", place)
        )
    return None


def _from_package(cwd: Path) -> Discovery | None:
    if not os.path.lexists(cwd / _PACKAGE):
        return None
    text = _text(cwd, _PACKAGE)
    if isinstance(text, Discovery):
        return text
    try:
        package = json.loads(text)
    except json.JSONDecodeError as error:
        place, reason = _place(_PACKAGE, text, error.pos), error.msg.lower()
        return Discovery(None, message=f"{place}: not JSON: {reason}; {_PASS_IT}")
    except (ValueError, RecursionError):  # a number of 5000 digits, 5000 brackets
        return Discovery(None, message=f"{_PACKAGE}: this JSON is too large to read; {_PASS_IT}")
    settings = package.get("prisma") if isinstance(package, dict) else None
    schema = settings.get("schema") if isinstance(settings, dict) else None
    if schema is None:
        return None
    if not isinstance(schema, str) or not schema:
        return Discovery(None, message=f"{_PACKAGE}: `prisma.schema` is not a path; {_PASS_IT}")
    return _named(cwd, str(cwd / schema), f"prisma.schema in {_PACKAGE}", _PACKAGE)


def _from_defaults(cwd: Path) -> Discovery | None:
    for name in _FILES:
        if os.path.lexists(cwd / name) and not os.path.isdir(cwd / name):
            return Discovery(cwd / name, _DEFAULT)
    folder = cwd / _FOLDER
    return Discovery(folder, _DEFAULT) if _holds_schema(folder) else None


def _holds_schema(folder: Path) -> bool:
    return any(name.endswith(".prisma") for name in _names_below(folder))


def _names_below(folder: Path) -> Iterator[str]:
    """File names at any depth; each folder once, however many links lead to it."""
    seen: set[tuple[int, int]] = set()
    for root, folders, files in os.walk(folder, followlinks=True):
        status = os.stat(root)
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        yield from files


def _named(cwd: Path, named: str, why: str, place: str) -> Discovery:
    """What the setting at `place` names, if it is there."""
    path = _below(cwd, named)
    if os.path.exists(path):
        return Discovery(path, why)
    name = plain(path.as_posix())
    message = f"{place}: the schema is set to {name}, but there is no such file or folder"
    return Discovery(None, message=message, is_missing=True)


def _below(cwd: Path, named: str) -> Path:
    """The path from `cwd` on where it is below it, as if typed there; `..` is text, as to Node. Elsewhere it is
    as the setting has it: what is written must not depend on where the project lies.
    """
    base, path = os.path.abspath(cwd), os.path.abspath(named)
    if Path(path).is_relative_to(base):
        return cwd / os.path.relpath(path, base)
    return Path(os.path.normpath(named))


def _text(cwd: Path, name: str) -> str | Discovery:
    data = read_regular(cwd / name, _LARGEST)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        byte = f"byte 0x{data[error.start]:02x}"
        place = _place(name, before, len(before))
        return Discovery(None, message=f"{place}: not UTF-8: {byte}; {_PASS_IT}")


def _place(name: str, text: str, offset: int) -> str:
    line, column = SourceFile(name, text).position(offset)
    return f"{name}:{line}:{column}"


def _shown(path: Path, cwd: Path) -> str:
    return plain((path.relative_to(cwd) if path.is_relative_to(cwd) else path).as_posix())


def _nothing(cwd: Path) -> str:
    """The message that lists the places looked at."""
    configs = f"prisma.config.{{{','.join(EXTENSIONS)}}} or .config/prisma.*"
    places = (
        f"`schema` in {configs}",
        f"`prisma.schema` in {_PACKAGE}",
        *_FILES,
        f"{_FOLDER}/ with .prisma files",
    )
    listed = "".join(f"\n  - {place}" for place in places)
    return f"no Prisma schema found in {plain(cwd.as_posix())}; looked for{listed}\n{_PASS_IT}"
