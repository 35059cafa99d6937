"""What a configuration's text says: TOML -> `Config`, every problem with its line and column."""

from __future__ import annotations

import re
import tomllib
from typing import Literal

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.source import SourceFile, Span

from ..convex.validator_reader import InvalidValidator, parse
from ..kit.nearest import nearest
from ..options.comment_text import misread
from ..options.settings import (
    DEFAULTS,
    SETTINGS,
    BlockOptions,
    ConfiguredDecision,
    Key,
    Level,
    Options,
    Row,
    SeverityWord,
)
from .project_config import Config, InvalidConfig, place, problem_message
from .toml_places import DEEPEST, KeyPath, TomlPlaces, places, too_deep

_BLOCKS: dict[str, Level] = {"models": "model", "types": "type", "enums": "enum"}

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read(text: str, name: str, table: KeyPath = ()) -> Config | InvalidConfig | None:
    """The configuration in a table of a TOML text; None where the table is not there."""
    if (deep := too_deep(text)) is not None:
        return InvalidConfig(
            (f"{place(name, text, deep)}: this key has more than {DEEPEST} parts",)
        )
    try:
        document: object = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error).split("\n")[0]
        match = _AT.search(message)
        line, column = (match[1], match[2]) if match and match[1] else (None, None)
        at = f"{name}:{line}:{column}" if line else place(name, text, len(text))
        reason = _AT.sub("", message)
        return InvalidConfig((f"{at}: not TOML: {plain(reason[:1].lower() + reason[1:])}",))
    except (ValueError, RecursionError):  # a number of 5000 digits, 5000 brackets
        return InvalidConfig((f"{name}: this TOML is too large to read",))
    for part in table:
        if not isinstance(document, dict) or part not in document:
            return None
        document = document[part]
    return _Reading(name, text, table, places(text)).read(document)


# ---- what it says -------------------------------------------------------------------------------


