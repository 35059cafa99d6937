"""The rules of rows, PC7xx: what of the old database breaks or changes in Convex."""

from __future__ import annotations

from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple

Level: TypeAlias = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")


class RowRule(NamedTuple):
    """An error is a row that an import refuses, or that leads nowhere; `what` ends "3 rows: ..."."""

    code: str
    name: str
    level: Level
    what: str
    help: str


_TABLE: tuple[tuple[str, str, Level, str, str], ...] = (
    ("PC701", "orphan-reference", "error", "refers to a row that is not there", "mend the rows, or export with --orphans null or reject"),
    ("PC702", "duplicate-key", "error", "has the same unique key as another row", "Convex checks no unique key: mend the rows before your functions rely on it"),
    ("PC703", "duplicate-when-folded", "warning", "has a unique key that differs from another's in case alone", "decide whether your functions compare without regard to case"),
    ("PC704", "null-in-required", "error", "is NULL where the schema says that it is required", "fill it, or make the field optional"),
    ("PC705", "enum-value-unknown", "error", "has a value that the enum does not list", "mend the rows, or add the value to the enum"),
    ("PC706", "number-out-of-range", "error", "has a number beyond what its validator holds exactly", 'v.number() is exact up to 2^53, v.int64() up to 2^63: choose `bigint`, or text'),
    ("PC707", "number-not-finite", "error", "has a number that is not finite", "mend the rows: a decimal as text can't be NaN or infinite"),
    ("PC708", "date-not-storable", "error", "has a date that is infinite, zero, or beyond what JavaScript's Date holds", "mend the rows, or empty the field with --bad-rows null"),
    ("PC709", "created-before-1970", "note", "was created before 1970: `_creationTime` is that of the import", "the field itself is kept"),
    ("PC710", "date-finer-than-milliseconds", "note", "has a time finer than milliseconds, which is cut off", "Prisma's client shows no more either"),
    ("PC711", "text-not-unicode", "error", "has text that is not valid Unicode", "mend the rows"),
    ("PC712", "json-not-storable", "error", "has Json that Convex can't hold: a key that starts with `$` or is not ASCII, more than 1,024 keys or 16 levels, a number beyond a double", 'hold it as text: `json = "string"`'),
    ("PC713", "array-not-storable", "error", "has a list of more than 8,192 items, with NULL in it, or of more than one dimension", "mend the rows, or move the items to a table of their own"),
    ("PC714", "document-too-large", "error", "makes a document of more than 1 MiB", 'move the large value to file storage: `bytes = "storage"`'),
    ("PC715", "cascade-too-large", "warning", "is referred to by more rows than one mutation can delete", "delete in batches"),
    ("PC716", "storage-class-differs", "error", "is stored as what its type does not say: another of SQLite's classes, or a Boolean that is neither 0 nor 1, of which Prisma 6 makes true and Prisma 7 false", "mend the rows"),
    ("PC717", "left-behind", "warning", "no model maps it: its data would stay behind", "add it to the schema, or leave it knowingly"),
    ("PC719", "value-not-accepted", "error", "does not fit the field's validator in schema.ts", "change the validator, or the rows"),
    ("PC720", "digits-lost", "error", "has more digits after the point than the schema keeps", "choose a larger `decimal-scale`, or text"),
    ("PC721", "creation-time-not-storable", "error", "was created before 1970 or at no date, which `_creationTime` can't hold", 'keep the field: `created-at = "field"`'),
)  # fmt: skip  # a table

ROW_RULES: tuple[RowRule, ...] = tuple(
    RowRule(code=code, name=name, level=level, what=what, help=help_)
    for code, name, level, what, help_ in _TABLE
)
BY_CODE = {rule.code: rule for rule in ROW_RULES}


def find(word: str) -> RowRule | None:
    """By code or name, in any case."""
    wanted = word.strip().lower()
    return next((one for one in ROW_RULES if wanted in (one.code.lower(), one.name)), None)


def page(rule: RowRule) -> str:
    """What `explain` prints."""
    subject = "" if rule.code == "PC717" else "A row of the old database "
    said = f"{subject}{rule.what}. {rule.help[0].upper()}{rule.help[1:]}."
    return f"{rule.code} {rule.name} ({rule.level})\n\n{said[0].upper()}{said[1:]}\n"
