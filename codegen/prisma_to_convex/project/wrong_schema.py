"""What was taken for one schema is several, or a part of one: what was found, and what to type instead.

    prisma/mysql.prisma, prisma/postgresql.prisma      each with its own datasource
    prisma/schema.prisma, prisma/generated/...         the copy that a generator writes, or a person
    prisma/schema.prisma, prisma/models/note.prisma    a setting that names the file, not the folder

Without it each block would be an error of its own. Asked only where a schema is not valid.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence

from prisma_schema_parser import Diagnostic, SourceFile, read_schema, rules
from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.regular_files import read_regular

from ..kit.words import counted, listed
from .nearby_schemas import commands, is_below
from .without_models import prisma_files

_DATASOURCE = re.compile(r"^[ \t]*datasource[ \t]+[^\s{]+[ \t]*\{", re.MULTILINE)
_GENERATOR = re.compile(r"^[ \t]*generator[ \t]+[^\s{]+[ \t]*\{([^}]*)\}", re.MULTILINE)
_OUTPUT = re.compile(r'^[ \t]*output[ \t]*=[ \t]*"((?:[^"\\\r\n]|\\.)*)"', re.MULTILINE)
_BLOCK = re.compile(r"^[ \t]*(model|view|enum|type)[ \t]+([^\s{]+)[ \t]*\{", re.MULTILINE)
_DEPTH = 4
_MOST_TRIED = 8  # each is a schema to read
_MOST_BYTES = 1 << 20


def wrong_schema(
    path: str, sources: Sequence[SourceFile], diagnostics: Sequence[Diagnostic], command: str
) -> str:
    """The message, or nothing where the errors speak for themselves."""
    if os.path.isdir(path):
        return _several(path, sources, diagnostics, command)
    return _part(path, sources, diagnostics, command) if os.path.isfile(path) else ""


# ---- a folder that holds more than one ----------------------------------------------------------


def _several(
    folder: str, sources: Sequence[SourceFile], diagnostics: Sequence[Diagnostic], command: str
) -> str:
    repeats = any(found.rule == rules.DUPLICATE_NAME for found in diagnostics)
    if repeats and (copies := _copies(sources)):
        return _copied(folder, sources, copies, command)
    heads = [source.name for source in sources if _DATASOURCE.search(source.text)]
    schemas = _split(sources, heads) if len(heads) > 1 else {}
    several = (
        f"{_shown(folder)} holds {len(schemas)} schemas, each with its own datasource; name one:"
        f"{commands(list(schemas), command)}"
    )
    if _are_valid(schemas):
        return several
    if repeats and (again := _said_again(sources)):
        message = (
            f"{_shown(folder)} holds {counted(len(again), 'file that repeats', 'files that repeat')} "
            f"blocks of the others, and no more ({_few(again)})"
        )
        return _without(message, sources, again, command, "Move them out of the folder")
    return several if _are_alike(schemas) else ""


def _split(
    sources: Sequence[SourceFile], heads: Sequence[str]
) -> Mapping[str, Sequence[SourceFile]]:
    """By the path to name, the files of each: a folder where the datasource stands there alone, else its file."""
    homes = [os.path.dirname(head) for head in heads]
    found: dict[str, Sequence[SourceFile]] = {}
    for head, home in zip(heads, homes, strict=True):
        inside = [one for one in sources if is_below(one.name, home)]
        is_alone = sum(is_below(other, home) for other in heads) == 1
        whole = is_alone and len(inside) > 1
        name = home if whole else head
        found[name] = inside if whole else [one for one in sources if one.name == head]
    return found


def _are_alike(schemas: Mapping[str, Sequence[SourceFile]]) -> bool:
    """Whether they say the same again: else it is one with a datasource too many."""
    names = [
        {match[2] for one in files for match in _BLOCK.finditer(one.text)}
        for files in schemas.values()
    ]
    return sum(map(len, names)) > len(set().union(*names))


def _are_valid(schemas: Mapping[str, Sequence[SourceFile]]) -> bool:
    return 1 < len(schemas) < 20 and all(map(_is_valid, schemas.values()))


def _is_valid(files: Sequence[SourceFile]) -> bool:
    return any(_BLOCK.search(one.text) for one in files) and read_schema(files).is_valid


def _copies(sources: Sequence[SourceFile]) -> dict[str, str]:
    """The files that lie where a generator of another one writes, and the file that says so."""
    found: dict[str, str] = {}
    for source in sources:
        for output in _outputs(source):
            for other in sources:
                if other is not source and is_below(other.name, output):
                    found[other.name] = source.name
    return {} if len(found) == len(sources) else found


def _outputs(source: SourceFile) -> Iterator[str]:
    """Written from the file's folder on, as Prisma reads it."""
    home = os.path.dirname(source.name)
    for generator in _GENERATOR.finditer(source.text):
        for output in _OUTPUT.finditer(generator[1]):
            yield os.path.normpath(os.path.join(home, output[1]))