class _Reading:
    """One text being read; `problems` with their offsets."""

    def __init__(self, name: str, text: str, table: KeyPath, known: TomlPlaces) -> None:
        self.name, self.text, self.table, self.known = name, text, table, known
        self.problems: list[tuple[int, str]] = []
        self.places: dict[Key, str] = {}
        self.source = SourceFile(name, text)
        self.severities: dict[str, SeverityWord] = {}
        self.effort: dict[str, tuple[float, float]] = {}
        self.decisions: list[ConfiguredDecision] = []

    def read(self, document: object) -> Config | InvalidConfig:
        tables = self._table((), document)
        project = dict(tables)
        blocks: dict[str, BlockOptions] = {}
        for kind, level in _BLOCKS.items():
            for name, inner in self._table((kind,), project.pop(kind, {})).items():
                added = self._block(kind, level, name, inner)
                if name in blocks:
                    help_ = "a name is that of a model, a type or an enum, not of two"
                    self._complain((kind, name), f"`{name}` stands here twice", help_)
                blocks[name] = added
        changes = self._settings((), project, "project", tuple(_BLOCKS), ("", ""))
        if self.problems:
            return InvalidConfig(tuple(message for _, message in sorted(self.problems)))
        only, exclude = _texts(changes.pop("only", ())), _texts(changes.pop("exclude", ()))
        tenant_key = str(changes.pop("tenant_key", ""))
        migrations = str(changes.pop("migrations", ""))
        enforce = bool(changes.pop("enforce", False))
        queries = _texts(changes.pop("queries", ()))
        most = changes.pop("max_diagnostics", None)
        settings = DEFAULTS.project._replace(**changes)  # type: ignore[arg-type]  # checked by its row
        options = Options(settings, only, exclude, blocks, tenant_key=tenant_key, enforce=enforce)
        options = options._replace(
            migrations=migrations,
            queries=queries,
            max_diagnostics=most if isinstance(most, int) else None,
        )
        decided = tuple(sorted(self.decisions, key=lambda one: one.span.start))
        complete = options._replace(
            severities=self.severities, decisions=decided, effort=self.effort
        )
        return Config(complete, self.places)

    def _block(self, kind: str, level: Level, name: str, table: object) -> BlockOptions:
        path = (kind, name)
        inner = dict(self._table(path, table))
        self.places[(name, "", "")] = self._at(path)
        fields = {}
        if level != "enum":
            for field, one in self._table((*path, "fields"), inner.pop("fields", {})).items():
                under = (*path, "fields", field)
                self.places[(name, field, "")] = self._at(under)
                fields[field] = self._settings(
                    under, self._table(under, one), "field", (), (name, field)
                )
        more = ("fields",) if level != "enum" else ()
        changes = self._settings(path, inner, level, more, (name, ""))
        return BlockOptions(changes, fields, level)

    def _table(self, path: KeyPath, value: object) -> dict[str, object]:
        if isinstance(value, dict):
            return value
        self._complain(path, f"`{path[-1] if path else self.table[-1]}` must be a table")
        return {}

    def _settings(
        self,
        path: KeyPath,
        table: dict[str, object],
        level: Level,
        tables: tuple[str, ...],
        home: tuple[str, str],
    ) -> dict[str, object]:
        found = {}
        for key, value in table.items():
            at = (*path, key)
            row = SETTINGS.get(key)
            if row is None or level not in row.levels:
                self._unknown(at, key, level, tables, row)
                continue
            if row.form in ("severities", "decisions", "effort"):
                self._of_rules(at, row, value, home)
                continue
            self.places[(*home, row.attribute)] = self._at(at)
            problem, read = _value(row, value)
            if problem:
                self._complain(at, f"`{key}`: {problem[0]}", problem[1], is_value=True)
            else:
                found[row.attribute] = read
        return found

    def _of_rules(self, path: KeyPath, row: Row, value: object, home: tuple[str, str]) -> None:
        from . import effort_table as config_effort
        from . import rule_tables as config_rules

        table = self._table(path, value)
        faults: list[config_rules.ConfigProblem]
        if row.form == "effort":
            self.effort, faults = config_effort.effort(table)
        elif row.form == "severities":
            self.severities, faults = config_rules.severities(table)
        else:
            entries, faults = config_rules.decisions(table, row.summary.rpartition(": ")[2])
            for key, rule, text in entries:
                span = Span(self.source, at := self._offset((*path, key)), at + len(key))
                state: Literal["allowed", "enforced"] = (
                    "allowed" if row.key == "allow" else "enforced"
                )
                owner, field = home
                self.decisions.append(
                    ConfiguredDecision(
                        rule=rule, owner=owner, field=field, state=state, text=text, span=span
                    )
                )
        for fault in faults:
            place = (*path, fault.key)
            self._complain(place, fault.message, fault.help, is_value=fault.is_value)

    def _unknown(
        self, path: KeyPath, key: str, level: Level, tables: tuple[str, ...], row: Row | None
    ) -> None:
        where = {"project": "", "model": " of a model", "type": " of a type"}
        place = where.get(level, f" of {'an' if level == 'enum' else 'a'} {level}")
        if row is not None:
            levels = " or ".join(f"{'an' if one == 'enum' else 'a'} {one}" for one in row.levels)
            return self._complain(path, f"`{key}` is no setting{place}", f"it is one of {levels}")
        known = [row.key for row in SETTINGS.values() if level in row.levels]
        help_ = nearest(key, [*known, *tables])
        if key == "tool" and not path[1:]:
            help_ = "here the settings stand at the top, without [tool.prisma-to-convex]"
        return self._complain(path, f"there is no setting `{key}`{place}", help_)

    def _complain(
        self, path: KeyPath, message: str, help: str = "", *, is_value: bool = False
    ) -> None:
        offset = self._offset(path, is_value=is_value)
        self.problems.append((offset, problem_message(self._place(offset), message, help)))

    def _at(self, path: KeyPath) -> str:
        return self._place(self._offset(path))

    def _offset(self, path: KeyPath, *, is_value: bool = False) -> int:
        """Of the value or key, or of the nearest table around it."""
        full = (*self.table, *path)
        found = self.known.values.get(full) if is_value else None
        while found is None and full:
            found = self.known.keys.get(full)
            full = full[:-1]
        return found or 0

    def _place(self, offset: int) -> str:
        line, column = self.source.position(offset)
        return f"{self.name}:{line}:{column}"


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _value(row: Row, value: object) -> tuple[tuple[str, str] | None, object]:
    """What is wrong with a value and what may help, or None and the value as it is kept."""
    match row.form:
        case "flag":
            return (None if isinstance(value, bool) else ("must be true or false", "")), value
        case "scale":
            is_number = isinstance(value, int) and not isinstance(value, bool)
            return (misread(row, str(value)) if is_number else ("must be a number", "")), value
        case "count":
            is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
            return (None if is_count else ("must be a number, 0 or more", "")), value
        case "globs":
            is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
            return (None if is_list else ("must be a list of texts", "")), value
    if not isinstance(value, str):
        choices = " or ".join(f'"{one}"' for one in row.values)
        return (f"must be {choices}" if choices else "must be a text", ""), value
    if row.form != "expression":
        return misread(row, value), value
    try:
        return None, parse(value)
    except InvalidValidator as error:
        return (f"{error.message} (character {error.at + 1} of the text)", ""), value
