"""Where the database is: `--url`, else the environment, else what the datasource or prisma.config.ts names.

Passwords are never shown: whoever prints an address prints `shown`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import read_regular
from prisma_schema_parser.schema import Schema

Provider: TypeAlias = Literal[
    "postgresql", "cockroachdb", "mysql", "sqlite", "sqlserver", "mongodb"
]

_SETTING = re.compile(
    r'^[ \t]*(url|directUrl)\s*=\s*(?:env\(\s*"([^"]+)"\s*\)|"((?:[^"\\]|\\.)*)")', re.M
)
_CONFIG_ENV = re.compile(
    r"\burl\s*:\s*(?:env\(\s*[\"'](\w+)[\"']\s*\)|process\.env\.(\w+)|process\.env\[[\"'](\w+)[\"']\])"
)
_CONFIG_TEXT = re.compile(r"\burl\s*:\s*[\"']([a-z]+:[^\"'\s]*)[\"']")
_ENV_LINE = re.compile(r"^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$")
_DEFAULTS = ("DIRECT_URL", "DATABASE_URL")
_SCHEMES: Mapping[str, Provider] = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
    "file": "sqlite",
    "sqlite": "sqlite",
    "sqlserver": "sqlserver",
    "mongodb": "mongodb",
    "mongodb+srv": "mongodb",
}
_PORTS: Mapping[str, int] = {"postgresql": 5432, "mysql": 3306, "sqlserver": 1433, "mongodb": 27017}


class Address(NamedTuple):
    """Taken apart. `path` is a file's, relative to `folder`. `url` holds the password: never print it."""

    provider: Provider
    url: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    database: str = ""
    options: tuple[tuple[str, str], ...] = ()
    path: Path | None = None
    source: str = ""

    @property
    def shown(self) -> str:
        """For people: no password, no option."""
        if self.path is not None:
            return plain(self.path.as_posix())
        who = f"{plain(self.user)}@" if self.user else ""
        return f"{self.provider}://{who}{plain(self.host)}:{self.port}/{plain(self.database)}"

    def option(self, name: str, otherwise: str = "") -> str:
        return dict(self.options).get(name, otherwise)


class NoAddress(NamedTuple):
    message: str


class Named(NamedTuple):
    """A URL, and where it was found. `folder`: what a relative file counts from."""

    url: str
    where: str
    folder: Path


def find(
    given: str | None, environ: Mapping[str, str], datasource: str, schema: Path
) -> Named | NoAddress:
    """`datasource` is the text of the schema's datasource block."""
    folder = _folder_of(schema)
    known = {**_dotenv(Path(".env")), **_dotenv(folder / ".env"), **environ}
    if given:
        return Named(given, "--url", Path())
    missing = ""
    for setting, variable, text in _settings(datasource):
        if text:
            return Named(text, f"{setting} of the datasource", folder)
        if known.get(variable):
            return Named(known[variable], variable, folder)
        missing = missing or variable
    for variable in (*_configured(), *_DEFAULTS):
        if variable.startswith(("=",)):
            return Named(variable[1:], "prisma.config.ts", Path())
        if known.get(variable):
            return Named(known[variable], variable, Path())
    message = f"{missing} is not set" if missing else "no URL was found"
    return NoAddress(f"{message}: pass --url, or set {missing or 'DATABASE_URL'}")


FROM_A_DUMP = (
    "MongoDB is read from a dump, not from a server: stop what writes, `mongodump --uri URL --out dump`, then "
    "--dump dump/DATABASE"
)


def of_dump(folder: Path, provider: str | None) -> Address | NoAddress:
    if provider not in (None, "mongodb"):
        return NoAddress(f"--dump is for MongoDB, the schema's provider is {provider}: pass --url")
    return Address("mongodb", "", path=folder, source="--dump")


def _settings(datasource: str) -> list[tuple[str, str, str]]:
    """`directUrl` first: a pooler is no place to read a snapshot from."""
    found = [
        (match[1], match[2] or "", (match[3] or "").replace('\\"', '"').replace("\\\\", "\\"))
        for match in _SETTING.finditer(datasource)
    ]
    return sorted(found, key=lambda one: one[0] != "directUrl")


def _configured() -> list[str]:
    """Variables that prisma.config.* names for `url`, read as text; a URL itself starts with `=`."""
    for name in ("prisma.config.ts", "prisma.config.mts", "prisma.config.js", "prisma.config.mjs"):
        try:
            text = read_regular(name).decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        found = [one for match in _CONFIG_ENV.finditer(text) for one in match.groups() if one]
        return found or [f"={match[1]}" for match in _CONFIG_TEXT.finditer(text)]
    return []


