"""What follows for every table, once it is decided who owns the rows (`row_owners`)."""

from __future__ import annotations

from collections.abc import Sequence

from ...lowering.lowered import Lowered
from ..facts import Reference, Secret, Tenancy
from ..sign_in.auth import auth
from .exposure import leaks
from .global_uniques import global_uniques
from .owner_graph import OwnerGraph, owner_graph
from .ownership import owned
from .row_owners import RowOwner, owners


def tenancy(
    lowered: Lowered, known: OwnerGraph, owner: RowOwner, secrets: Sequence[Secret]
) -> Tenancy | None:
    """None where rows belong to nobody, or nothing tells to whom."""
    if owner.found.kind not in ("tenant", "user"):
        return None
    is_user, is_configured = owner.found.kind == "user", bool(lowered.options.tenant_key)
    all_ = owned(owner, lowered, known)
    keys = [one.key for one in all_ if one.ownership in ("direct", "optional")]
    return Tenancy(
        key=(
            owner.names[0]
            if is_configured
            else max(dict.fromkeys(keys), key=keys.count, default=owner.names[0])
        ),
        root=owner.root,
        is_configured=is_configured,
        is_user=is_user,
        owned=all_,
        without_index=tuple(
            one for one in all_ if one.ownership in ("direct", "optional") and not one.index_name
        ),
        global_uniques=() if is_user else global_uniques(lowered, all_, known, secrets),
        leaks=leaks(lowered, all_, secrets),
    )


def found_tenancy(
    lowered: Lowered, edges: tuple[Reference, ...], secrets: Sequence[Secret]
) -> Tenancy | None:
    """The same of a schema of which nothing else is known."""
    known = owner_graph(lowered, edges, auth(lowered, edges, secrets))
    return tenancy(lowered, known, owners(lowered, known), secrets)
