"""tenant.ts: how each table belongs to a tenant, and the functions that see one tenant alone."""

from __future__ import annotations

from prisma_schema_parser.records import NamedTuple

from ..analysis.facts import Owned, Reference, Tenancy
from ..analysis.owners.tenancy import found_tenancy
from ..analysis.references import references
from ..analysis.secrets import secrets
from ..convex.convex_schema import VSimple
from ..lowering.lowered import Lowered
from ..typescript.header import HEADER
from ..typescript.literals import comment_text, ts_string
from .object_layout import Node, ObjectNode, text_of

_TYPES = {"string": "string", "number": "number", "int64": "bigint"}


class TenantFile(NamedTuple):
    """`tables` in the order of schema.ts. `type` is that of a tenant's key."""

    type: str
    tables: tuple[tuple[str, Node], ...]


def tenant_file(lowered: Lowered) -> TenantFile | None:
    """None where nothing says whose a row is."""
    edges = references(lowered)
    found = found_tenancy(lowered, edges, secrets(lowered))
    if found is None:
        return None
    kind = _type(found, lowered)
    by_model = {one.model: one for one in found.owned}
    rules: dict[str, Node] = {}
    for name, model in lowered.models.items():
        one = by_model.get(name)
        rules[model.table] = _rule(one, edges, lowered) if one else ts_string("closed")
    for join in lowered.joins.values():
        rules[join.table] = _join(join.column_a, join.relation.model_a, by_model, lowered)
        if rules[join.table] == ts_string("closed"):
            rules[join.table] = _join(join.column_b, join.relation.model_b, by_model, lowered)
    tables = tuple(
        (table.name, rules[table.name])
        for table in lowered.convex.tables
        if table.name in rules  # not one that was added by hand
    )
    return TenantFile(kind, tables) if kind else None


def _type(found: Tenancy, lowered: Lowered) -> str:
    root = lowered.models.get(found.root)
    if root is not None and root.handle is not None:
        return f"Id<{ts_string(root.table)}>"
    for one in found.owned:
        model = lowered.models.get(one.model)  # or an implicit join table
        field = model.fields.get(one.key) if model and one.key else None
        if field is not None and isinstance(field.validator, VSimple):
            return _TYPES.get(field.validator.name, "")
    return ""


def _rule(one: Owned, edges: tuple[Reference, ...], lowered: Lowered) -> Node:
    model = lowered.models[one.model]
    match one.ownership:
        case "tenant":
            is_by_id = model.handle is not None
            return ts_string("tenant" if is_by_id else "closed")
        case "direct" | "optional":
            field = model.fields.get(one.key)
            return ObjectNode((("key", ts_string(field.name)),)) if field else ts_string("closed")
        case "parents":
            return _parent(one, edges, lowered)
        case _:
            return ts_string("closed")


def _parent(one: Owned, edges: tuple[Reference, ...], lowered: Lowered) -> Node:
    for edge in edges:
        if edge.model == one.model and edge.target == one.path[1] and len(edge.fields) == 1:
            field = lowered.models[one.model].fields.get(edge.fields[0])
            if field is not None and field.reference == edge.target and not edge.is_list:
                return _of(field.name, lowered.models[edge.target].table)
    return ts_string("closed")


def _of(field: str, table: str) -> Node:
    return ObjectNode((("parent", ts_string(field)), ("of", ts_string(table))))


def _join(column: str, model: str, by_model: dict[str, Owned], lowered: Lowered) -> Node:
    one = by_model.get(model)
    is_owned = one is not None and one.ownership not in ("shared", "above")
    return _of(column, lowered.models[model].table) if is_owned else ts_string("closed")


def tenant_ts(tenant: TenantFile, source: str) -> str:
    """Edited by hand: `tenantOf` must be."""
    names = "DataModel, Id" if tenant.type.startswith("Id<") else "DataModel"
    imports = f'import type {{ {names} }} from "./_generated/dataModel";\n'
    tables = text_of(ObjectNode(tenant.tables, True), 0, len("const ownership = "))
    head = f"{HEADER} from {comment_text(source, 100)}.\n{_ABOUT}{imports}{_IMPORTS}"
    owned = (
        f"const ownership = {tables} satisfies Ownership<DataModel>;\n\nexport default ownership;\n"
    )
    return f"{head}\nexport type Tenant = {tenant.type};\n\n{_OF}\n{owned}\n{_BODY}"


_ABOUT = """\
// Queries and mutations that see and write one tenant's documents alone. Edit it like schema.ts: your
// edits stay. Say in `tenantOf` whose documents the caller may see, and look through `ownership`: what is
// "closed" can't be reached until you say how.
"""
_IMPORTS = """\
import {
  mutation as plainMutation,
  type MutationCtx,
  query as plainQuery,
  type QueryCtx,
} from "./_generated/server";
import { enforce, type EnforcedWriter } from "./enforce";
import { building, type MutationBuilder, type QueryBuilder } from "./functions";
import { guardReader, guardWriter, type Ownership } from "./tenantGuard";
"""
_OF = """\
/** The tenant of the session: from `ctx.auth`, never from the arguments of a function. */
async function tenantOf(ctx: QueryCtx | MutationCtx): Promise<Tenant> {
  const identity = await ctx.auth.getUserIdentity();
  throw new Error(
    `tenant.ts: say whose documents ${identity?.subject ?? "nobody"} may see`,
  );
}
"""
_BODY = """\
export type TenantQueryCtx = QueryCtx & { tenant: Tenant };
export type TenantMutationCtx = Omit<MutationCtx, "db"> & {
  db: EnforcedWriter;
  tenant: Tenant;
};

/** As `query` of Convex; `ctx.db` is the tenant's, and `ctx.tenant` is the tenant. */
export const query = building<QueryBuilder<TenantQueryCtx, "public">, QueryCtx>(
  plainQuery,
  async (ctx) => {
    const tenant = await tenantOf(ctx);
    return { ...ctx, db: guardReader(ctx.db, ownership, tenant), tenant };
  },
);

/** As `mutation` of functions.ts; `ctx.db` is the tenant's, and `ctx.tenant` is the tenant. */
export const mutation = building<
  MutationBuilder<TenantMutationCtx, "public">,
  MutationCtx
>(plainMutation, async (ctx) => {
  const tenant = await tenantOf(ctx);
  const db = guardWriter(enforce(ctx.db, ctx.meta), ownership, tenant);
  return { ...ctx, db, tenant };
});
"""
