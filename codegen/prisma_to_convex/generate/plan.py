"""What is to be written when schema.ts stands there already: hand edits stay, or nobody's work is lost."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple

from ..merge.conflict import Conflict, Prefer, place_of
from ..merge.disk import OnDisk, UnreadableFile, marker_line, read
from ..merge.lock import Lock, lock_name, lock_text, read_lock
from ..merge.modules import ROOT
from ..merge.table_names import Identities
from ..project.guards import Guard, unchanged
from ..project.imported_files import NOTHING_IMPORTED, ImportedFiles, imported_files
from ..typescript.header import HEADER

if TYPE_CHECKING:
    from ..merge.whole import Merged


_EXPORTS_DEFAULT = re.compile(r"(?<![\w@.])default\b")  # `export { x as default }` does, too

Base = Literal["lock", "adopt", "force"]


class GenerationPlan(NamedTuple):
    """`files` to write, schema.ts first; or none, and `refusal` says why. `mine` is the schema.ts that
    was read, `kept` tells of hand-written parts. `last` is what was generated last, where hand edits of it are
    overwritten. `guards`: what of the other files may be overwritten. `before` and `whole`: what schema.ts says, with
    the files that it imports, in one text. `here` has the names that a person gave to tables, by the generated ones;
    `beside` the files that were merged with schema.ts, `unread` says why others were not.
    """

    files: Mapping[Path, str]
    kept: str = ""
    conflicts: Sequence[Conflict] = ()
    refusal: str = ""
    mine: str = ""
    last: str = ""
    guards: Mapping[Path, Guard] = MappingProxyType({})
    before: str = ""
    whole: str = ""
    here: Mapping[str, str] = MappingProxyType({})
    beside: Sequence[Path] = ()
    unread: Mapping[Path, str] = MappingProxyType({})


def lock_path(target: Path) -> Path:
    return target.with_name(lock_name(target.name))


def regenerate(
    target: Path,
    generated: str,
    base: Base,
    prefer: Prefer,
    tables: Identities = MappingProxyType({}),
) -> GenerationPlan:
    """`base` says what the file on disk is compared with: the lock; nothing (`force`: it goes); or
    `generated` itself (`adopt`: whatever differs is taken for written by hand). `tables`: the models that they are.
    """
    if base == "force":
        lock = _lock(target)
        last = lock.text if lock is not None and lock.text is not None else ""
        plan = _as_generated(target, generated, None, tables)
        mine_text = _overwritten(target)
        return plan._replace(mine=mine_text, last=last, before=_seen(target, mine_text))
    try:
        mine = read(target)
    except UnreadableFile as error:
        return _refused(target, f"{error}", "Repair it, or use --force to overwrite it")
    if mine is None or mine.text == generated or not mine.text.strip():
        return _as_generated(target, generated, mine, tables)
    if line := marker_line(mine.text):
        return _refused(target, f"line {line} is a conflict marker", "Solve that conflict first")
    if base == "adopt":
        return _merged(target, mine, generated, (generated, prefer), (tables, tables))
    lock = _lock(target)
    if lock is None:
        return _unknown(target, mine)
    if lock.text is None:
        advice = "Restore it from version control, or see --adopt and --force in --help"
        return _refused(lock_path(target), f"the lock {lock.problem}", advice)
    return _merged(target, mine, lock.text, (generated, prefer), (lock.tables, tables))


def _overwritten(target: Path) -> str:
    try:
        there = read(target)
    except UnreadableFile:
        return ""
    return there.text if there else ""


def _seen(target: Path, text: str) -> str:
    """The schema that a file holds, with what it imports; the file alone where that can't be read."""
    from ..merge.gather import gathered_text
    from ..typescript.tokens import NotTypeScript

    beside = (
        imported_files(target.parent, text) if target.name == ROOT and text else NOTHING_IMPORTED
    )
    try:
        return gathered_text({ROOT: text, **beside.texts}, beside.aliases) if beside.files else text
    except (NotTypeScript, RecursionError):
        return text


def _as_generated(
    target: Path, generated: str, mine: OnDisk | None, tables: Identities
) -> GenerationPlan:
    """Nothing in the file is hand-written."""
    text = mine.written(generated) if mine else generated
    files = {target: text, lock_path(target): _lock_text(target, generated, tables)}
    before = mine.text if mine else ""
    return GenerationPlan(files, mine=mine.raw if mine else "", before=before, whole=generated)


