"""The rules of rows, PC7xx: what of the old database breaks or changes in Convex. Long, as it is a table of texts.

They are no part of `ALL_RULES`: `data probe` and `data export` report what a row holds, and repaired in the database, not
decided in a schema's comments.
"""

from __future__ import annotations

import textwrap

from prisma_schema_parser.diagnostic import Rule, Severity
from prisma_schema_parser.records import NamedTuple

from .outcome import rule

_WIDTH = 96


class RowText(NamedTuple):
    """`what` ends "3 rows: ..." and begins the documentation; `help` is what a finding advises."""

    code: str
    name: str
    severity: Severity
    what: str
    help: str
    example: str
    breaks: str
    instead: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

_TEXTS: tuple[tuple[str, str, Severity, str, str, str, str, str], ...] = (
    (
        "PC701", "orphan-reference", _E,
        "refers to a row that is not there",
        "repair the rows, or export with --orphans null or reject",
        """insert into "Post" ("id", "authorId") values (1, 77); -- no User has the id 77""",
        "Convex checks that an id is of the right table, never that its document exists. A function that reads the author gets null, and "
        "TypeScript did not say so. Such rows come from foreign keys that were added `NOT VALID`, from `relationMode = \"prisma\"`, or from SQLite "
        "without `foreign_keys`.",
        "Delete or repair the rows. `data export --orphans null` clears the reference where schema.ts allows it, `--orphans reject` leaves the row out; "
        "both write what they did to the file of rejected rows. Without either, an orphan that would have to become an id stops the export; one that holds another key's value (a code, a slug, several columns) is exported as it is.",
    ),
    (
        "PC702", "duplicate-key", _E,
        "has the same unique key as another row",
        "Convex checks no unique key: repair the rows before your functions rely on it",
        """insert into "User" ("id", "email") values (1, 'a@example.com'), (2, 'a@example.com');""",
        "Enforcement code that looks for the one document with a key (`.unique()`) throws when there are two. This happens if the database "
        "has no such index: it was added to the schema alone, or `db push` never ran.",
        "Merge or repair the rows before the move; afterwards `generate --enforce` keeps the key unique.",
    ),
    (
        "PC703", "duplicate-when-folded", _W,
        "has a unique key that differs from another's only in case",
        "decide whether your functions ignore case",
        """insert into "User" ("id", "email") values (1, 'Ann@example.com'), (2, 'ann@example.com');""",
        "Convex compares text byte by byte. If the database ignored case, or the application always folded the text, then two "
        "rows are one to people and two to an index.",
        "Decide on one spelling, repair the rows, and fold the text in one place: where it is written.",
    ),
    (
        "PC704", "null-in-required", _E,
        "is NULL where the schema says that it is required",
        "fill it, or make the field optional",
        """insert into "User" ("id", "name") values (1, null); -- name String""",
        "The validator refuses the document, and the first refused document ends the import. The column allows NULL although the schema does not: "
        "the schema was changed without a migration.",
        "Fill in the rows, or write `name String?` and generate again.",
    ),
    (
        "PC705", "enum-value-unknown", _E,
        "has a value that the enum does not list",
        "repair the rows, or add the value to the enum",
        """insert into `User` (`role`) values (''); -- MySQL's value number 0, of a write in another mode""",
        "The union of literals refuses the document. Prisma Client could not read the row either.",
        "Repair the rows, or add the value to the enum.",
    ),
    (
        "PC706", "number-out-of-range", _E,
        "has a number beyond what its validator holds exactly",
        "v.number() is exact up to 2^53, v.int64() up to 2^63: choose `bigint`, or text",
        """insert into "Event" ("sequence") values (9007199254740993); -- as v.number(): ...992""",
        "A double would round the number silently, and an int64 can't hold an unsigned one above 2^63.",
        "Keep BigInt as `v.int64()`, or, where that is too small, as text by `@convex.type(v.string())`.",
    ),
    (
        "PC707", "number-not-finite", _E,
        "has a number that is not finite",
        "repair the rows: a decimal as text can't be NaN or infinite",
        """insert into "Price" ("amount") values ('NaN'); -- numeric""",
        "Decimals are computed with: most libraries reject `NaN` or, worse, carry on with it.",
        "Repair the rows, or clear the field: `--bad-rows null`. In a Float they are moved as they are.",
    ),
    (
        "PC708", "date-not-storable", _E,
        "has a date that is infinite, zero, or beyond what JavaScript's Date holds",
        "repair the rows, or clear the field with --bad-rows null",
        """insert into "Licence" ("until") values ('infinity');""",
        "No number of milliseconds represents it. Clients read it as Invalid Date or throw.",
        "Represent it in another way: by an optional field that is absent, or a date far away. `--bad-rows null` clears it.",
    ),
    (
        "PC709", "created-before-1970", _N,
        "was created before 1970: `_creationTime` is that of the import",
        "the field itself is kept",
        """insert into "Book" ("createdAt") values ('1960-05-01');""",
        "`_creationTime` has to be above 0. Only the order by creation time differs: the field holds the date as before.",
        "Order by an index over the field instead of by creation time.",
    ),
    (
        "PC710", "date-finer-than-milliseconds", _N,
        "has a time finer than milliseconds, which is cut off",
        "Prisma's client does not show more either",
        """insert into "Event" ("at") values ('2024-01-01 12:00:00.123456'); -- timestamptz(6)""",
        "Events of the same millisecond have no order any more. JavaScript never saw the microseconds.",
        "Where the order matters, add a field with a sequence before the move.",
    ),
    (
        "PC711", "text-not-unicode", _E,
        "has text that is not valid Unicode",
        "repair the rows",
        """insert into "Note" ("text") values (cast(x'ff' as text)); -- SQLite""",
        "JSON can't carry it, and an import ends there.",
        "Repair the text, or keep the bytes as Bytes.",
    ),
    (
        "PC712", "json-not-storable", _E,
        "has Json that Convex can't hold: a key that starts with `$` or is not ASCII, more than 1,024 keys or 16 levels, a number beyond a double",
        'hold it as text: `json = "string"`',
        """insert into "Setting" ("data") values ('{"$ref": "#/a", "größe": 1}');""",
        "Convex refuses the document; `{\"$bytes\": ...}` would even be turned into other data silently.",
        "`json = \"string\"` for the field keeps the text as it is, at the price of indexes and validators below it.",
    ),
    (
        "PC713", "array-not-storable", _E,
        "has a list of more than 8,192 items, with NULL in it, or of more than one dimension",
        "repair the rows, or move the items to a table of their own",
        """insert into "Post" ("tags") values (array['a', null]);""",
        "`v.array(v.string())` takes no null, and no Convex array is longer than 8,192.",
        "Remove the nulls; give long lists a table of their own, with an index over the owner.",
    ),
    (
        "PC714", "document-too-large", _E,
        "makes a document of more than 1 MiB",
        'move the large value to file storage: `bytes = "storage"`',
        """insert into "File" ("content") values (decode(repeat('00', 1100000), 'hex'));""",
        "Convex refuses documents above 1 MiB, counted with their field names.",
        'Store the large value as a file (`bytes = "storage"`), or split the text across several documents.',
    ),
    (
        "PC715", "cascade-too-large", _W,
        "is referred to by more rows than one mutation can delete",
        "delete in batches",
        """select "teamId", count(*) from "Event" group by 1 having count(*) >= 16000;""",
        "A mutation may write 16,000 documents. Deleting such a row with everything that refers to it throws, and nothing is deleted.",
        "Delete in batches from a scheduled function, the parent last.",
    ),
    (
        "PC716", "storage-class-differs", _E,
        "is stored in a form that its type does not allow: another SQLite storage class or BSON type, or a Boolean that is neither 0 nor 1, which "
        "Prisma 6 reads as true and Prisma 7 as false",
        "repair the rows",
        """insert into "User" ("age") values ('seven'); -- SQLite takes it in an INTEGER column""",
        "Nobody can say what was meant: each reader makes something different of it.",
        "Repair the rows, or clear the field with `--bad-rows null`.",
    ),
    (
        "PC717", "left-behind", _W,
        "no model maps it: its data would stay behind",
        "add it to the schema, or leave it behind deliberately",
        """create table "audit_log" (id serial, entry text); -- in no schema.prisma""",
        "What the schema does not know is not moved, and no tool that starts from the schema sees that it is missing.",
        "`prisma db pull` shows the table or column: add it, or leave it behind deliberately.",
    ),
    (
        "PC719", "value-not-accepted", _E,
        "does not fit the field's validator in schema.ts",
        "change the validator, or the rows",
        """insert into "User" ("plan") values ('gold'); -- schema.ts, by hand: plan: v.literal("free")""",
        "The active schema judges each document of an import; the first that does not fit ends it.",
        "Widen the validator for the import, or repair the rows.",
    ),
    (
        "PC720", "digits-lost", _E,
        "has more digits after the point than the schema keeps",
        "choose a larger `decimal-scale`, or text",
        """insert into "Price" ("amount") values (1.005); -- decimal-scale = 2""",
        "The scaled int64 would have to be rounded, and sums would not add up any more.",
        "Choose a larger `decimal-scale`, keep the decimal as text, or round in the database, deliberately.",
    ),
    (
        "PC721", "creation-time-not-storable", _E,
        "was created before 1970 or at no date, which `_creationTime` can't hold",
        'keep the field: `created-at = "field"`',
        """insert into "Book" ("createdAt") values ('1960-05-01'); -- created-at = "system\"""",
        "The schema has no other field for the date, so it would be lost.",
        'Keep the field beside `_creationTime`: `created-at = "field"`.',
    ),
)  # fmt: skip  # a table

ROW_TEXTS: tuple[RowText, ...] = tuple(
    RowText(
        code=code,
        name=name,
        severity=severity,
        what=what,
        help=help_,
        example=example,
        breaks=breaks,
        instead=instead,
    )
    for code, name, severity, what, help_, example, breaks, instead in _TEXTS
)


def _filled(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _docs(one: RowText) -> str:
    subject = "" if one.code == "PC717" else "A row of the old database "
    said = f"{subject}{one.what}."
    return (
        f"\n## What the rows hold\n\n{_filled(said[0].upper() + said[1:])}\n"
        f"\n## Example\n\n```sql\n{one.example}\n```\n"
        f"\n## What breaks\n\n{_filled(one.breaks)}\n"
        f"\n## What to do instead\n\n{_filled(one.instead)}\n"
    )


ROW_RULES: tuple[Rule, ...] = tuple(
    rule(one.code, one.name, one.severity, docs=_docs(one)) for one in ROW_TEXTS
)
