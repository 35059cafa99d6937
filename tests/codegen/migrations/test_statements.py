"""Single statements whose reading depends on a word: each with its neighbour that is read otherwise."""

from __future__ import annotations

import pytest

from codegen.migrations.test_replay import left
from prisma_schema_parser import SourceFile
from prisma_to_convex.migrations.dialects import MYSQL, POSTGRESQL, SQLSERVER, SqlDialect
from prisma_to_convex.migrations.replay import replay
from prisma_to_convex.migrations.statements import statements


def unread(dialect: SqlDialect, text: str) -> list[str]:
    return [one.why for one in replay([SourceFile("m.sql", text)], dialect).not_read]


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ("a int, b int, CHECK (a > 0)", "A_a_check"),
        ("a int, b int, CHECK (a > b)", "A_check"),
        ("a int, CHECK (1 < 2)", "A_check"),
    ],
)
def test_postgresql_names_a_check_for_its_only_column(columns: str, name: str) -> None:
    assert left(POSTGRESQL, f'CREATE TABLE "A" ({columns});') == {("A", "check", name)}


@pytest.mark.parametrize("word", ["check", "exclude", "like", "constraint", "unique", "primary"])
def test_a_column_may_be_called_as_a_constraint_begins_where_it_is_quoted(word: str) -> None:
    assert left(POSTGRESQL, f'CREATE TABLE "A" ("{word}" text, a int);') == set()


@pytest.mark.parametrize(
    "constraint",
    ["CONSTRAINT c CHECK (a > 0)", "CHECK (a > 0)", "EXCLUDE USING gist (a WITH =)"],
)
def test_a_constraint_is_no_column(constraint: str) -> None:
    found = left(POSTGRESQL, f'CREATE TABLE "A" (a int, {constraint});')
    assert [kind for _, kind, _ in found] == [
        "exclusion" if constraint.startswith("EXCLUDE") else "check"
    ]


def test_a_trigger_is_renamed_in_postgresql_and_defined_anew_in_sql_server() -> None:
    table = "CREATE TABLE t (a int);\n"
    made = "CREATE TRIGGER r BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();\n"
    assert left(POSTGRESQL, table + made + "ALTER TRIGGER r ON t RENAME TO s;") == {
        ("t", "trigger", "s")
    }
    made = "CREATE TRIGGER r ON t AFTER INSERT AS SELECT 1;\nGO\n"
    anew = "ALTER TRIGGER r ON t AFTER UPDATE AS SELECT 2;\nGO\n"
    assert left(SQLSERVER, f"{table}GO\n{made}{anew}") == {("t", "trigger", "r")}


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("EXEC(@sql)", False),
        ("EXEC sp_executesql @sql", False),
        ("EXEC dbo.run N'x', @times", True),
        ("EXEC dbo.run 1, @times", True),
    ],
)
def test_what_runs_a_text_in_a_variable_is_reported(text: str, is_read: bool) -> None:
    assert (unread(SQLSERVER, text) == []) is is_read


def test_a_column_called_end_ends_no_body() -> None:
    """A statement of one line has no BEGIN that an END could close: the next one is a statement of its own."""
    trigger = "CREATE TRIGGER t BEFORE INSERT ON A FOR EACH ROW SET NEW.end = 1;"
    found = left(MYSQL, f"{trigger} CREATE VIEW v AS SELECT 1;")
    assert found == {("A", "trigger", "t"), ("", "view", "v")}


@pytest.mark.parametrize(
    ("dropped", "stay"),
    [
        ("f", ["public.fx(a int)", "s.f(a int)"]),
        ("s.f", ["public.f(a int)", "public.fx(a int)"]),
        ("fx(int)", ["public.f(a int)", "s.f(a int)"]),
        ("gone", ["public.f(a int)", "public.fx(a int)", "s.f(a int)"]),
    ],
)
def test_a_function_is_dropped_by_its_whole_name(dropped: str, stay: list[str]) -> None:
    made = "".join(
        f"CREATE FUNCTION {name}(a int) RETURNS int AS $$ SELECT 1 $$ LANGUAGE sql;"
        for name in ("f", "fx", "s.f")
    )
    sources = [SourceFile("m.sql", f"{made} DROP FUNCTION IF EXISTS {dropped};")]
    free = replay(sources, POSTGRESQL).state.free
    assert sorted(f"{name.schema or 'public'}.{name.name}" for _, name in free) == stay


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DROP", ["DROP"]),
        ("a DROP", ["a DROP"]),
        ("a\nSELECT", ["a", "SELECT"]),
        ("a SELECT", ["a SELECT"]),
        ("x; CREATE", ["x", "CREATE"]),
        ("CREATE TABLE a (b int)\nSELECT 1\nEND", ["CREATE TABLE a (b int)", "SELECT 1", "END"]),
        ("IF 1\nDROP TABLE a", ["IF 1", "DROP TABLE a"]),
        ("a DROP TABLE b", ["a", "DROP TABLE b"]),
    ],
)
def test_what_sql_server_writes_without_semicolons(text: str, expected: list[str]) -> None:
    """A word that begins a statement may be the last of the text."""
    assert [text[one.start : one.end] for one in statements(text, SQLSERVER)] == expected
