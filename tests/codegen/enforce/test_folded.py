"""Texts that the database did not compare to the letter: what folds them, against the collations of real databases, and
the keys that look for what it makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from support.databases import Database, database
from support.enforcing import emit, runtime
from support.places import ROOT

MYSQL = """
datasource db {
  provider = "mysql"
}
model Tag {
  slug  String @id
  posts Post[]
}
model User {
  id    Int     @id @default(autoincrement())
  email String? @unique
  orgId Int
  name  String
  @@unique([orgId, name])
}
model Post {
  id      Int     @id @default(autoincrement())
  tagSlug String?
  tag     Tag?    @relation(fields: [tagSlug], references: [slug], onDelete: Cascade, onUpdate: Cascade)
}
"""
CITEXT = MYSQL.replace("mysql", "postgresql").replace(
    "String? @unique", "String? @unique @db.Citext"
)
# Latin, Greek, Cyrillic, Armenian, punctuation, currencies, symbols, Han, Hangul, full width, emoji.
ASSIGNED = [
    (0x21, 0x2AF), (0x300, 0x52F), (0x531, 0x587), (0x1E00, 0x1FFF), (0x2010, 0x206F), (0x20A0, 0x20CF),
    (0x2100, 0x214F), (0x2190, 0x22FF), (0x3400, 0x4DB5), (0x4E00, 0x9FA5), (0xAC00, 0xD7A3), (0xFF01, 0xFF5E),
    (0x1F300, 0x1F6FF),
]  # fmt: skip  # a table


def _letters() -> Iterator[str]:
    for first, last in ASSIGNED:
        yield from map(chr, range(first, last + 1))


def _folded(folder: Path, schema: str, texts: list[str], fold: str = "") -> list[str]:
    """`fold`: what somebody wrote into constraints.ts instead."""
    emit(folder, schema)
    if fold:
        path = folder / "constraints.ts"
        text = path.read_text(encoding="utf-8")
        assert "fold: citext," in text
        path.write_text(text.replace("fold: citext,", f"fold: {fold},"), encoding="utf-8")
    ours = runtime()
    ours.load(folder)
    found: list[str] = []
    for start in range(0, len(texts), 5000):
        part = [[ord(one) for one in text] for text in texts[start : start + 5000]]
        found += ours.script(
            f"return {part}.map((text) => api.constraints.default.fold(String.fromCodePoint(...text)));"
        )
    return found


def _weights(connection: Any, letters: list[str]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(letters), 2000):
        texts = (f"_utf8mb4 x'{one.encode().hex()}'" for one in letters[start : start + 2000])
        query = (f"SELECT HEX(WEIGHT_STRING({one} COLLATE utf8mb4_unicode_ci))" for one in texts)
        cursor = connection.cursor()
        cursor.execute(" UNION ALL ".join(query))
        found += [row[0] for row in cursor.fetchall()]
    return found


def test_unicode_ci_is_that_of_mariadb(mariadb: Database, tmp_path: Path) -> None:
    """Letter by letter, as the collation weighs text: what is folded weighs the same, and what weighs the same, as
    one element of the collation, is folded alike."""
    letters = list(_letters())
    connection = mariadb.connect()
    weights = _weights(connection, letters)
    # A blank at the end does not count, so each stands between two letters.
    folded = [one[1:-1] for one in _folded(tmp_path, MYSQL, [f"x{one}x" for one in letters])]
    results = sorted({letter for text in folded for letter in text})
    weigh = dict(zip(results, _weights(connection, results), strict=True))
    connection.close()
    wrong = [
        (one, text)
        for one, weight, text in zip(letters, weights, folded, strict=True)
        if "".join(weigh[letter] for letter in text) != weight
    ]
    assert wrong == []
    by_weight: dict[str, set[str]] = {}
    for weight, text in zip(weights, folded, strict=True):
        if len(weight) == 4:
            by_weight.setdefault(weight, set()).add(text)
    assert {weight: texts for weight, texts in by_weight.items() if len(texts) > 1} == {}
    assert len(by_weight) > 500


_LIBC = "lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8' template template0"
_ICU = "locale_provider icu icu_locale 'en-US' template template0"
LOCALES = {
    "C.UTF-8": (_LIBC, "citext"),
    "ICU": (_ICU, "(text) => text.toLowerCase()"),
    "C": ("", "(text) => text.replace(/[A-Z]/g, (one) => one.toLowerCase())"),
}
"""How a database is made, and what docs/enforcement.md says to fold by there."""
TEXTS = [
    "ΟΔΟΣ",
    "οδος",
    "οδοσ",
    "ΑΣ Σ",
    "Σ",
    "İstanbul",
    "istanbul",
    "I",
    "ı",
    "ẞ",
    "ß",
    "ﬀ",
    "Ǆ",
    "ǅ",
    "Å",
    "Ω",
]


def _lower(options: str, texts: list[str]) -> list[str]:
    """What citext compares, in a database of that locale."""
    try:
        with database("postgresql", options) as made, made.connect() as connection:
            query = (
                "select lower(one) from unnest(%s::text[]) with ordinality as t(one, n) order by n"
            )
            return [row[0] for row in connection.execute(query, [texts]).fetchall()]
    except psycopg.Error as error:
        pytest.skip(f"this PostgreSQL has no such locale: {error}")


@pytest.mark.parametrize("locale", LOCALES)
def test_citext_is_that_of_postgresql(locale: str, tmp_path: Path) -> None:
    options, fold = LOCALES[locale]
    texts = [*TEXTS, *(one for one in _letters() if one.isalpha())]
    theirs, ours = _lower(options, texts), _folded(tmp_path, CITEXT, texts, fold)
    differing = [(a, b, c) for a, b, c in zip(texts, theirs, ours, strict=True) if b != c]
    # Letters that came to Unicode after that system's table.
    assert len(differing) <= 20, differing
    assert all(len(letter) == 1 and ord(letter) > 0x370 for letter, _, _ in differing), differing


def test_what_differs_under_icu(tmp_path: Path) -> None:
    """As the page says: a sigma at the end of a word, and the capital İ."""
    texts = [*TEXTS, *(one for one in _letters() if one.isalpha())]
    theirs, ours = _lower(_ICU, texts), _folded(tmp_path, CITEXT, texts)
    differing = [a for a, b, c in zip(texts, theirs, ours, strict=True) if b != c]
    assert [one for one in differing if ord(one[0]) < 0x370 or len(one) > 1] == [
        "ΟΔΟΣ", "ΑΣ Σ", "İstanbul", "İ",
    ]  # fmt: skip  # in the order of the texts


def test_the_page_says_by_what_to_fold() -> None:
    page = (ROOT / "docs" / "enforcement.md").read_text(encoding="utf-8")
    assert all(f"`fold: {fold}`" in page for _, fold in LOCALES.values())


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("ann", "Ann", "P2002"), ("ann", "änn", "P2002"), ("ann", "ann ", "P2002"), ("ann", " ann", "ok"),
        ("straße", "STRASSE", "P2002"), ("o", "ø", "ok"), ("й", "и", "ok"), ("е", "Ё", "P2002"), ("😀", "🙃", "P2002"),
    ],
)  # fmt: skip  # a table
def test_unique_in_mysql(tmp_path: Path, one: str, other: str, code: str) -> None:
    emit(tmp_path, MYSQL)
    ours = runtime()
    ours.load(tmp_path)
    ours.insert("users", {"email": one, "orgId": 1, "name": one})
    assert ours.code("insert", "users", {"email": other, "orgId": 2, "name": "x"}) == code
    assert ours.code("insert", "users", {"orgId": 1, "name": other}) == code
    assert ours.code("insert", "users", {"orgId": 2, "name": other}) == "ok"


def test_unique_citext(tmp_path: Path) -> None:
    emit(tmp_path, CITEXT)
    ours = runtime()
    ours.load(tmp_path)
    row = ours.insert("users", {"email": "Ann", "orgId": 1, "name": "a"})
    assert ours.rows()["users"][0]["emailFolded"] == "ann"
    other = {"orgId": 1, "name": "A"}
    assert ours.code("insert", "users", {**other, "email": "ANN"}) == "P2002"
    found = ours.write("insert", "users", {**other, "email": "ANN"})
    assert found["meta"]["target"] == ["email"]
    assert ours.code("insert", "users", {**other, "email": "ann "}) == "ok"
    assert ours.code("patch", "users", row, {"email": "aNN"}) == "ok"
    assert ours.code("patch", "users", row, {"emailFolded": "other"}) == "ok"
    assert ours.rows()["users"][0]["emailFolded"] == "ann"
    ours.write("patch", "users", row, {"email": None})
    assert "emailFolded" not in ours.rows()["users"][0]


def test_references_regard_no_case_either(tmp_path: Path) -> None:
    emit(tmp_path, MYSQL)
    ours = runtime()
    ours.load(tmp_path)
    tag = ours.insert("tags", {"slug": "news"})
    ours.insert("posts", {"tagSlug": "NEWS"})
    assert ours.code("insert", "posts", {"tagSlug": "sport"}) == "P2003"
    assert ours.code("patch", "tags", tag, {"slug": "News"}) == "ok"
    assert [row["tagSlug"] for row in ours.rows()["posts"]] == ["News"]
    assert ours.code("delete", "tags", tag) == "ok"
    assert ours.rows()["posts"] == []


def test_what_was_imported_is_folded_afterwards(tmp_path: Path) -> None:
    emit(tmp_path, MYSQL)
    ours = runtime()
    ours.load(tmp_path)
    ours.script("""
    for (const email of ["a", "A", "b"]) await ctx.db.insert("users", { email, orgId: 1, name: email });
    """)
    verify = """
    const page = { cursor: null, numItems: 50 };
    const { broken } = await api.enforce.violationsIn(ctx.db, "users", page);
    return broken.map(({ code, target }) => `${code} ${target}`).sort();
    """
    assert ours.script(verify) == ["P2020 emailFolded"] * 3 + ["P2020 nameFolded"] * 3
    fill = 'return (await api.enforce.fillFolded(ctx.db, "users", { cursor: null, numItems: 50 })).filled;'
    assert [ours.script(fill), ours.script(fill)] == [3, 0]
    assert ours.script(verify) == ["P2002 email"] * 2 + ["P2002 orgId,name"] * 2
