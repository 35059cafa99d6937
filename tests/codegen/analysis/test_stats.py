"""`--stats FILE`: what it may say, and what is said of what it may not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_schema_parser import SourceFile, read_schema
from prisma_schema_parser.schema import Schema
from prisma_to_convex.analysis.facts import Size
from prisma_to_convex.analysis.stats import InvalidStats, Stats
from prisma_to_convex.project.stats_file import read_stats
from support.compiling import datasource

SCHEMA = datasource("postgresql", schemas='["crm", "log"]') + """
model User {
  id    Int    @id
  posts Post[]

  @@map("users")
  @@schema("crm")
}
model Post {
  id    Int    @id
  users User[]
  tags  Tag[]  @relation("labels")

  @@schema("crm")
}
model Tag {
  id    Int    @id
  posts Post[] @relation("labels")

  @@schema("crm")
}
model Event {
  id Int @id

  @@map("entries")
  @@schema("crm")
}
model Entry {
  id Int @id

  @@map("entries")
  @@schema("log")
}
"""


def schema() -> Schema:
    result = read_schema([SourceFile("schema.prisma", SCHEMA)])
    assert result.is_valid, result.diagnostics
    return result.schema


PARSED = schema()


def read(data: str | bytes, tmp_path: Path) -> Stats | InvalidStats:
    path = tmp_path / "s"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    found = read_stats(path, PARSED)
    where = path.as_posix()
    if isinstance(found, InvalidStats):
        return InvalidStats(found.message.replace(where, "s"))
    return Stats(found.sizes, tuple(one.replace(where, "s") for one in found.warnings))


def sizes(data: str | bytes, tmp_path: Path) -> dict[str, tuple[int, int | None]]:
    found = read(data, tmp_path)
    assert isinstance(found, Stats), found
    assert found.warnings == ()
    return {name: (size.rows, size.bytes) for name, size in found.sizes.items()}


def refused(data: str | bytes, tmp_path: Path) -> str:
    found = read(data, tmp_path)
    assert isinstance(found, InvalidStats), found
    return found.message


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('{"User": 1200, "Post": {"rows": 9000000, "bytes": 4000000000}}', {"User": (1200, None), "Post": (9000000, 4000000000)}),
        (' {\r\n"User" : 0 } \n', {"User": (0, None)}),
        ('\ufeff{"User": 1}', {"User": (1, None)}),
        ('{"User": 1.2e3, "Post": {"bytes": null, "rows": 5.0}}', {"User": (1200, None), "Post": (5, None)}),
        ("User,1200\nPost,7,80\n", {"User": (1200, None), "Post": (7, 80)}),
        ("User,1200,\r\n\r\nPost,1.5e+06", {"User": (1200, None), "Post": (1500000, None)}),
        ("\ufeffUser,1", {"User": (1, None)}),
        ("table,rows\nUser,1", {"User": (1, None)}),
        ("TABLE_NAME\tTABLE_ROWS\tDATA_LENGTH\nusers\t3\t4096\n", {"User": (3, 4096)}),
        ('"schemaname";"relname";"n_live_tup"\n"crm";"users";"12"\n', {"User": (12, None)}),
        ('"User" , "12"\n', {"User": (12, None)}),
        ("[dbo].[users],7", {"User": (7, None)}),
        ("rows,table\n4,User", {"User": (4, None)}),
        ("table,name,rows,row_count\nUser,Post,4,5", {"User": (4, None)}),  # of two the first
    ],
)  # fmt: skip  # a table
def test_forms(data: str, expected: dict[str, tuple[int, int | None]], tmp_path: Path) -> None:
    assert sizes(data, tmp_path) == expected


@pytest.mark.parametrize(
    "data",
    [
        '{"User": {"rows": 900, "perMonth": 304}}',
        "User,900,,304",
        "table,rows,per month\nUser,900,304",
        '{"User": [{"rows": 290, "date": "2026-01-01"}, {"rows": 900, "date": "2026-03-03"}]}',
        "name,date,rows\nUser,2026-03-03,900\nUser,2026-01-01T08:30:00Z,290\n",
    ],
)
def test_how_fast_a_table_grows(data: str, tmp_path: Path) -> None:
    """610 rows in 61 days."""
    found = read(data, tmp_path)
    assert isinstance(found, Stats), found
    assert found.sizes == {"User": Size(900, None, 304)}


def test_readings_of_one_day_or_of_none_say_nothing_of_growth(tmp_path: Path) -> None:
    twice = "the size of `User` stands here twice"
    assert twice in refused("name,date,rows\nUser,2026-01-01,9\nUser,2026-01-01,7", tmp_path)
    assert twice in refused('{"User": [{"rows": 1}, {"rows": 2}]}', tmp_path)
    assert "a date is written" in refused('{"User": {"rows": 1, "date": "soon"}}', tmp_path)


def test_a_table_that_shrinks_does_not_grow(tmp_path: Path) -> None:
    found = read("name,date,rows\nUser,2026-01-01,9\nUser,2026-02-01,7", tmp_path)
    assert isinstance(found, Stats)
    assert found.sizes == {"User": Size(7, None, 0)}


@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("User", "User"),
        ("users", "User"),
        ("USERS", "User"),
        ("crm.users", "User"),
        ("public.users", "User"),
        ('"crm"."users"', "User"),
        ("`shop`.`users`", "User"),
        ("[dbo].[users]", "User"),
        ("Post.users", "Post.users"),
        ("_PostToUser", "Post.users"),
        ("crm._labels", "Post.tags"),
        ("crm.entries", "Event"),
        ("log.entries", "Entry"),
    ],
)
def test_names(name: str, home: str, tmp_path: Path) -> None:
    assert sizes(json.dumps({name: 1}), tmp_path) == {home: (1, None)}


def test_the_most_that_a_table_holds(tmp_path: Path) -> None:
    assert sizes('{"User": 1000000000000000}', tmp_path) == {"User": (10**15, None)}


def test_unknown_names_are_reported_and_passed_over(tmp_path: Path) -> None:
    data = '{"User": 1,\n "_prisma_migrations": 40, "Pots": 2,\n "public.spatial_ref_sys": 3, "entries": 4}'
    assert read(data, tmp_path) == Stats(
        {"User": Size(1)},
        (
            "s:2:28: no model or table is called `Pots`; did you mean `Post`?",
            "s:3:2: no model or table is called `public.spatial_ref_sys`",
            "s:3:31: `entries` may be `Event` or `Entry`; write the model's name",
        ),
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", 's:1:1: there is no table in it; write {"User": 1200} or lines of User,1200'),
        ("{}", 's:1:1: there is no table in it; write {"User": 1200} or lines of User,1200'),
        ("table,rows\n", 's:1:1: there is no table in it; write {"User": 1200} or lines of User,1200'),
        ("[1]", 's:1:1: an object is expected; write {"User": 1200}'),
        ('"User"', "s:1:6: the number of rows is missing"),
        ('{"User": 1', "s:1:11: it ends too early"),
        ('{"User": 1,\n', "s:2:1: it ends too early"),
        ('{"User":', "s:1:9: it ends too early"),
        ('{"User', "s:1:2: not JSON: unterminated string starting at"),
        ('{"User": 1,}', "s:1:11: not JSON: nothing follows this comma"),
        ('{"User": 1 "Post": 2}', "s:1:12: not JSON: expecting `,`"),
        ('{"User" 1}', "s:1:9: not JSON: expecting `:`"),
        ('{1: 2}', "s:1:2: the name of a table is expected, in quotes"),
        ('{"User": 1} x', "s:1:13: not JSON: something follows the object"),
        ('{"User": x}', "s:1:10: not JSON: expecting value"),
        ('{"User": NaN}', "s:1:10: `NaN` is no number"),
        ('{"User": "12"}', "s:1:10: the number of rows must be a number, not a text"),
        ('{"User": true}', "s:1:10: the number of rows must be a number, not true or false"),
        ('{"User": null}', "s:1:10: the number of rows must be a number, not null"),
        ('{"User": [1]}', "s:1:10: the number of rows must be a number, not a list"),
        ('{"User": -1}', "s:1:10: the number of rows can't be negative; PostgreSQL counts -1 rows before the first ANALYZE"),
        ('{"User": -2}', "s:1:10: the number of rows can't be negative"),
        ('{"User": 1.5}', "s:1:10: the number of rows must be a whole number"),
        ('{"User": 1000000000000001}', "s:1:10: the number of rows: no table is that large"),
        ('{"User": 1e300}', "s:1:10: the number of rows: no table is that large"),
        ('{"User": 1e999}', "s:1:10: the number of rows: no table is that large"),
        ('{"User": ' + "9" * 5000 + "}", "s:1:10: this number is too long"),
        ('{"User": ' + "[" * 100_000 + "}", "s:1:10: this is nested too deep"),
        ('{"User": {}}', "s:1:10: `rows` is missing"),
        ('{"User": {"row": 1}}', "s:1:10: `row` is not known; did you mean `rows`?"),
        ('{"User": {"rows": 1, "rows": 2}}', "s:1:10: `rows` stands twice in it"),
        ('{"User": {"rows": 1, "bytes": -5}}', "s:1:10: `bytes` can't be negative"),
        ('{"User": 1,\n"users": 2}', "s:2:1: the size of `User` stands here twice; as `User` in line 1"),
        ("User,1\nPost\n", "s:2:5: the number of rows is missing"),
        ("User,1\nPost,\n", "s:2:6: the number of rows is missing"),
        (",1", "s:1:1: the name of a table is missing"),
        ("User,x", "s:1:6: the number of rows: `x` is no number"),
        ('User,"1,200"', "s:1:7: the number of rows: `1,200` is no number"),
        ("User,1,x", "s:1:8: the number of bytes: `x` is no number"),
        ("User,1,2,3,4", "s:1:12: a line is table,rows[,bytes[,per month]]"),
        ("User,-1", "s:1:6: the number of rows can't be negative; PostgreSQL counts -1 rows before the first ANALYZE"),
        ('"User"x,1', "s:1:7: a `,` or the end of the line is expected behind the quotes"),
        ("User,1\nusers,2", "s:2:1: the size of `User` stands here twice; as `User` in line 1"),
        (b'{"Us\xe9r": 1}', "s:1:5: not UTF-8: byte 0xe9"),
        (b"\xff\xfeU\x00", "s:1:1: not UTF-8: it begins like UTF-16; save it as UTF-8"),
    ],
)  # fmt: skip  # a table
def test_what_it_may_not_say(data: str | bytes, message: str, tmp_path: Path) -> None:
    assert refused(data, tmp_path) == message


def test_no_file(tmp_path: Path) -> None:
    missing = tmp_path / "missing.json"
    assert read_stats(missing, PARSED) == InvalidStats(
        f"{missing.as_posix()}: no such file or directory"
    )
    assert read_stats(tmp_path, PARSED) == InvalidStats(
        f"{tmp_path.as_posix()}: a folder, not a file"
    )


@given(
    st.dictionaries(
        st.sampled_from(["User", "Post", "Tag", "Event", "Entry", "Post.tags", "Post.users"]),
        st.tuples(st.integers(0, 10**12), st.none() | st.integers(0, 10**14)),
        min_size=1,
    )
)
def test_all_forms_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, counts: dict[str, tuple[int, int | None]]
) -> None:
    folder = tmp_path_factory.mktemp("stats")
    as_json = json.dumps(
        {name: {"rows": rows, "bytes": size} for name, (rows, size) in counts.items()}
    )
    as_lines = "\n".join(
        f"{name},{rows}{'' if size is None else f',{size}'}"
        for name, (rows, size) in counts.items()
    )
    assert sizes(as_json, folder) == sizes(as_lines, folder) == counts


@given(st.text(alphabet='{}[]",:;\t\n 01eE.-UserPost\\\x00', max_size=60) | st.binary(max_size=40))
def test_anything_ends_in_an_answer(
    tmp_path_factory: pytest.TempPathFactory, data: str | bytes
) -> None:
    found = read(data, tmp_path_factory.mktemp("stats"))
    if isinstance(found, InvalidStats):
        assert "\n" not in found.message
        assert found.message.startswith("s:")
    else:
        assert found.sizes or found.warnings
