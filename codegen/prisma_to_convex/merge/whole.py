"""The merge of three texts; of schema.ts with the files that it imports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from prisma_schema_parser.records import NamedTuple

from ..typescript.tokens import NotTypeScript
from .aliases import NO_ALIASES, Aliases, conflict_with_aliases, with_aliases, with_relative_paths
from .called_otherwise import called_otherwise
from .clashes import Answer, Clash, Sides, doubled_indexes, doubled_names, without_answer
from .conflict import NOBODY, Conflict, Prefer, Side
from .dangling import dangling
from .gather import gathered
from .imports import pruned
from .kept import kept_by_hand
from .line_merge import merge_lines
from .located import located
from .modules import ROOT, SCHEMA, Modules
from .parse import parse
from .places import Places, find_places, spread_fields
from .print_width import width_of
from .renames import hint, probable
from .spread import spread, without_gone_exports
from .style import style_of, styled
from .table_names import (
    UNKNOWN,
    Identities,
    Renames,
    name_hint,
    new_tables,
    renamed_modules,
    renames,
    renames_text,
    tables_of_side,
)
from .three_way import SPREAD, Merge, merge_blocks
from .tree import Block, Item, essence, pieces_of, text_of

_WHOLE = (SCHEMA,)
_ROUNDS = 8
"""Answers to what clashes may clash in their turn."""

Files = Mapping[str, str]
"""Texts by path from the folder of schema.ts, schema.ts among them."""


class Merged(NamedTuple):
    """`text` answers each conflict with the preferred side, for who wants that.

    `kept` counts what in it nobody generated. `files` are all that were merged; `whole` is what they say, in one
    text. `here` has the names that a person gave to tables, by those that are generated. `unread`
    says why a file was not followed.
    """

    text: str
    conflicts: tuple[Conflict, ...] = ()
    kept: str = ""
    files: Files = MappingProxyType({})
    whole: str = ""
    here: Mapping[str, str] = MappingProxyType({})
    unread: Mapping[str, str] = MappingProxyType({})


class Known(NamedTuple):
    """Which model each table is, of what was last generated and of what is now."""

    last: Identities = UNKNOWN
    now: Identities = UNKNOWN


_NOTHING = Known()


def merge(base: str, mine: str, theirs: str, prefer: Side | Prefer = NOBODY) -> Merged:
    """Raises NotTypeScript where `mine` is half-written.

    A file that no longer has the form that we generate is merged line by line, where that works. What comes
    from Prisma comes in the style of `mine`.
    """
    return merge_files(base, {ROOT: mine}, theirs, prefer)


def merge_files(
    base: str,
    files: Files,
    theirs: str,
    prefer: Side | Prefer = NOBODY,
    known: Known = _NOTHING,
    aliases: Aliases = NO_ALIASES,
) -> Merged:
    """Raises `NotTypeScript` for schema.ts; another file that is half-written is not followed. `aliases` say what
    the files import behind path aliases."""
    there = with_relative_paths(files, aliases)
    return _with_aliases(_merged(base, there.files, theirs, prefer, known), there.aliases)


def _with_aliases(merged: Merged, aliases: Mapping[str, str]) -> Merged:
    if not aliases:
        return merged
    return merged._replace(
        text=with_aliases(merged.text, aliases),
        conflicts=tuple(conflict_with_aliases(one, aliases) for one in merged.conflicts),
        files={path: with_aliases(text, aliases) for path, text in merged.files.items()},
    )


def _merged(base: str, files: Files, theirs: str, prefer: Side | Prefer, known: Known) -> Merged:
    mine = files[ROOT]
    if len(files) == 1 and mine in (base, theirs):
        return Merged(theirs, files={ROOT: theirs}, whole=theirs)
    modules, unread = _parsed(files)
    files = {module: files[module] for module in modules}
    style = style_of(mine)
    is_new = theirs != base
    new = parse(styled(theirs, style) if is_new else theirs)
    old = parse(styled(base, style)) if is_new else new
    work = _Work(old, new, modules, files, known)
    if not is_new:
        return Merged(
            text=mine,
            kept=work.kept(modules),
            files=files,
            whole=work.whole,
            here=work.here,
            unread=unread,
        )
    merged = work.merged(prefer if isinstance(prefer, Prefer) else Prefer(prefer))
    merged = merged._replace(unread=unread)
    if any(conflict.path == _WHOLE and not conflict.file for conflict in merged.conflicts):
        text = merge_lines(text_of(old), mine, text_of(new)) if len(files) == 1 else None
        return merged if text is None else work.by_lines(text)
    return merged


def _parsed(files: Files) -> tuple[dict[str, Block], dict[str, str]]:
    """The files, and why some are none that can be read."""
    found, unread = {ROOT: parse(files[ROOT])}, dict[str, str]()
    for module, text in files.items():
        try:
            if module not in found:
                found[module] = parse(text)
        except NotTypeScript as error:
            unread[module] = f"line {error.line}: {error.what}"
        except RecursionError:
            unread[module] = "it is nested too deeply to be read"
    return found, unread


class _Work:
    """The three sides of one merge: what is generated in one tree each, what stands in its files."""

    def __init__(
        self, base: Block, theirs: Block, modules: Modules, files: Files, known: Known
    ) -> None:
        self.generated = theirs
        self.whole = gathered(modules, files[ROOT])
        self.is_one = len(files) == 1 and self.whole == files[ROOT]
        mine = modules[ROOT] if self.is_one else parse(self.whole)
        self.names: Renames = renames(base, mine, theirs, known.last, known.now)
        self.base, self.theirs = self.names.of(base), self.names.of(theirs)
        if self.names.in_prisma:
            modules = renamed_modules(modules, find_places(modules), self.names.in_prisma)
            self.base = Renames(self.names.in_prisma, {}).of(self.base)
            self.whole = gathered(modules, text_of(modules[ROOT]))
        self.modules, self.files = modules, files
        self.width = width_of(files[ROOT])
        self.places: Places = find_places(modules)
        made = tables_of_side(theirs)
        self.here = {
            old: new
            for old, new in self.names.by_hand.items()
            if old != new and made is not None and old in made.by_key()
        }

    def merged(self, prefer: Prefer) -> Merged:
        trees, conflicts = self._round(prefer, (), ())
        clashes = self._clashes(trees)
        if not conflicts and not clashes:
            lost = self._lost(trees)
            return self._result(trees, lost)
        is_open = any(prefer.side(one.path) is None for one in conflicts)
        said = conflicts if is_open else [*conflicts, *self._said(clashes)]
        answers = self._whole_tables(conflicts, prefer)
        if answers:
            trees, _ = self._round(prefer, [answer for _, answer in answers], answers)
            clashes = self._clashes(trees)
        for _ in range(_ROUNDS):
            given = [
                (file, getattr(clash, prefer.side(clash.conflict.path) or "mine"))
                for file, clash in clashes
            ]
            more = [one for one in given if one not in answers]
            if not more:
                break
            answers += more
            of_base = [answer for file, answer in answers if not file]
            trees, _ = self._round(prefer, of_base, answers)
            clashes = self._clashes(trees)
        return self._result(trees, tuple(said))

    def _whole_tables(
        self, conflicts: Iterable[Conflict], prefer: Prefer
    ) -> list[tuple[str, Answer]]:
        """A table that is gone from Prisma and kept here is kept in all its places."""
        kept = {
            (one.file or ROOT, one.path)
            for one in conflicts
            if one.theirs is None and one.mine is not None and prefer.side(one.path) == "mine"
        }
        return [
            ("", Answer((SCHEMA, name), of_base_alone=True))
            for name, place in self.places.tables.items()
            if any(
                spot is not None and (spot.module, spot.path) in kept
                for spot in (place.entry, place.table, place.fields)
            )
        ]

    def _result(self, trees: Modules, conflicts: tuple[Conflict, ...]) -> Merged:
        texts = {module: text_of(tree) for module, tree in trees.items()}
        kept = self.kept(trees)
        whole = texts[ROOT] if self.is_one else gathered(trees, texts[ROOT])
        return Merged(
            text=texts[ROOT],
            conflicts=conflicts,
            kept=kept,
            files=texts,
            whole=whole,
            here=self.here,
        )

    # ---- one round --------------------------------------------------------------------------------

    def _round(
        self,
        prefer: Prefer,
        whole: Sequence[Answer],
        answers: Iterable[tuple[str, Answer]],
    ) -> tuple[dict[str, Block], list[Conflict]]:
        """Every file, merged. `whole` are answers in the one text, `answers` with their files."""
        base, theirs, modules = self.base, self.theirs, dict(self.modules)
        for answer in whole:
            base = without_answer(base, answer)
            if not answer.of_base_alone:
                theirs = without_answer(theirs, answer)
                module, path = located(self.modules, self.places, answer.path)
                modules[module] = without_answer(modules[module], answer._replace(path=path))
        sides = spread(base, theirs, modules, find_places(modules) if whole else self.places)
        found: dict[str, Block] = {}
        conflicts: list[Conflict] = []
        for module in modules:
            three = sides[0].get(module), modules[module], sides[1].get(module)
            if three[0] is None or three[2] is None:
                found[module] = modules[module]
                continue
            own = [answer for file, answer in answers if file == module]
            block, found_here = self._file(module, (three[0], three[1], three[2]), own, prefer)
            found[module] = block
            conflicts += found_here
        return without_gone_exports(modules, found), conflicts

    def _file(
        self, module: str, sides: Sides, answers: Sequence[Answer], prefer: Prefer
    ) -> tuple[Block, list[Conflict]]:
        base, mine, theirs = sides
        for answer in answers:
            base = without_answer(base, answer)
            if not answer.of_base_alone:
                mine, theirs = (without_answer(one, answer) for one in (mine, theirs))
        conflicts: list[Conflict] = []
        block = pruned(
            merge_blocks(Merge(conflicts.append, prefer, self.width), base, mine, theirs), *sides
        )
        return block, [self._hinted(one, module) for one in conflicts]

    def _hinted(self, conflict: Conflict, module: str) -> Conflict:
        file = "" if module == ROOT else module
        if conflict.theirs is None:
            names = probable(self.base, self.theirs)
            return conflict._replace(file=file, hint=hint(conflict.path, names))
        shared = self._spread_field(conflict)
        if shared is not None:
            return conflict._replace(reason=SPREAD, mine=text_of(shared), file=file)
        if conflict.mine is None and conflict.path[:-1] == _WHOLE:
            new = new_tables(self.base, parse(self.whole))
            return conflict._replace(file=file, hint=name_hint(conflict.path[-1], new))
        if conflict.mine is None:
            message = called_otherwise(conflict.path, module, self.base, self.modules, self.places)
            return conflict._replace(file=file, hint=message)
        return conflict._replace(file=file)

    def _spread_field(self, conflict: Conflict) -> Item | None:
        """The field of another object that a person spreads in the place of one that Prisma changes."""
        if conflict.mine is not None or len(conflict.path) < 2:
            return None
        place = self.places.tables.get(conflict.path[-2])
        fields = spread_fields(self.modules, place) if place is not None else iter(())
        return next((one for one, _ in fields if one.key == conflict.path[-1]), None)

    # ---- what does not go together ----------------------------------------------------------------

    def _clashes(self, trees: Modules) -> list[tuple[str, Clash]]:
        """With the file that its paths lead into; nothing for those of the one text."""
        sides = spread(self.base, self.theirs, self.modules, self.places)
        found = [
            (module, clash)
            for module, tree in trees.items()
            if module in sides[0]
            for clash in doubled_names(
                tree, (sides[0][module], self.modules[module], sides[1][module])
            )
        ]
        block, mine = (
            (trees[ROOT], self.modules[ROOT])
            if self.places.is_plain
            else (parse(gathered(trees, text_of(trees[ROOT]))), parse(self.whole))
        )
        whole = [
            *doubled_indexes(block, mine, self.theirs),
            *dangling(block, self.base, mine, self.theirs),
        ]
        return [*found, *(("", clash) for clash in whole)]

    def _said(self, clashes: Iterable[tuple[str, Clash]]) -> list[Conflict]:
        found = []
        for file, clash in clashes:
            module = file or located(self.modules, self.places, clash.conflict.path)[0]
            found.append(clash.conflict._replace(file="" if module == ROOT else module))
        return found

    def _lost(self, trees: Modules) -> tuple[Conflict, ...]:
        sides = spread(self.base, self.theirs, self.modules, self.places)[0]
        return tuple(
            conflict._replace(file="" if module == ROOT else module)
            for module, tree in trees.items()
            if module in sides
            for conflict in _lost(tree, sides[module], self.modules[module])
        )

    # ---- the messages ---------------------------------------------------------------------------

    def kept(self, trees: Modules) -> str:
        sides = spread(self.base, self.theirs, self.modules, self.places)[1]
        pairs = [(trees[module], side) for module, side in sides.items() if module in trees]
        texts = renames_text(self.names, self.generated), kept_by_hand(pairs)
        return ", ".join(filter(None, texts))

    def by_lines(self, text: str) -> Merged:
        block, mine = parse(text), self.modules[ROOT]
        sides = self.base, mine, self.theirs
        clashes = [*doubled_names(block, sides), *dangling(block, *sides)]
        clashes += doubled_indexes(block, mine, self.theirs)
        conflicts = tuple(one.conflict for one in clashes) or _lost(block, *sides[:2])
        kept = ", ".join(
            filter(
                None,
                (renames_text(self.names, self.generated), kept_by_hand([(block, self.theirs)])),
            )
        )
        return Merged(
            text=text,
            conflicts=conflicts,
            kept=kept,
            files={ROOT: text},
            whole=text,
            here=self.here,
        )


def _lost(block: Block, old: Block, ours: Block) -> tuple[Conflict, ...]:
    """The last line of defence: a merge that drops what a person wrote is none, whatever we missed."""
    now, before = Counter(pieces_of(ours)), Counter(pieces_of(old))
    lost = _words(now - before) - _words(before - now)
    if lost:
        lost -= Counter(essence(text_of(block)))  # of the text: how its pieces read together
    words = [word for word in lost if word != ","]
    if not words:
        return ()
    return (
        Conflict(
            path=_WHOLE,
            reason=f"merging would lose `{words[0]}`",
            base=None,
            mine=None,
            theirs=None,
        ),
    )


def _words(pieces: Counter[str]) -> Counter[str]:
    words: Counter[str] = Counter()
    for piece, times in pieces.items():
        for word in essence(piece):
            words[word] += times
    return words
