"""What loses rows elsewhere: odd values, writers, kills, poolers, secrets.

Long, as each trap has rows and databases of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

import psycopg
import pytest

from codegen.data.exporting.test_export import MODELS, POSTGRESQL, SQLITE
from codegen.data.moving import KEY, Mover, minted
from prisma_to_convex.data.exporting.scratch import scratch_folder
from support import databases

ONE = """
model Thing {
  id   Int       @id @default(autoincrement())
  data Json?
  at   DateTime?
  made DateTime? @map("createdAt")
}
"""
TABLE = "create table Thing(id integer primary key, data jsonb, at datetime, createdAt datetime);"


@pytest.mark.parametrize(
    ("stored", "token"),
    [
        ("5", "5.0"),
        ("'5'", "5.0"),
        ("""'{"n":5}'""", '{"n":5.0}'),
        ("'-0'", "0.0"),  # SQLite makes an INTEGER of it
        ("'[-0]'", "[-0.0]"),
        ("'[9007199254740993]'", "[9007199254740992.0]"),
        ("'[9223372036854775808]'", "[9.223372036854776e+18]"),
        ("'[1e309]'", None),
        ("""'{"$bytes":"AAAA"}'""", None),
        ("""'{"$ref":"x"}'""", None),
        ("""'{"a":1,"$b":2}'""", None),
        ("""'{"a":1,"a":2}'""", '{"a":2.0}'),
        ("""'"\\ud83d\\ude00"'""", '"😀"'),
        ("""'"\\ud800"'""", None),
        ("""'"\\u2028"'""", '"\u2028"'),
        ("'true'", "true"),
        ("'null'", "null"),
    ],
)
def test_json_arrives_as_javascript_reads_it(mover: Mover, stored: str, token: str | None) -> None:
    mover.schema("sqlite", ONE)
    moved = mover.export(
        mover.sqlite(f"{TABLE} insert into Thing (id, data) values (1, {stored});")
    )
    if token is None:
        assert (moved.code, [one["key"] for one in moved.rejected]) == (1, ["1"])
        return
    assert moved.code == 0, moved.err
    with zipfile.ZipFile(mover.folder / "s.zip") as archive:
        assert f'"data":{token},'.encode() in archive.read("things/documents.jsonl")


@pytest.mark.parametrize(
    ("stored", "milliseconds"),
    [
        ("1577836860000", 1577836860000.0),
        ("'2020-01-01T00:01:00.000+00:00'", 1577836860000.0),
        ("'2020-01-01T02:01:00.000+02:00'", 1577836860000.0),
        ("'2020-01-01 00:01:00'", 1577836860000.0),
        ("'2020-01-01T00:01:00.999999Z'", 1577836860999.0),
        ("'Wed, 01 Jan 2020 00:01:00 GMT'", 1577836860000.0),
        ("'1969-12-31 23:59:59.999'", -1.0),
        ("-1", -1.0),
        ("0", 0.0),
    ],
)
def test_each_form_of_a_date(mover: Mover, stored: str, milliseconds: float) -> None:
    """`_creationTime` is left out where Convex would refuse it; the field is kept."""
    mover.schema("sqlite", ONE)
    script = f"{TABLE} insert into Thing (id, at, createdAt) values (1, {stored}, {stored});"
    moved = mover.export(mover.sqlite(script), "--creation-time", "made")
    (document,) = moved.documents["things"]
    assert document["at"] == document["made"] == milliseconds
    assert document.get("_creationTime") == (milliseconds if milliseconds > 0 else None)


def test_all_bad_rows_are_reported_in_one_run(mover: Mover) -> None:
    mover.schema("sqlite", ONE)
    rows = "".join(f"insert into Thing (id, at) values ({at}, 'no date');" for at in range(5000))
    moved = mover.export(
        mover.sqlite(TABLE + rows + "insert into Thing (id, data) values (9999, '{');")
    )
    assert moved.code == 1
    assert len(moved.rejected) == 5001
    assert not (mover.folder / "s.zip").exists()
    assert (mover.folder / "s.rejected.jsonl").stat().st_mode & 0o777 == 0o600
    assert "rejected PC708 Thing.at: 5,000 (0, 1, 2, ...): is no date" in moved.err
    assert moved.err.splitlines()[-2:] == [
        "prisma-to-convex: no snapshot was written: 5,001 faults in the rows",
        "  s.rejected.jsonl has the key of each: repair them, or choose what is done by --bad-rows and --orphans",
    ]


def test_bad_fields_are_emptied_where_that_is_allowed(mover: Mover) -> None:
    mover.schema("sqlite", ONE)
    url = mover.sqlite(
        TABLE + "insert into Thing (id, at, data) values (1, 'no date', '{\"$a\":1}');"
    )
    moved = mover.export(url, "--bad-rows", "null")
    assert moved.code == 0
    (document,) = moved.documents["things"]
    assert document == {"_id": minted("Thing", 11001, "1"), "data": None, "at": None, "made": None}
    assert [one["rule"] for one in moved.rejected] == ["PC712", "PC708"]


ORPHANS = SQLITE + """
insert into User (id, email, role, ok, createdAt, managerId) values (9, 'o', 'USER', 0, 0, 77);
insert into articles values ('p9', 'lost', 77), ('p8', 'found', 9);
"""


@pytest.mark.parametrize(
    ("orphans", "users", "posts"), [("null", 5, ["p1", "p2", "p8"]), ("reject", 4, ["p1", "p2"])]
)
def test_orphans(mover: Mover, orphans: str, users: int, posts: list[str]) -> None:
    """What refers to a rejected row is rejected in turn."""
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(ORPHANS)
    assert mover.export(url).code == 1
    moved = mover.export(url, "--bad-rows", "skip", "--orphans", orphans)
    found = moved.documents
    assert len(found["users"]) == users
    assert sorted(one["_id"] for one in found["posts"]) == sorted(
        minted("Post", 11003, key) for key in posts
    )
    ids = {one["_id"] for one in found["users"]}
    assert {one["managerId"] for one in found["users"]} <= {*ids, None}


def test_drift_is_refused_by_name(mover: Mover) -> None:
    mover.schema("sqlite", MODELS)
    moved = mover.export(mover.sqlite("create table User(id integer primary key, email text);"))
    assert moved.code == 2
    assert "prisma-to-convex: Post: there is no table `articles`" in moved.err
    assert "prisma-to-convex: User.role: `User` has no column `role`" in moved.err
    assert not (mover.folder / "s.zip").exists()


def test_another_key_is_refused(mover: Mover, monkeypatch: pytest.MonkeyPatch) -> None:
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(SQLITE)
    assert mover.export(url).code == 0
    before = (mover.folder / "s.zip").read_bytes()
    monkeypatch.setenv("PRISMA_TO_CONVEX_ID_KEY", KEY.replace("A", "B"))
    refused = mover.export(url)
    assert refused.code == 2
    assert "every id would change" in refused.err
    assert (mover.folder / "s.zip").read_bytes() == before
    assert mover.export(url, "--new-ids").code == 0


def test_another_table_number_is_refused(mover: Mover) -> None:
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(SQLITE)
    assert mover.export(url).code == 0
    path = mover.folder / "convex-tables.json"
    path.write_text(path.read_text().replace("11005", "11999"))
    assert mover.export(url).code == 2


def test_a_file_of_somebody_else_s_stays(mover: Mover) -> None:
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(SQLITE)
    (mover.folder / "s.zip").write_text("mine")
    assert mover.export(url).code == 2
    assert (mover.folder / "s.zip").read_text() == "mine"


@pytest.mark.parametrize("stage", ["part_of", "write_zip", "read_back", "totals"])
def test_a_kill_leaves_no_half_snapshot(mover: Mover, stage: str) -> None:
    """The process kills itself, in the way that no handler sees, at each stage."""
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(SQLITE)
    script = (
        "import os, signal, sys\n"
        "from prisma_to_convex import cli\n"
        "from prisma_to_convex.data.exporting import export, publication\n"
        f"module = export if {stage!r} == 'totals' else publication\n"
        f"assert module.{stage}\n"
        "def killed(*words):\n"
        f"    if {stage!r} == 'write_zip': words[0].write(b'PK half a snapshot'); words[0].flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"module.{stage} = killed\n"
        f"cli.main(['data', 'export', '-o', 's.zip', '--url', {url!r}])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=mover.folder, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert not (mover.folder / "s.zip").exists()
    assert len(list(mover.folder.glob(".s.zip.*.parts"))) == 1
    assert mover.export(url).code == 0
    assert list(mover.folder.glob(".s.zip.*")) == []  # what the killed run left went with this one


def test_a_kill_while_rows_are_read_leaves_no_half_snapshot(mover: Mover) -> None:
    """The rows of one table are in their part, those of the other are on their way."""
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(SQLITE)
    script = (
        "import os, signal\n"
        "from prisma_to_convex import cli\n"
        "from prisma_to_convex.data.forming.former import Former\n"
        "form, batches = Former.__call__, []\n"
        "def killed(self, columns):\n"
        "    batches.append(1)\n"
        "    if len(batches) > 1: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return form(self, columns)\n"
        "Former.__call__ = killed\n"
        f"cli.main(['data', 'export', '-o', 's.zip', '--url', {url!r}])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=mover.folder, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    (folder,) = mover.folder.glob(".s.zip.*.parts")
    assert len(list(folder.glob("*.deflate"))) == 2
    assert not {"s.zip", "s.manifest.json"} & {path.name for path in mover.folder.iterdir()}
    assert mover.export(url).code == 0
    assert list(mover.folder.glob(".s.zip.*")) == []


def test_what_was_killed_while_it_cleared_up_goes_too(mover: Mover) -> None:
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(SQLITE)
    for name in ("half", "empty"):
        (mover.folder / f".s.zip.{name}.parts").mkdir()
    (mover.folder / ".s.zip.half.parts/1.deflate").write_text("rows")
    (mover.folder / ".s.zip.link.parts").symlink_to("elsewhere")
    assert mover.export(url).code == 0
    assert [path.name for path in mover.folder.glob(".s.zip.*")] == [".s.zip.link.parts"]


def test_the_parts_of_a_running_export_stay(mover: Mover) -> None:
    with scratch_folder(mover.folder / "s.zip") as running:
        mover.schema("sqlite", MODELS)
        assert mover.export(mover.sqlite(SQLITE)).code == 0
        assert running.is_dir()
    assert not running.exists()


def test_an_interrupt_leaves_nothing(mover: Mover, monkeypatch: pytest.MonkeyPatch) -> None:
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(SQLITE)

    def interrupted(*words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("prisma_to_convex.data.exporting.publication.read_back", interrupted)
    assert mover.export(url).code == 130
    assert sorted(path.name for path in mover.folder.iterdir()) == ["dev.db", "schema.prisma"]


def test_a_writer_changes_nothing_of_the_snapshot(mover: Mover) -> None:
    """Each step of the writer moves money from one row to another: any one instant has the same sum."""
    mover.schema(
        "postgresql", "model Account {\n  id Int @id @default(autoincrement())\n  money Int\n}\n"
    )
    with databases.database("postgresql") as database:
        database.run(
            'create table "Account"(id int primary key, money int not null);\n'
            'insert into "Account" select i, 100 from generate_series(1, 30000) i;\n'
        )
        stop = threading.Event()
        steps = 0

        def write() -> None:
            nonlocal steps
            with psycopg.connect(**_where(database)) as connection:
                while not stop.is_set():
                    with connection.transaction():
                        one, other = steps % 30000 + 1, (steps * 7919 + 1) % 30000 + 1
                        connection.execute(
                            'update "Account" set money = money - 7 where id = %s', (one,)
                        )
                        connection.execute(
                            'update "Account" set money = money + 7 where id = %s', (other,)
                        )
                    steps += 1

        writer = threading.Thread(target=write)
        writer.start()
        try:
            while steps < 20:
                time.sleep(0.01)
            before = steps
            moved = mover.export(database.url)
            after = steps
        finally:
            stop.set()
            writer.join()
    assert moved.code == 0, moved.err
    assert after > before
    accounts = moved.documents["accounts"]
    assert len(accounts) == 30000
    assert sum(one["money"] for one in accounts) == 3_000_000.0


def _where(database: databases.Database) -> dict[str, Any]:
    of = database.server
    return {
        "host": of.host,
        "port": of.port,
        "user": of.user,
        "password": databases.PASSWORD,
        "dbname": database.name,
    }


def test_a_live_file_of_sqlite_is_one_instant(mover: Mover) -> None:
    mover.schema("sqlite", MODELS)
    url = mover.sqlite("pragma journal_mode = wal;" + SQLITE)
    with sqlite3.connect(mover.folder / "dev.db") as writer:
        writer.execute("insert into Tag values ('uncommitted')")
        moved = mover.export(url)
        writer.rollback()
    writer.close()
    assert moved.code == 0, moved.err
    assert [one["name"] for one in moved.documents["tags"]] == ["t1"]


# ---- the address --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql://u:s3cret@127.0.0.1:1/x", "PostgreSQL: "),
        ("postgresql://u:s3cret@127.0.0.1:1/x?pgbouncer=true", "directUrl"),
        ("postgresql://u:s3cret@127.0.0.1:nonsense/x", "can't be read"),
        (
            "mysql://u:s3cret@127.0.0.1:1/x",
            "the URL is of mysql, the schema's provider is postgresql",
        ),
        ("s3cret", "starts with none of"),
    ],
)
def test_a_password_is_never_printed(mover: Mover, url: str, message: str) -> None:
    mover.schema("postgresql", MODELS)
    moved = mover.export(url)
    assert moved.code == 2
    assert message in moved.err
    assert "s3cret" not in moved.out + moved.err


@pytest.mark.parametrize(
    ("files", "environment", "where"),
    [
        ({}, {"DATABASE_URL": "@"}, "DATABASE_URL"),
        ({}, {"DIRECT_URL": "@", "DATABASE_URL": "nonsense"}, "DIRECT_URL"),
        ({".env": 'DATABASE_URL="@" # the database\n'}, {}, "DATABASE_URL"),
        (
            {"prisma.config.ts": "export default { datasource: { url: env('MY_URL') } }"},
            {"MY_URL": "@"},
            "MY_URL",
        ),
    ],
)
def test_where_the_url_comes_from(
    mover: Mover,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, str],
    environment: dict[str, str],
    where: str,
) -> None:
    mover.schema("sqlite", MODELS)
    url = mover.sqlite(SQLITE)
    for name, text in files.items():
        (mover.folder / name).write_text(text.replace("@", url))
    for name, text in environment.items():
        monkeypatch.setenv(name, text.replace("@", url))
    moved = mover.run("export", "schema.prisma", "-o", "s.zip")
    assert moved.code == 0, moved.err
    assert f"Reading dev.db ({where})" in moved.err


def test_a_pooler_in_transaction_mode_is_refused(mover: Mover) -> None:
    """A real pgbouncer."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("pgbouncer is not installed; `make databases` installs it where it can")
    mover.schema("postgresql", MODELS)
    with databases.database("postgresql") as database:
        database.run(POSTGRESQL)
        folder = Path(os.environ["P2C_DATABASES"]) / f"bouncer{os.getpid()}"
        folder.mkdir(mode=0o755)
        port = databases._free_port()
        of = database.server
        (folder / "users").write_text(f'"{of.user}" "{databases.PASSWORD}"\n')
        (folder / "ini").write_text(
            f"[databases]\n* = host={of.host} port={of.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
            f"listen_port = {port}\nunix_socket_dir =\nauth_type = plain\nauth_file = {folder}/users\n"
            f"pool_mode = transaction\nlogfile = {folder}/log\npidfile = {folder}/pid\n"
        )
        if os.getuid() == 0:
            shutil.chown(folder, "nobody")
        user = "nobody" if os.getuid() == 0 else None
        with subprocess.Popen([program, "-q", folder / "ini"], user=user) as bouncer:
            try:
                url = database.url.replace(f":{of.port}/", f":{port}/")
                _until_it_answers(port)
                moved = mover.export(url)
            finally:
                bouncer.terminate()
    assert moved.code == 2
    assert "this is a pooler" in moved.err
    assert "directUrl" in moved.err


