"""The files of `generate --enforce`, beside schema.ts."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from ..lowering.lowered import Lowered
from ..typescript.header import HEADER
from .constraint_model import Enforcement
from .constraints_text import constraints_ts
from .tenant_text import tenant_file, tenant_ts

CONSTRAINTS = "constraints.ts"
"""Hand edits of it survive, as those of schema.ts; the others are replaced whole."""

RUNTIME = "enforce.ts"
GENERATORS = "ids.ts"
COLLATIONS = "collations.ts"
FUNCTIONS = "functions.ts"
TENANT, GUARD = "tenant.ts", "tenantGuard.ts"
VERIFY = "verify.ts"
_WHOLE = f"{HEADER}, version {{version}}. Replaced whole when it is generated again: change constraints.ts.\n"


ENFORCING = (CONSTRAINTS, RUNTIME, FUNCTIONS, VERIFY, GENERATORS, COLLATIONS, TENANT, GUARD)
"""All that may be written."""


def is_merged(name: str) -> bool:
    """Whether hand edits of the file survive."""
    return name in (CONSTRAINTS, TENANT)


def enforce_files(lowered: Lowered, enforcement: Enforcement, source: str) -> dict[str, str]:
    """File name -> text; `source` is the schema's name, for the header of constraints.ts."""
    from ..kit.version import VERSION

    names = [RUNTIME, FUNCTIONS, VERIFY]
    if enforcement.constraints.generators:
        names.append(GENERATORS)
    if enforcement.constraints.fold:
        names.append(COLLATIONS)
    tenant = tenant_file(lowered)
    merged = {CONSTRAINTS: constraints_ts(enforcement.constraints, source)}
    if tenant is not None:
        names.append(GUARD)
        merged[TENANT] = tenant_ts(tenant, source)
    head = _WHOLE.format(version=VERSION)
    whole = {name: head + emitted(name) for name in names}
    return merged | whole


@lru_cache(maxsize=8)
def emitted(name: str) -> str:
    """A file of TypeScript that is the same for every schema."""
    folder = files("prisma_to_convex_templates") / "enforce"
    return (folder / name).read_text(encoding="utf-8")