def _merged(
    target: Path,
    mine: OnDisk,
    base: str,
    now: tuple[str, Prefer],
    tables: tuple[Identities, Identities],
) -> GenerationPlan:
    """`now` is what is generated, and the preferred side; `tables` say which models those of `base` and of it are."""
    from ..merge.gather import gathered_text
    from ..merge.whole import Known, merge_files
    from ..typescript.tokens import NotTypeScript

    generated, prefer = now
    advice = "Repair it, or use --force to overwrite it"
    if not _EXPORTS_DEFAULT.search(mine.text):
        return _refused(target, "it has no default export", advice)
    beside = imported_files(target.parent, mine.text) if target.name == ROOT else NOTHING_IMPORTED
    texts = {ROOT: mine.text, **beside.texts}
    try:
        merged = merge_files(base, texts, generated, prefer, Known(*tables), beside.aliases)
        before = gathered_text({path: texts[path] for path in merged.files}, beside.aliases)
    except NotTypeScript as error:
        return _refused(target, f"line {error.line}: {error.what}", advice)
    except RecursionError:
        return _refused(target, "it is nested too deeply to be read", advice)
    is_open = [one for one in merged.conflicts if prefer.side(one.path) is None]
    if is_open:
        return GenerationPlan({}, "", is_open, _count_conflicts(target, is_open))
    lock = _lock_text(target, generated, _named(tables[1], merged.here))
    return _written(target, mine, beside, merged, lock)._replace(before=before)


def _written(
    target: Path, mine: OnDisk, beside: ImportedFiles, merged: Merged, lock: str
) -> GenerationPlan:
    """What was merged, in its files, with the text of the lock."""
    others = {
        path: file
        for path, file in beside.files.items()
        if merged.files.get(path, file.text) != file.text
    }
    files = {target: mine.written(merged.text)}
    for path, file in others.items():
        files[target.parent / path] = file.written(_module(merged.files[path]))
    files[lock_path(target)] = lock
    return GenerationPlan(
        files,
        merged.kept,
        merged.conflicts,
        mine=mine.raw,
        guards={target.parent / path: unchanged(file.raw) for path, file in others.items()},
        whole=merged.whole,
        here=merged.here,
        beside=[target.parent / path for path in merged.files if path != ROOT],
        unread={
            target.parent / path: why for path, why in {**beside.unread, **merged.unread}.items()
        },
    )


def _module(text: str) -> str:
    """A file that is imported stays a module, though nothing is left in it."""
    return text if text.strip() else "export {};\n"


def _named(tables: Identities, here: Mapping[str, str]) -> Identities:
    return {name: one._replace(here=here.get(name, "")) for name, one in tables.items()}


def _count_conflicts(target: Path, found: Sequence[Conflict]) -> str:
    number = len(found)
    first = plain(place_of(found[0].path))
    return (
        f"{number} conflict{'' if number == 1 else 's'} in {plain(target.as_posix())}; "
        "nothing was written. Edit it until it says what Prisma says now, and run again; or choose a side: of one "
        f"with --prefer mine:{first} or --prefer prisma:{first}, of all with --prefer mine or --prefer prisma"
    )


# ---- the lock -----------------------------------------------------------------------------------


def _lock(target: Path) -> Lock | None:
    path = lock_path(target)
    if os.path.lexists(path) and not os.path.isfile(path):
        return Lock(None, "can't be used: it is no regular file")
    try:
        found = read(path)
    except UnreadableFile as error:
        return Lock(None, f"can't be used: {error}")
    return None if found is None else read_lock(found.text)


def _lock_text(target: Path, generated: str, tables: Identities) -> str:
    """With the newlines that version control gave the lock on this machine."""
    text = lock_text(generated, target.name, tables)
    try:
        found = read(lock_path(target))
    except UnreadableFile:
        return text
    return text if found is None else found.written(text)


# ---- refusals -----------------------------------------------------------------------------------


def _unknown(target: Path, mine: OnDisk) -> GenerationPlan:
    """The file differs and there is no lock: nobody knows what in it is hand-written."""
    if not mine.text.startswith(HEADER):
        name = plain(target.as_posix())
        return GenerationPlan(
            {},
            refusal=f"{name} exists and was not generated by prisma-to-convex; nothing was written. "
            "Use --force to overwrite it, or --adopt to keep it as an edited form of what is generated",
        )
    why = f"it may hold hand edits, and {lock_name(target.name)}, which would tell, is missing"
    advice = (
        f"Restore that file from version control; or --adopt to keep {target.name} as it stands "
        "(with the schema.prisma it was generated from), or --force to overwrite it"
    )
    return _refused(target, why, advice)


def _refused(path: Path, why: str, advice: str) -> GenerationPlan:
    name = plain(path.as_posix())
    return GenerationPlan({}, refusal=f"{name}: {plain(why)}; nothing was written. {advice}")