def _until_it_answers(port: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


def test_a_missing_driver_names_its_extra(mover: Mover, monkeypatch: pytest.MonkeyPatch) -> None:
    mover.schema("postgresql", MODELS)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "prisma_to_convex.data.sources.postgresql", raising=False)
    moved = mover.export("postgresql://127.0.0.1:1/x")
    assert moved.code == 2
    assert "pip install 'prisma-to-convex[postgresql]'" in moved.err


def test_the_manifest_holds_no_value(mover: Mover) -> None:
    mover.schema("sqlite", MODELS)
    moved = mover.export(mover.sqlite(SQLITE))
    text = json.dumps(moved.manifest)
    assert not any(word in text for word in ("a@x", "hello", "dev.db", KEY, str(mover.folder)))


def test_a_sum_beyond_64_bits(mover: Mover) -> None:
    """SQLite's own sum() fails on it."""
    mover.schema("sqlite", "model Thing {\n  id Int @id\n  big BigInt\n}\n")
    most = 9223372036854775807
    url = mover.sqlite(
        f"create table Thing(id integer primary key, big bigint); insert into Thing values (1, {most}), (2, {most});"
    )
    moved = mover.export(url)
    assert moved.code == 0, moved.err
    assert int(moved.manifest["tables"]["things"]["fields"]["big"]["total"]) == 2 * most
