"""Tenant keys: the field that says whose a row is, by the names that teams give it."""

from __future__ import annotations

_TENANT_KEYS = frozenset(
    f"{word}id"
    for word in [
        "tenant",
        "subaccount",
        "account",
        "organization",
        "organisation",
        "org",
        "workspace",
        "team",
        "company",
        "agency",
        "customeraccount",
        "clientaccount",
        "business",
        "group",
        "store",
        "shop",
        "merchant",
    ]
)


def is_tenant_key(field: str) -> bool:
    """`subAccountId`, `tenant_id`, `organizationId`, ..."""
    return field.replace("_", "").lower() in _TENANT_KEYS
