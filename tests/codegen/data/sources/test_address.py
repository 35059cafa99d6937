"""Where the database is: which URL is found first, what it is taken apart to, and that a bad one is never repeated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from prisma_to_convex.data.sources.address import Address, Named, NoAddress, find, parse

PG = "postgresql://ada:s3cret@db.example:6543/app"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "prisma").mkdir()
    monkeypatch.chdir(tmp_path)


def found(given: str | None = None, datasource: str = "", **environ: str) -> tuple[str, str] | str:
    """The URL and where it was found, or the message."""
    one = find(given, environ, datasource, Path("prisma/schema.prisma"))
    return one.message if isinstance(one, NoAddress) else (one.url, one.where)


OF_APP = '\n  url = env("APP_URL")\n'
BOTH = '\n  url       = env("APP_URL")\n  directUrl = env("DIRECT")\n'


@pytest.mark.parametrize(
    ("given", "datasource", "environ", "expected"),
    [
        ("file:a.db", OF_APP, {"APP_URL": "file:b.db"}, ("file:a.db", "--url")),
        (None, OF_APP, {"APP_URL": "b", "DATABASE_URL": "c"}, ("b", "APP_URL")),
        (None, BOTH, {"APP_URL": "pooled", "DIRECT": "direct"}, ("direct", "DIRECT")),
        (None, BOTH, {"APP_URL": "pooled"}, ("pooled", "APP_URL")),
        (None, '\n  url = "file:./dev.db"\n', {}, ("file:./dev.db", "url of the datasource")),
        (None, r'  url = "a\"b\\c"', {}, ('a"b\\c', "url of the datasource")),
        (None, "", {"DATABASE_URL": "c", "DIRECT_URL": "d"}, ("d", "DIRECT_URL")),
        (None, "", {"DATABASE_URL": "c"}, ("c", "DATABASE_URL")),
        (None, OF_APP, {"DATABASE_URL": "c"}, ("c", "DATABASE_URL")),
        (None, OF_APP, {"APP_URL": ""}, "APP_URL is not set: pass --url, or set APP_URL"),
        (None, "", {}, "no URL was found: pass --url, or set DATABASE_URL"),
        (None, '  // url = "file:old.db"\n', {}, "no URL was found: pass --url, or set DATABASE_URL"),
    ],
)  # fmt: skip
def test_which_is_taken(
    given: str | None, datasource: str, environ: dict[str, str], expected: object
) -> None:
    assert found(given, datasource, **environ) == expected


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("APP_URL=file:a.db", "file:a.db"),
        ("  export APP_URL = file:a.db  ", "file:a.db"),
        ('APP_URL="file:a b.db" # the one', "file:a b.db"),
        ("APP_URL='file:a#b.db'", "file:a#b.db"),
        ("APP_URL=file:a.db   # the one", "file:a.db"),
        ("APP_URL=file:a#b.db", "file:a#b.db"),
        ("APP_URL=file:a.db # one # two", "file:a.db"),
        ('APP_URL="open', '"open'),
        ("# APP_URL=file:a.db", None),
        ("APP_URL file:a.db", None),
        ("MY_APP_URL=file:a.db", None),
    ],
)
@pytest.mark.parametrize("place", [".env", "prisma/.env"])
def test_a_line_of_env(line: str, value: str | None, place: str) -> None:
    Path(place).write_text(f"OTHER=1\n{line}\n", encoding="utf-8")
    missing = "APP_URL is not set: pass --url, or set APP_URL"
    assert found(None, OF_APP) == (missing if value is None else (value, "APP_URL"))


def test_the_environment_goes_before_files_and_the_schema_s_file_before_the_root_s() -> None:
    Path(".env").write_text("APP_URL=root\n", encoding="utf-8")
    assert found(None, OF_APP) == ("root", "APP_URL")
    Path("prisma/.env").write_text("APP_URL=beside\n", encoding="utf-8")
    assert found(None, OF_APP) == ("beside", "APP_URL")
    assert found(None, OF_APP, APP_URL="shell") == ("shell", "APP_URL")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('url: env("A_URL")', ("a", "A_URL")),
        ("url: env('A_URL'),", ("a", "A_URL")),
        ("url: process.env.A_URL!", ("a", "A_URL")),
        ("url: process.env['A_URL']", ("a", "A_URL")),
        ('url: "file:./x.db"', ("file:./x.db", "prisma.config.ts")),
        ("shadowDatabaseUrl: env('A_URL')", ("z", "DATABASE_URL")),
        ("url: compute()", ("z", "DATABASE_URL")),
    ],
)
def test_prisma_config_is_read_as_text(text: str, expected: object) -> None:
    Path("prisma.config.ts").write_text(f"export default {{ {text} }}", encoding="utf-8")
    assert found(A_URL="a", DATABASE_URL="z") == expected


def test_a_relative_file_of_the_datasource_counts_from_the_schema() -> None:
    named = find(None, {}, '  url = "file:./dev.db"', Path("prisma/schema.prisma"))
    assert isinstance(named, Named)
    address = parse(named, "sqlite")
    assert isinstance(address, Address)
    assert address.path == Path("prisma/dev.db")
    assert address.shown == "prisma/dev.db"


def taken_apart(url: str, provider: str | None = None) -> Address | NoAddress:
    return parse(Named(url, "--url", Path()), provider)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (PG, {"provider": "postgresql", "host": "db.example", "port": 6543, "user": "ada", "database": "app"}),
        ("postgres://h/a", {"provider": "postgresql", "port": 5432, "user": "", "password": ""}),
        ("mysql://u:p%40%3Aq@h/a", {"provider": "mysql", "port": 3306, "password": "p@:q"}),
        ("mariadb://h/a", {"provider": "mysql"}),
        ("postgresql://h/a?sslmode=require&schema=", {"options": (("sslmode", "require"), ("schema", ""))}),
        ("postgresql://[::1]:7/a", {"host": "::1", "port": 7}),
        ("file:/abs/x.db?mode=ro", {"provider": "sqlite", "path": Path("/abs/x.db")}),
        ("sqlite://x%20y.db", {"provider": "sqlite", "path": Path("x y.db")}),
        (
            "sqlserver://h:1444;database=app;user=sa;password={a;b}",
            {"host": "h", "port": 1444, "database": "app", "user": "sa", "password": "a;b"},
        ),
        ("sqlserver://h;Initial Catalog=app;uid=me;pwd=x", {"port": 1433, "database": "app", "user": "me", "password": "x"}),
    ],
)  # fmt: skip
def test_a_url_is_taken_apart(url: str, expected: dict[str, Any]) -> None:
    address = taken_apart(url)
    assert isinstance(address, Address)
    assert {name: getattr(address, name) for name in expected} == expected


def test_the_same_scheme_is_cockroachdb_s_where_the_schema_says_so() -> None:
    address = taken_apart("postgresql://h/a", "cockroachdb")
    assert isinstance(address, Address)
    assert (address.provider, address.port) == ("cockroachdb", 5432)


def test_what_people_see_has_no_password_and_no_option() -> None:
    address = taken_apart(f"{PG}?sslpassword=hidden")
    assert isinstance(address, Address)
    assert address.shown == "postgresql://ada@db.example:6543/app"


@pytest.mark.parametrize(
    ("url", "provider", "message"),
    [
        ("redis://u:s3cret@h/a", None, "--url: the URL starts with none of file, mariadb, "),
        ("s3cret", None, "--url: the URL starts with none of file, mariadb, "),
        ("mysql://u:s3cret@h/a", "postgresql", "--url: the URL is of mysql, the schema's provider is postgresql"),
        ("postgresql://u:s3/cret@h:x/a", None, "--url: the URL can't be read: are `@`, `/` and `:` in it written as"),
        ("postgresql:///a", None, "--url: the URL names no host"),
        ("file:", None, "--url: the URL names no file"),
    ],
)  # fmt: skip
def test_a_bad_url_is_never_repeated(url: str, provider: str | None, message: str) -> None:
    refusal = taken_apart(url, provider)
    assert isinstance(refusal, NoAddress)
    assert refusal.message.startswith(message)
    assert "s3" not in refusal.message