def _dotenv(path: Path) -> dict[str, str]:
    try:
        lines = read_regular(path).decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found = {}
    for line in lines:
        match = _ENV_LINE.match(line)
        if match and not line.lstrip().startswith("#"):
            found[match[1]] = _unquoted(match[2])
    return found


def _unquoted(text: str) -> str:
    if text[:1] in ("'", '"') and text[0] in text[1:]:
        return text[1 : text.index(text[0], 1)]
    return text.partition(" #")[0].rstrip()


def block_of(schema: Schema) -> str:
    """The inside of the datasource block, as written."""
    if schema.datasource is None:
        return ""
    source, _, end = schema.datasource.span
    rest = source.text[end:]
    closing = re.search(r"^\s*}", rest, re.M)
    return rest[: closing.start()] if closing else rest


def parse(named: Named, provider: str | None) -> Address | NoAddress:
    """Takes a URL apart; `provider` is the schema's. What is said of a bad one never repeats it."""
    url = named.url.strip()
    scheme = url.partition(":")[0].lower()
    found = _SCHEMES.get(scheme)
    if found is None or ":" not in url:
        known = ", ".join(sorted(_SCHEMES))
        return NoAddress(f"{named.where}: the URL starts with none of {known}")
    if found == "postgresql" and provider == "cockroachdb":
        found = "cockroachdb"
    if provider is not None and found != provider:
        return NoAddress(
            f"{named.where}: the URL is of {found}, the schema's provider is {provider}"
        )
    if found == "sqlite":
        return _file(url, named)
    try:
        return _server(url, found, named)
    except ValueError:
        return NoAddress(
            f"{named.where}: the URL can't be read: are `@`, `/` and `:` in it written as %40, %2F, %3A?"
        )


_CERTIFICATES = frozenset({"sslcert", "sslkey", "sslrootcert", "sslca", "ssl-ca"})


def with_certificates(address: Address, schema: Path) -> Address:
    """Prisma looks for their files beside the schema; those that aren't there stay as they are written."""
    folder = _folder_of(schema)
    return address._replace(
        options=tuple(
            (
                name,
                str(folder / text) if name in _CERTIFICATES and _is_beside(folder, text) else text,
            )
            for name, text in address.options
        )
    )


def _folder_of(schema: Path) -> Path:
    return schema if os.path.isdir(schema) else schema.parent


def _is_beside(folder: Path, text: str) -> bool:
    try:
        return bool(text) and os.path.isfile(folder / text)
    except (OSError, ValueError):
        return False


def _file(url: str, named: Named) -> Address | NoAddress:
    rest = url.partition(":")[2].removeprefix("//").partition("?")[0]
    if not rest:
        return NoAddress(f"{named.where}: the URL names no file")
    path = Path(unquote(rest))
    return Address(
        "sqlite", url, path=path if path.is_absolute() else named.folder / path, source=named.where
    )


def _server(url: str, provider: Provider, named: Named) -> Address | NoAddress:
    if provider == "sqlserver":
        return _sqlserver(url, named)
    parts = urlsplit(url)
    default = _PORTS["postgresql" if provider == "cockroachdb" else provider]
    if not parts.hostname and provider != "mongodb":
        return NoAddress(f"{named.where}: the URL names no host")
    return Address(
        provider=provider,
        url=url,
        host=(
            unquote(parts.hostname or "")
            if provider != "mongodb"
            else parts.netloc.rpartition("@")[2]
        ),
        port=(parts.port or default) if provider != "mongodb" else default,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        database=unquote(parts.path.lstrip("/")),
        options=tuple(parse_qsl(parts.query, keep_blank_values=True)),
        source=named.where,
    )


def _sqlserver(url: str, named: Named) -> Address:
    """`sqlserver://host:1433;database=app;user=sa;password={a;b}`"""
    rest = url.partition("://")[2]
    where, _, settings = rest.partition(";")
    options = tuple(
        (match[1].strip().lower(), match[2] if match[2] is not None else match[3])
        for match in re.finditer(r"([^=;]+)=(?:\{([^}]*)\}|([^;]*))", settings)
    )
    known = dict(options)
    host, _, port = where.partition(":")
    return Address(
        provider="sqlserver",
        url=url,
        host=host,
        port=int(port or _PORTS["sqlserver"]),
        user=known.get("user") or known.get("username") or known.get("uid") or "",
        password=known.get("password") or known.get("pwd") or "",
        database=known.get("database") or known.get("initial catalog") or "",
        options=options,
        source=named.where,
    )