def _copied(
    folder: str, sources: Sequence[SourceFile], copies: Mapping[str, str], command: str
) -> str:
    names, by = list(copies), next(iter(copies.values()))
    message = (
        f"{_shown(folder)} holds {counted(len(names), 'file')} that a generator wrote "
        f"({_few(names)}: `output` in {plain(by)})"
    )
    return _without(message, sources, names, command, "Let the generator write elsewhere")


def _said_again(sources: Sequence[SourceFile]) -> list[str]:
    """The files, one or all of a folder, whose every block stands in another one too, and without which the schema is
    valid and has its datasource.
    """
    blocks = {one.name: {match[2] for match in _BLOCK.finditer(one.text)} for one in sources}
    has_datasource = any(_DATASOURCE.search(one.text) for one in sources)
    tried = 0
    for names in _parts(sources):
        rest = [one for one in sources if one.name not in names]
        said = set().union(*(blocks[one.name] for one in rest))
        here = set().union(*(blocks[name] for name in names))
        if not here or not here <= said or tried == _MOST_TRIED:
            continue
        tried += 1
        is_headed = any(_DATASOURCE.search(one.text) for one in rest) or not has_datasource
        if is_headed and _is_valid(rest):
            return names
    return []


def _parts(sources: Sequence[SourceFile]) -> list[list[str]]:
    """Each file and each folder of files, what lies deepest first: that is rather the copy."""
    files = [one.name for one in sources]
    folders = {folder for name in files for folder in _folders_of(name)}
    parts = [(name, [name]) for name in files]
    parts += [(folder, [name for name in files if is_below(name, folder)]) for folder in folders]
    parts.sort(key=lambda part: (-part[0].count("/"), part[0]))
    return [names for _, names in parts if len(names) < len(files)]


def _folders_of(name: str) -> Iterator[str]:
    while name := os.path.dirname(name):
        if name == "/":
            return
        yield name


def _few(names: Sequence[str]) -> str:
    return listed([plain(one) for one in names], quoted=False, most=3)


def _without(
    message: str, sources: Sequence[SourceFile], names: Sequence[str], command: str, advice: str
) -> str:
    """With what to type instead, where a path leads to the rest alone."""
    own = [source.name for source in sources if source.name not in names]
    home = os.path.commonpath([os.path.dirname(name) for name in own]) if own else ""
    if len(own) == 1:
        return f"{message}; name the schema itself:{commands(own, command)}"
    if home and not any(is_below(name, home) for name in names):
        return f"{message}; name the schema itself:{commands([home], command)}"
    return f"{message}: Prisma reads them as part of the schema, too. {advice}"


# ---- a file that is a part of one ---------------------------------------------------------------


def _part(
    path: str, sources: Sequence[SourceFile], diagnostics: Sequence[Diagnostic], command: str
) -> str:
    missing = list(
        dict.fromkeys(one.span.text for one in diagnostics if one.rule == rules.UNKNOWN_TYPE)
    )
    if not missing:
        return ""
    has_datasource = any(_DATASOURCE.search(source.text) for source in sources)
    places = _defined(path, frozenset(missing), has_datasource)
    if not places:
        return ""
    home = _home(path, list(places.values()))
    name, place = next(iter(places.items()))
    more = f" (and {counted(len(places) - 1, 'more type')} nearby)" if len(places) > 1 else ""
    return (
        f"{_named(path)}, but `{plain(name[:80])}` is defined in {plain(place)}{more}: name the folder"
        f"{commands([home], command)}"
    )


def _defined(path: str, missing: frozenset[str], has_datasource: bool) -> dict[str, str]:
    """Where the types are that the file lacks. A file with a datasource of its own is another schema."""
    home = os.path.dirname(path)
    above = os.path.dirname(home) if home else os.pardir
    files = list(prisma_files(home or os.curdir, _DEPTH))
    if not has_datasource:
        files += prisma_files(above or os.curdir, _DEPTH)
    found: dict[str, str] = {}
    for file in dict.fromkeys(os.path.normpath(one).replace(os.sep, "/") for one in files):
        text = _text(file)
        if os.path.realpath(file) == os.path.realpath(path):
            continue
        if has_datasource and _DATASOURCE.search(text):
            continue
        for match in _BLOCK.finditer(text):
            if match[2] in missing:
                found.setdefault(match[2], file)
    return found


def _text(path: str) -> str:
    try:
        return read_regular(path, _MOST_BYTES).decode("utf-8", errors="replace")
    except (OSError, ValueError):
        return ""


def _home(path: str, others: Sequence[str]) -> str:
    """The folder that holds them all."""
    folders = [os.path.dirname(os.path.abspath(one)) for one in (path, *others)]
    found = os.path.commonpath(folders)
    return found if os.path.isabs(path) else os.path.relpath(found).replace(os.sep, "/")


def _named(path: str) -> str:
    """What the file was taken for, and who named it, if a setting did."""
    from pathlib import Path

    from .discovery import discover

    found = discover(Path())
    is_it = found.path is not None and os.path.realpath(found.path) == os.path.realpath(path)
    if is_it and found.is_set:
        return f"{found.why} names the file {plain(path)}"
    return f"the schema is the file {plain(path)} alone"


def _shown(folder: str) -> str:
    return plain(f"{folder.rstrip('/')}/")
