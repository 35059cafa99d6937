"""The `schema` setting of a `prisma.config.ts`, read without running it.

    export default defineConfig({ schema: path.join("prisma", "schema"), ... })
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this

The reader knows tokens and brackets, not TypeScript. It follows `export default` or `module.exports`
to an object literal, through `defineConfig(...)` and a constant declared at the top of the file, and
takes the property `schema` of that object. A value it can't be sure of is never guessed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..typescript.brackets import nested, parts
from ..typescript.tokens import NotTypeScript, TsToken, scan, scan_leniently


class Setting(NamedTuple):
    """What the config says of its schema, at the offset `at`.

    `path` is set when it names one; `problem` when nothing sure can be said; neither when it
    leaves the setting out. `is_prisma_8`: it names a contract, which is no schema.
    """

    path: str | None = None
    problem: str = ""
    at: int = 0
    is_prisma_8: bool = False


def schema_setting(text: str, folder: str, cwd: str) -> Setting:
    """The `schema` of a config that stands in `folder`, read by a process that runs in `cwd`.

    facts: a relative path counts from the config's folder (Prisma 7, config/loadConfigFromFile).
    """
    return _read(text, _Folders(folder, cwd), ("schema",))


def migrations_setting(text: str, folder: str, cwd: str) -> Setting:
    """The `migrations.path` of a config, read as `schema_setting` reads."""
    return _read(text, _Folders(folder, cwd), ("migrations", "path"))


def _read(text: str, folders: _Folders, keys: tuple[str, ...]) -> Setting:
    fault = _fault(text)
    if fault is not None:
        return fault
    found = scan_leniently(text)
    if (at := _of_prisma_8(found)) is not None:
        return Setting(problem=_PRISMA_8, at=at, is_prisma_8=True)
    exported = _exported(found)
    if exported is None:
        return Setting(problem="there is no default export")
    config = _object(found, exported)
    if config is None:
        return Setting(
            None, "the default export is not an object written out", found[exported].start
        )
    missing = _missing_comma(found[config:])
    return _setting(found[config:], folders, keys) if missing is None else missing


def _fault(text: str) -> Setting | None:
    """What is not closed, or closes nothing: where that is so, what is read may be half of what is meant."""
    try:
        scan(text)
    except NotTypeScript as error:
        return Setting(problem=error.what, at=error.at)
    except RecursionError:
        return Setting(problem="it is nested too deeply to be read")
    return None


def _missing_comma(found: Sequence[TsToken]) -> Setting | None:
    """Where a value of the object runs into the next key: `engine: "classic" datasource: {`."""
    for item in parts(found)[0]:
        inner = [(token, at) for at, token, depth in nested(item) if depth == 0]
        if any(token.is_mark("?", "=>") or token.text in ("case", "as") for token, _ in inner):
            continue
        for token, at in inner[2:]:
            key = item[at - 1]
            if token.is_mark(":") and item[1].is_mark(":") and key.kind in ("word", "string"):
                return Setting(problem=f"a comma is missing before {key.text}", at=key.start)
    return None


# ---- Prisma 8 -----------------------------------------------------------------------------------

_PRISMA_8 = (
    "this is a Prisma 8 project, and its contract is a different language; convert the schema.prisma "
    "of Prisma 6 or 7; contracts are not supported yet"
)


def _of_prisma_8(found: Sequence[TsToken]) -> int | None:
    """Where the config calls `definePrismaConfig`, or imports from `@prisma/orm`."""
    for index, token in enumerate(found):
        package = token.string if token.kind == "string" else None
        is_imported = package is not None and (package + "/").startswith("@prisma/orm/")
        after = found[index + 1] if index + 1 < len(found) else token
        if is_imported or (token.text == "definePrismaConfig" and after.is_mark("(")):
            return token.start
    return None


_DEEPEST = 20  # nobody nests or chains as deep by hand
_Words: TypeAlias = tuple[str, ...]
_EXPORTS: tuple[_Words, ...] = (
    ("export", "default"),
    ("export", "="),
    ("module", ".", "exports", "="),
    ("exports", ".", "default", "="),
)


def _exported(found: Sequence[TsToken]) -> int | None:
    """The index at which the expression starts that the module exports."""
    for index, _, depth in nested(found):
        for words in _EXPORTS:
            end = index + len(words)
            texts = tuple(token.text for token in found[index:end])
            is_whole = end < len(found) and not found[end].is_mark("=")  # no comparison
            if depth == 0 and texts == words and is_whole:
                return end
    return None


def _object(found: Sequence[TsToken], start: int) -> int | None:
    """The index of the `{` that the expression at `start` comes down to."""
    index: int | None = start
    for _ in range(_DEEPEST):
        if index is None or index >= len(found):
            break
        if found[index].is_mark("{"):
            return index
        index = _nearer(found, index)
    return None


def _nearer(found: Sequence[TsToken], index: int) -> int | None:
    """One step from an expression to what it stands for."""
    token = found[index]
    if token.is_mark("("):
        return index + 1
    if token.kind != "word":
        return None
    after = found[index + 1] if index + 1 < len(found) else TsToken("mark", ";", 0, 0)
    if after.is_mark("("):
        return index + 2 if token.text == "defineConfig" else None
    if after.is_mark("."):
        called = index + 2 < len(found) and found[index + 2].text == "defineConfig"
        return index + 2 if called else None
    ends = after.kind == "word" or after.is_mark(";", ")", ",")
    return _constant(found, token.text) if ends else None


def _constant(found: Sequence[TsToken], name: str) -> int | None:
    """The index at which the value starts of a variable declared outside every bracket."""
    declared = False
    for index, token, depth in nested(found):
        if depth or index < 2:
            continue
        if found[index - 2].text in ("const", "let", "var"):
            declared = found[index - 1].text == name
        if declared and token.is_mark("="):
            return index + 1
    return None


class _Folders(NamedTuple):
    """Where the config stands, and where the process runs."""

    config: str
    cwd: str


def _setting(found: Sequence[TsToken], folders: _Folders, keys: tuple[str, ...]) -> Setting:
    """What the object that opens the sequence has at the keys; as in JavaScript, the last one counts."""
    key, *inner = keys
    setting = Setting()
    for item in parts(found)[0]:
        if item[0].is_mark("..."):
            problem = f"`{key}` may come from what is spread here"
            setting = Setting(problem=problem, at=item[0].start)
        elif (value := _value(item, key)) is not None:
            if not inner:
                setting = _evaluated(value, folders, key)
            elif value[0].is_mark("{"):
                setting = _setting(value, folders, tuple(inner))
            else:
                problem = f"the value of `{key}` is not an object written out"
                setting = Setting(problem=problem, at=value[0].start)
    return setting


def _value(item: Sequence[TsToken], key: str) -> Sequence[TsToken] | None:
    """The value if this part of an object sets the key; the whole part for a getter and the like."""
    while len(item) > 1 and item[0].text in ("get", "async", "*") and not item[1].is_mark(":"):
        item = item[1:]
    if item[0].is_mark("[") and len(item) > 2 and item[1].string is not None:
        item = (item[1], *item[3:])
    if (item[0].text if item[0].kind == "word" else item[0].string) != key:
        return None
    return item[2:] if len(item) > 2 and item[1].is_mark(":") else item


def _evaluated(value: Sequence[TsToken], folders: _Folders, key: str) -> Setting:
    if [token.text for token in value] == ["undefined"]:
        return Setting()
    path = _path(value, folders)
    if path is None or not path.text:
        return Setting(problem=f"the value of `{key}` is not a path written out", at=value[0].start)
    whole = path.text if path.anchored else os.path.join(folders.config, path.text)
    return Setting(whole, at=value[0].start)


class _Path(NamedTuple):
    """A path; `anchored` when it no longer depends on the folder it is read from."""

    text: str
    anchored: bool


_HERE: frozenset[_Words] = frozenset({("__dirname",), ("import", ".", "meta", ".", "dirname")})
_CWD: frozenset[_Words] = frozenset({("process", ".", "cwd", "(", ")"), ("cwd", "(", ")")})
_JOIN: frozenset[_Words] = frozenset({("join",), ("path", ".", "join")})
_RESOLVE: frozenset[_Words] = frozenset({("resolve",), ("path", ".", "resolve")})


def _path(value: Sequence[TsToken], folders: _Folders, deepest: int = _DEEPEST) -> _Path | None:
    """What a string, a known folder, or `path.join` and `path.resolve` of such comes to."""
    value = _unwrapped(value)
    written = value[0].string
    if len(value) == 1 and written is not None:
        return _Path(written, os.path.isabs(written))
    words = tuple(token.text for token in value)
    if words in _HERE:
        return _Path(folders.config, True)
    if words in _CWD:
        return _Path(folders.cwd, True)
    called = words[: words.index("(")] if "(" in words else ()
    if deepest == 0 or called not in _JOIN | _RESOLVE:
        return None
    arguments, end = parts(value[len(called) :])
    paths = [_path(argument, folders, deepest - 1) for argument in arguments]
    known = [path for path in paths if path is not None]
    if len(called) + end != len(value) - 1 or len(known) < len(paths) or not known:
        return None
    return _joined(known) if called in _JOIN else _resolved(known, folders.cwd)


def _unwrapped(value: Sequence[TsToken]) -> Sequence[TsToken]:
    """The expression without parentheses around it and without `as const`, `satisfies string`."""
    for _ in range(_DEEPEST):
        casts = (at for at, token, depth in nested(value) if at and _is_cast(token, depth))
        end = next(casts, None)
        value = value[:end]
        if not value[0].is_mark("(") or not parts(value)[1] == len(value) - 1 > 1:
            break
        value = value[1:-1]
    return value


def _is_cast(token: TsToken, depth: int) -> bool:
    return depth == 0 and token.kind == "word" and token.text in ("as", "satisfies")


def _joined(paths: Sequence[_Path]) -> _Path:
    """Node's `path.join`: an absolute part does not start anew."""
    text = "/".join(path.text for path in paths if path.text)
    return _Path(os.path.normpath(text) if text else "", paths[0].anchored)


def _resolved(paths: Sequence[_Path], cwd: str) -> _Path:
    """Node's `path.resolve`: from the right until the path is absolute, at last from `cwd`."""
    text = cwd
    for path in paths:
        text = path.text if path.anchored else os.path.join(text, path.text)
    return _Path(os.path.normpath(text), True)
