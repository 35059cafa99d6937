"""What of an address says whether, and how strictly, a connection to MySQL is encrypted."""

from __future__ import annotations

import ssl

import pytest

from prisma_to_convex.data.address import Address
from prisma_to_convex.data.sources.mysql import _tls


def tls(**options: str) -> ssl.SSLContext | None:
    written = tuple(
        (name.replace("_", "-") if name == "ssl_mode" else name, one)
        for name, one in options.items()
    )
    return _tls(Address("mysql", "mysql://h/d", options=written))


@pytest.mark.parametrize("options", [{}, {"ssl_mode": "DISABLED"}, {"sslmode": "disable"}])
def test_nothing_is_encrypted(options: dict[str, str]) -> None:
    assert tls(**options) is None


@pytest.mark.parametrize(
    "options",
    [
        {"ssl_mode": "REQUIRED"},
        {"sslmode": "require"},
        {"ssl_mode": "preferred"},
        {"sslmode": "prefer"},
        {"sslaccept": "accept_invalid_certs"},
    ],
)
def test_any_certificate_is_taken(options: dict[str, str]) -> None:
    found = tls(**options)
    assert found is not None
    assert (found.check_hostname, found.verify_mode) == (False, ssl.CERT_NONE)


@pytest.mark.parametrize(
    "options", [{"sslaccept": "strict"}, {"ssl_mode": "VERIFY_CA"}, {"ssl_mode": "VERIFY_IDENTITY"}]
)
def test_the_certificate_is_looked_at(options: dict[str, str]) -> None:
    found = tls(**options)
    assert found is not None
    assert (found.check_hostname, found.verify_mode) == (True, ssl.CERT_REQUIRED)


@pytest.mark.parametrize("name", ["sslcert", "sslca"])
def test_a_file_of_certificates_is_read(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        tls(**{name: "/no/such/file.pem"})
