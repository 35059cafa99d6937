"""Only tables that changed, by what the database says of all that they hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from codegen.data.exporting.test_export import MARIADB, MODELS, POSTGRESQL, SQLITE
from codegen.data.moving import Documents, Mover, documents_of
from codegen.data.proof.test_verify import convex_export
from support import databases

SCRIPTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL, "mysql": MARIADB}
CHANGE = {
    "sqlite": "update User set score = 1.5000000000000002 where id = 1;",
    "postgresql": 'update "User" set score = 1.5000000000000002 where id = 1;\n',
    "mysql": "update User set score = 1.5000000000000002 where id = 1;\n",
}


class Changing:
    """A database that was exported, and can be changed."""

    def __init__(
        self, mover: Mover, provider: str, url: str, database: databases.Database | None
    ) -> None:
        self.mover, self.provider, self.url, self._database = mover, provider, url, database
        mover.schema(provider, MODELS)
        self.run(SCRIPTS[provider])
        first = mover.export(url)
        assert first.code == 0, first.err

    def run(self, script: str) -> None:
        if self._database is not None:
            self._database.run(script)
            return
        with sqlite3.connect(self.mover.folder / "dev.db") as connection:
            connection.executescript(script)
        connection.close()

    def since(
        self, *words: str, manifest: str = "s.manifest.json", output: str = "d.zip"
    ) -> tuple[int, str, str]:
        done = self.mover.run(
            "export", "-o", output, "--url", self.url, "--since", manifest, *words
        )
        return done.code, done.out, done.err


@pytest.fixture(params=["sqlite", "postgresql", "mysql"])
def changing(request: pytest.FixtureRequest, mover: Mover) -> Iterator[Changing]:
    if request.param == "sqlite":
        yield Changing(mover, "sqlite", "file:./dev.db", None)
        return
    with databases.database("mariadb" if request.param == "mysql" else "postgresql") as database:
        yield Changing(mover, request.param, database.url, database)


def test_what_changed_is_moved_and_verified(changing: Changing) -> None:
    code, out, _ = changing.since()
    assert (code, out) == (0, "Nothing changed since: no snapshot was written\n")
    folder = changing.mover.folder
    assert not (folder / "d.zip").exists()
    changing.run(CHANGE[changing.provider])
    code, out, err = changing.since()
    assert code == 0, err
    assert "left out: pairs, postTags, posts, tags" in err
    assert "npx convex import --replace d.zip" in out
    moved = documents_of(folder / "d.zip")
    assert sorted(moved) == ["_tables", "users"]
    assert [one["name"] for one in moved["_tables"]] == ["users"]
    there: Documents = {**documents_of(folder / "s.zip"), "users": moved["users"]}
    convex_export(folder / "c.zip", there)
    verified = changing.mover.run("verify", "c.zip", "--manifest", "d.manifest.json")
    assert verified.code == 0, verified.out
    del there["tags"][0]["name"]
    convex_export(folder / "c.zip", there)
    verified = changing.mover.run("verify", "c.zip", "--manifest", "d.manifest.json")
    assert verified.code == 1
    assert (
        f"changed {there['tags'][0]['_id']} (name t1): name" in verified.out
    )  # named from the first snapshot
    assert changing.since(manifest="d.manifest.json", output="e.zip")[:2] == (
        0,
        "Nothing changed since: no snapshot was written\n",
    )


def test_ids_or_forms_that_are_others(mover: Mover, monkeypatch: pytest.MonkeyPatch) -> None:
    changing = Changing(mover, "sqlite", "file:./dev.db", None)
    code, _, err = changing.since("--creation-time", "none")
    assert code == 0, err
    assert sorted(documents_of(mover.folder / "d.zip")) == [
        "_tables",
        "users",
    ]  # whose form is another
    monkeypatch.setenv("PRISMA_TO_CONVEX_ID_KEY", "A" * 43 + "=")
    code, _, err = changing.since("--new-ids")
    assert (code, "is of another key" in err) == (2, True)
    assert changing.since(manifest="none")[0] == 2


def test_a_table_with_rejected_rows_is_moved_again(mover: Mover) -> None:
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(SQLITE + "insert into articles values ('p9', 'orphan', 99);")
    assert mover.export(url, "--bad-rows", "skip", "--orphans", "reject").code == 1
    words = ["--bad-rows", "skip", "--orphans", "reject", "--since", "s.manifest.json"]
    assert mover.run("export", "-o", "d.zip", "--url", url, *words).code == 1
    assert sorted(documents_of(mover.folder / "d.zip")) == ["_tables", "posts"]
