"""Path aliases of a project: `paths` and `baseUrl` of tsconfig.json, `imports` of package.json.

Convex bundles a deployment as TypeScript reads it: the tsconfig.json that is nearest to the file counts, with what it
extends. Where that one has no aliases, an editor's or a framework's further up is looked at.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import read_regular

from ..typescript.tokens import NotTypeScript, scan

_CONFIGS = ("tsconfig.json", "jsconfig.json")
_PACKAGE = "package.json"
_LARGEST = 1_000_000
_MOST = 200
"""Configurations that are looked for, those that others extend included."""
_NEVER = (".", "/", "convex/", "node:")


class PathPatterns(NamedTuple):
    """What names of modules mean: `targets` by pattern, with one `*` at most, as absolute paths; `base` is the folder
    that any other name is looked for in, or empty."""

    targets: Mapping[str, Sequence[str]]
    base: str = ""


class PathAliases:
    """Of the files in one folder; read when the first is asked for."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._home = os.path.realpath(folder)
        self._patterns: list[PathPatterns] | None = None

    def paths(self, source: str) -> Iterator[str]:
        """The paths from the folder that `@/tables/users` may mean, likeliest first; none outside it."""
        if source.startswith(_NEVER):
            return
        if self._patterns is None:
            self._patterns = list(_patterns(self._home))
        for patterns in self._patterns:
            for path in _meant(source, patterns):
                inside = os.path.relpath(os.path.normpath(path), self._home).replace(os.sep, "/")
                if not inside.startswith("../"):
                    yield inside


def _meant(source: str, patterns: PathPatterns) -> Iterator[str]:
    """Of several patterns, one without `*` counts, else the one whose beginning is longest."""
    fits = [one for one in patterns.targets if _star(one, source) is not None]
    fits.sort(key=lambda one: ("*" in one, -len(one.partition("*")[0])))
    for pattern in fits[:1]:
        star = _star(pattern, source) or ""
        for target in patterns.targets[pattern]:
            yield target.replace("*", star, 1)
    if patterns.base:
        yield os.path.join(patterns.base, source)


def _star(pattern: str, source: str) -> str | None:
    """What stands for the `*`; None where the pattern is another."""
    start, star, end = pattern.partition("*")
    if not star:
        return "" if source == pattern else None
    is_long = len(source) >= len(start) + len(end)
    fits = is_long and source.startswith(start) and source.endswith(end)
    return source[len(start) : len(source) - len(end)] if fits else None


# ---- files --------------------------------------------------------------------------------------


def _patterns(home: str) -> Iterator[PathPatterns]:
    """Of the folder and those above it, nearest first."""
    from ..config.find import folders

    configs = _Configs()
    for folder in folders(home):
        for name in _CONFIGS:
            found = configs.patterns(os.path.join(folder, name))
            if found is not None:
                yield found
                break
        yield PathPatterns(_of_package(folder))


class _Configs:
    """Each is read once, however many extend it; one that is extended in a circle adds nothing to itself."""

    def __init__(self) -> None:
        self._known: dict[str, PathPatterns | None] = {}

    def patterns(self, path: str) -> PathPatterns | None:
        """None where there is none. What it says itself wins over what it extends."""
        path = os.path.normpath(path)
        if path not in self._known and len(self._known) < _MOST:
            self._known[path] = None
            config = _json(path)
            if config is not None:
                self._known[path] = self._read(config, os.path.dirname(path))
        return self._known.get(path)

    def _read(self, config: Mapping[str, Any], folder: str) -> PathPatterns:
        options = config.get("compilerOptions")
        options = options if isinstance(options, dict) else {}
        above = self._extended(config.get("extends"), folder)
        base = options.get("baseUrl")
        base_folder = os.path.join(folder, base) if isinstance(base, str) and base else above.base
        paths = options.get("paths")
        if not isinstance(paths, dict):
            return PathPatterns(above.targets, base_folder)
        from_folder = base_folder or folder
        targets = {
            pattern: [os.path.join(from_folder, one) for one in found if isinstance(one, str)]
            for pattern, found in paths.items()
            if isinstance(found, list)
        }
        return PathPatterns(targets, base_folder)

    def _extended(self, extends: object, folder: str) -> PathPatterns:
        """Of several, the last one wins. Those of packages are not looked for."""
        names = extends if isinstance(extends, list) else [extends]
        found = PathPatterns({})
        for name in names:
            if not isinstance(name, str) or not name.startswith((".", "/")):
                continue
            path = os.path.join(folder, name)
            read = self.patterns(path) or self.patterns(f"{path}.json")
            if read is not None:
                found = PathPatterns(read.targets or found.targets, read.base or found.base)
        return found


def _of_package(folder: str) -> dict[str, list[str]]:
    """`"imports": { "#tables/*": "./convex/tables/*.ts" }`; conditions by what a bundler takes."""
    package = _json(os.path.join(folder, _PACKAGE)) or {}
    imports = package.get("imports")
    found: dict[str, list[str]] = {}
    for pattern, target in imports.items() if isinstance(imports, dict) else ():
        if isinstance(target, dict):
            target = target.get("import", target.get("default"))
        if isinstance(target, str) and target.startswith("./"):
            found[pattern] = [os.path.join(folder, target)]
    return found


def _json(path: str) -> dict[str, Any] | None:
    """JSON with comments and trailing commas, as tsconfig.json has it; None for what can't be read."""
    if not os.path.isfile(path):
        return None
    try:
        text = read_regular(path, _LARGEST).decode("utf-8-sig")
        tokens = [token.text for token in scan(text).tokens]
        is_last = [after in ("}", "]") for after in (*tokens[1:], "")]
        plain = (
            one for one, last in zip(tokens, is_last, strict=True) if not (one == "," and last)
        )
        found = json.loads("".join(plain))
    except (OSError, ValueError, RecursionError, NotTypeScript):
        return None
    return found if isinstance(found, dict) else None
