"""TLS to real servers whose certificate, for `localhost`, an authority of our own has signed."""

from __future__ import annotations

import ssl
from pathlib import Path
from urllib.parse import quote

import pytest

from codegen.data.moving import Mover
from prisma_to_convex.data.planning.export_plan import Plan
from prisma_to_convex.data.sources.address import Address, Named, parse
from prisma_to_convex.data.sources.open import opened
from prisma_to_convex.data.sources.row_source import UnusableSource
from prisma_to_convex.data.sources.tls import of_mysql
from support import databases
from support.certificates import Authority

NAMES = {"ca", "other", "client", "key"}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What the options of the tests name."""
    authority = databases.authority()
    folder = tmp_path_factory.mktemp("certificates")
    client = Authority(folder, authority.own).signed("client")
    other = Authority.made(folder, "other")
    return {
        "ca": authority.own.file,
        "other": other.own.file,
        "client": client.file,
        "key": client.key,
    }


def url_of(
    server: databases.Server, files: dict[str, Path], options: str, host: str, user: str = ""
) -> str:
    """`sslcert=ca` names the file of that name."""
    pairs = [one.split("=") for one in options.split("&") if one]
    written = "&".join(f"{name}={quote(str(files.get(value, value)))}" for name, value in pairs)
    database = "postgres" if server.kind == "postgresql" else "mysql"
    url = server.url(database).replace(f"@{server.host}:", f"@{host}:")
    return f"{url.replace(f'//{server.user}:', f'//{user or server.user}:')}?{written}"


def connected(url: str, kind: databases.Kind) -> str:
    """What the server itself says of the connection; or why there is none, without the password."""
    found = _connected(url, kind)
    assert databases.PASSWORD not in found
    assert quote(databases.PASSWORD, safe="") not in found
    return found


def _connected(url: str, kind: databases.Kind) -> str:
    address = parse(Named(url, "--url", Path()), None)
    assert isinstance(address, Address)
    try:
        source = opened(address, Plan(address.provider, (), {}))
    except UnusableSource as problem:
        return str(problem)
    try:
        if kind == "postgresql":
            ((found,),) = source.ask("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
            return "encrypted" if found else "plain"
        ((_, cipher),) = source.ask("show session status like 'Ssl_cipher'")
        return "encrypted" if cipher else "plain"
    finally:
        source.close()


UNTRUSTED = "certificate verify failed"
STRANGER = 'does not match host name "127.0.0.1"'
POSTGRESQL = [
    ("", "127.0.0.1", "encrypted"),
    ("sslmode=disable", "127.0.0.1", "plain"),
    ("sslmode=prefer", "127.0.0.1", "encrypted"),
    ("sslmode=require", "127.0.0.1", "encrypted"),
    ("sslmode=require&sslcert=ca", "127.0.0.1", "encrypted"),
    ("sslmode=require&sslcert=other", "127.0.0.1", UNTRUSTED),
    ("sslmode=require&sslcert=other&sslaccept=accept_invalid_certs", "127.0.0.1", "encrypted"),
    ("sslcert=ca&sslaccept=strict", "localhost", "encrypted"),
    ("sslcert=ca&sslaccept=strict", "127.0.0.1", STRANGER),
    ("sslmode=require&sslaccept=strict", "localhost", UNTRUSTED),
    ("sslmode=disable&sslaccept=strict", "localhost", "plain"),
    ("sslmode=verify-ca&sslrootcert=ca", "127.0.0.1", "encrypted"),
    ("sslmode=verify-ca&sslrootcert=other", "127.0.0.1", UNTRUSTED),
    ("sslmode=verify-full&sslrootcert=ca", "localhost", "encrypted"),
    ("sslmode=verify-full&sslrootcert=ca", "127.0.0.1", STRANGER),
    ("sslmode=verify-full&sslrootcert=ca&sslaccept=accept_invalid_certs", "127.0.0.1", STRANGER),
    ("sslmode=always", "127.0.0.1", "sslmode is none of disable, allow, prefer, require, verify-ca, "),
    ("sslaccept=perhaps", "127.0.0.1", "sslaccept is neither strict nor accept_invalid_certs"),
    ("sslmode=require&sslcert=none.pem", "127.0.0.1", "there is no file none.pem of certificates or keys"),
    ("sslidentity=client.p12&sslpassword=hidden", "127.0.0.1", "sslidentity (PKCS #12) can't be read: "),
]  # fmt: skip  # a table
MARIADB = [
    ("", "127.0.0.1", "encrypted"),
    ("sslmode=disable", "127.0.0.1", "plain"),
    ("ssl-mode=DISABLED", "127.0.0.1", "plain"),
    ("ssl-mode=PREFERRED", "127.0.0.1", "encrypted"),
    ("ssl-mode=REQUIRED", "127.0.0.1", "encrypted"),
    ("sslaccept=accept_invalid_certs", "127.0.0.1", "encrypted"),
    ("sslcert=other&sslaccept=accept_invalid_certs", "127.0.0.1", "encrypted"),
    ("sslcert=ca", "127.0.0.1", "encrypted"),
    ("sslcert=other", "127.0.0.1", UNTRUSTED),
    ("sslcert=ca&sslaccept=strict", "localhost", "encrypted"),
    ("sslcert=ca&sslaccept=strict", "127.0.0.1", "IP address mismatch"),
    ("sslaccept=strict", "localhost", UNTRUSTED),
    ("ssl-mode=VERIFY_CA&ssl-ca=ca", "127.0.0.1", "encrypted"),
    ("ssl-mode=VERIFY_CA&sslca=other", "127.0.0.1", UNTRUSTED),
    ("ssl-mode=VERIFY_IDENTITY&sslca=ca", "localhost", "encrypted"),
    ("ssl-mode=VERIFY_IDENTITY&sslca=ca", "127.0.0.1", "IP address mismatch"),
    ("ssl-mode=ALWAYS", "127.0.0.1", "ssl-mode is none of disabled, preferred, required, verify_ca, verify_identity"),
    ("sslcert=none.pem", "127.0.0.1", "there is no file none.pem of certificates or keys"),
    ("sslidentity=client.p12&sslpassword=hidden", "127.0.0.1", "sslidentity (PKCS #12) can't be read: "),
]  # fmt: skip  # a table


@pytest.mark.parametrize(
    ("options", "checks_host", "verifies"),
    [
        ("ssl-mode=REQUIRED", False, False),
        ("sslmode=require", False, False),
        ("sslaccept=accept_invalid_certs", False, False),
        ("ssl-mode=VERIFY_CA", False, True),
        ("sslaccept=strict", True, True),
        ("sslmode=require&sslaccept=strict", True, True),
        ("ssl-mode=VERIFY_CA&sslaccept=strict", False, True),
        ("ssl-mode=VERIFY_IDENTITY", True, True),
    ],
)
def test_how_closely_mysql_s_certificate_is_looked_at(
    options: str, checks_host: bool, verifies: bool
) -> None:
    written = tuple(tuple(one.split("=", 1)) for one in options.split("&"))
    found = of_mysql(Address("mysql", "mysql://h/d", options=written)).context  # type: ignore[arg-type]  # pairs
    assert found is not None
    assert (found.check_hostname, found.verify_mode == ssl.CERT_REQUIRED) == (checks_host, verifies)


@pytest.mark.parametrize(("options", "host", "expected"), POSTGRESQL)
def test_postgresql(files: dict[str, Path], options: str, host: str, expected: str) -> None:
    server = databases.encrypted("postgresql")
    assert expected in connected(url_of(server, files, options, host), "postgresql")


@pytest.mark.parametrize(("options", "host", "expected"), MARIADB)
def test_mariadb(files: dict[str, Path], options: str, host: str, expected: str) -> None:
    server = databases.encrypted("mariadb")
    assert expected in connected(url_of(server, files, options, host), "mariadb")


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        ("postgresql", "", "plain"),
        ("postgresql", "sslmode=prefer", "plain"),
        ("postgresql", "sslmode=require", "server does not support SSL, but SSL was required"),
        ("postgresql", "sslcert=ca&sslaccept=strict", "does not support SSL, but SSL was required"),
        ("mariadb", "", "plain"),
        ("mariadb", "ssl-mode=preferred", "plain"),
        ("mariadb", "ssl-mode=required", "SSL is required but the server doesn't support it"),
        ("mariadb", "sslaccept=strict", "SSL is required but the server doesn't support it"),
        ("mariadb", "sslcert=ca", "SSL is required but the server doesn't support it"),
    ],
)
def test_a_server_without_tls(
    files: dict[str, Path], kind: databases.Kind, options: str, expected: str
) -> None:
    url = url_of(databases.server(kind), files, options, "127.0.0.1")
    assert expected in connected(url, kind)


@pytest.mark.parametrize(
    ("kind", "authority"), [("postgresql", "sslrootcert"), ("mariadb", "sslca")]
)
def test_a_client_with_a_certificate_of_its_own(
    files: dict[str, Path], kind: databases.Kind, authority: str
) -> None:
    """The user `certified` is let in by it alone."""
    server = databases.encrypted(kind)
    options = f"sslaccept=strict&{authority}=ca"
    refused = connected(url_of(server, files, options, "localhost", "certified"), kind)
    assert "certificate" in refused or "Access denied" in refused
    options += "&sslcert=client&sslkey=key"
    assert connected(url_of(server, files, options, "localhost", "certified"), kind) == "encrypted"


def test_what_the_command_says(mover: Mover, files: dict[str, Path]) -> None:
    """Certificates are looked for beside the schema, as Prisma does; then where the command runs."""
    mover.schema("postgresql", "model Thing {\n  id Int @id\n}\n")
    folder = mover.folder / "prisma"
    folder.mkdir()
    (mover.folder / "schema.prisma").rename(folder / "schema.prisma")
    (folder / "ca.pem").write_bytes(files["ca"].read_bytes())
    (mover.folder / "other.pem").write_bytes(files["other"].read_bytes())
    server = databases.encrypted("postgresql")
    for name, said in (("ca.pem", "Thing: there is no table"), ("other.pem", UNTRUSTED)):
        url = url_of(server, {}, f"sslmode=verify-full&sslrootcert={name}", "localhost")
        done = mover.run("probe", "--url", url)
        assert (done.code, said in done.err) == (2, True), done.err
        assert databases.PASSWORD not in done.err
