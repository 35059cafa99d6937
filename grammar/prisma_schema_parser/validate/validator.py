"""Prisma's own rules on a schema that could be read, one idea a file, in one table.

Prisma stops after its first stage where that finds errors; here every check runs, so each must
stay silent about what another reports or what could not be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..diagnostic import Diagnostic
from ..listing import listed
from ..resolve.resolver import Resolved
from . import (
    advice,
    autoincrement,
    client_names,
    composite_types,
    configuration,
    constraint_names,
    cycles,
    database_names,
    database_schemas,
    defaults,
    ids,
    ignored,
    index_fields,
    index_types,
    indexes,
    lines,
    many_to_many,
    names,
    native_type_use,
    partial_indexes,
    relation_fields,
    relations,
    shard_keys,
    types,
    versions,
    views,
)
from .context import Context

Check = Callable[[Context], Iterator[Diagnostic]]

# What holds whatever the provider.
CHECKS: tuple[Check, ...] = (
    configuration.check,
    versions.check,
    names.check,
    types.check_known,
    lines.check,
    index_fields.check,
    client_names.check,
    database_names.check_tables,
    database_names.check_columns,
    ids.check,
    ignored.check,
    ignored.check_updated_at,
    relation_fields.check_arguments,
    relation_fields.check_ambiguous,
    relation_fields.check_opposites,
    relations.check,
    many_to_many.check,
    defaults.check,
    partial_indexes.check,
    views.check,
)
# What the provider decides; silent where it is not known.
PROVIDER_CHECKS: tuple[Check, ...] = (
    types.check_supported,
    types.check_enums,
    composite_types.check,
    native_type_use.check,
    database_names.check_enums,
    database_schemas.check,
    autoincrement.check,
    ids.check_provider,
    ids.check_documents,
    indexes.check,
    indexes.check_clustering,
    indexes.check_fulltext,
    indexes.check_documents,
    index_types.check,
    index_types.check_large,
    constraint_names.check_clashes,
    constraint_names.check_lengths,
    shard_keys.check,
    relation_fields.check_actions,
    relation_fields.check_mapped,
    cycles.check,
    advice.check_indexes,
    advice.check_native_types,
)


def validate(
    resolved: Resolved,
    damaged: frozenset[str] = frozenset(),
    lost: frozenset[str] = frozenset(),
) -> list[Diagnostic]:
    """Everything that is wrong with a schema, in no order; `damaged` and `lost` as in `Parsed`."""
    context = Context(resolved, damaged, lost)
    found: list[Diagnostic] = []
    for check in CHECKS:
        found.extend(listed(check(context)))
    if context.knows_provider:
        for check in PROVIDER_CHECKS:
            found.extend(listed(check(context)))
    return found
