"""TLS as Prisma's URLs ask for it, and as the databases' own clients do; what can't be done is refused, never left out.

sslmode, ssl-mode     PostgreSQL's and MySQL's own words
sslaccept             Prisma's: strict or accept_invalid_certs
sslcert               Prisma's: the certificate of the server's authority. With sslkey or sslrootcert (PostgreSQL), sslca or
                      ssl-ca (MySQL) beside it, it is the client's own, as in the databases' clients
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple

from .address import Address
from .row_source import UnusableSource

_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_ACCEPTS = ("", "strict", "accept_invalid_certs")


def of_postgresql(address: Address) -> Mapping[str, str]:
    """The options of libpq, by name. Raises `UnusableSource`."""
    given = _given(address)
    mode, accepts = given.get("sslmode", ""), _accepts(given)
    if mode and mode not in _MODES:
        raise UnusableSource(f"sslmode is none of {', '.join(_MODES)}")
    authority, own = _certificates(given, ("sslrootcert",), "sslkey")
    found = {"sslmode": mode}
    if accepts == "strict" and mode != "disable":
        found["sslmode"] = mode if mode.startswith("verify-") else "verify-full"
        authority = authority or "system"
    if accepts == "accept_invalid_certs" and not mode.startswith("verify-"):
        authority = ""
    found["sslrootcert"] = authority if authority == "system" else _file(authority)
    found["sslcert"], found["sslkey"] = _file(own), _file(given.get("sslkey", ""))
    return {name: value for name, value in found.items() if value}


class MySQLTls(NamedTuple):
    """With a `context`, no connection is made without TLS. Without one, it is used if the server can, or never."""

    context: ssl.SSLContext | None
    is_disabled: bool = False


def of_mysql(address: Address) -> MySQLTls:
    """Raises `UnusableSource`."""
    given = _given(address)
    accepts = _accepts(given)
    word = given.get("ssl-mode") or given.get("sslmode") or ""
    mode = _MYSQL_MODES.get(word.lower().replace("-", "_"))
    if mode is None:
        known = "disabled, preferred, required, verify_ca, verify_identity"
        raise UnusableSource(f"ssl-mode is none of {known}")
    authority, own = _certificates(given, ("sslca", "ssl-ca"), "sslkey")
    if mode in ("disable", "prefer") or not (mode or accepts or authority or own):
        return MySQLTls(None, is_disabled=mode == "disable")
    if accepts == "strict" and mode != "verify-ca":
        mode = "verify-full"
    elif not mode:
        mode = "require" if accepts or not authority else "verify-ca"
    context = ssl.create_default_context(cafile=_file(authority) or None)
    context.check_hostname = mode == "verify-full"
    # From Python 3.13 on, more is asked of certificates than databases' own clients ask: MySQL's own authority fails.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.verify_mode = ssl.CERT_REQUIRED if mode.startswith("verify-") else ssl.CERT_NONE
    if own:
        _load_own(context, _file(own), _file(given.get("sslkey", "")))
    return MySQLTls(context)


_MYSQL_MODES = {
    "": "",
    "disabled": "disable", "disable": "disable",
    "preferred": "prefer", "prefer": "prefer",
    "required": "require", "require": "require",
    "verify_ca": "verify-ca",
    "verify_identity": "verify-full", "verify_full": "verify-full",
}  # fmt: skip  # a table


def _load_own(context: ssl.SSLContext, certificate: str, key: str) -> None:
    try:
        context.load_cert_chain(certificate, key or None)
    except (ssl.SSLError, OSError):
        raise UnusableSource(
            f"{plain(certificate)} and its key are no certificate in PEM"
        ) from None


def _given(address: Address) -> dict[str, str]:
    given = {name: value for name, value in address.options if name.startswith("ssl") and value}
    if "sslidentity" in given:
        raise UnusableSource(
            "sslidentity (PKCS #12) can't be read: write its certificate and key as PEM, and name them by sslcert "
            "and sslkey, the server's authority by sslrootcert (PostgreSQL) or sslca (MySQL)"
        )
    return given


def _accepts(given: Mapping[str, str]) -> str:
    found = given.get("sslaccept", "")
    if found not in _ACCEPTS:
        raise UnusableSource("sslaccept is neither strict nor accept_invalid_certs")
    return found


def _certificates(
    given: Mapping[str, str], authorities: tuple[str, ...], key: str
) -> tuple[str, str]:
    """That of the authority, and the client's own."""
    named = next((given[name] for name in authorities if name in given), "")
    certificate = given.get("sslcert", "")
    return (named, certificate) if named or key in given else (certificate, "")


def _file(name: str) -> str:
    """Refused by its name where there is none: the drivers say what is wrong, not with which file."""
    if name and not os.path.isfile(name):
        raise UnusableSource(f"there is no file {plain(name)} of certificates or keys")
    return name
