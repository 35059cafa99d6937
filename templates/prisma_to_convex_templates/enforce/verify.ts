// Finds documents that break a constraint: after an import, after edits on the dashboard, before constraints
// are enforced for the first time. It reads a page at a time and changes nothing.
//
//   npx convex run verify:tables
//   npx convex run verify:page '{"table": "users"}'
//   npx convex run verify:page '{"table": "users", "cursor": "<continueCursor of the last page>"}'
//
// `fill` alone writes: what constraints.ts calls `folded`, after an import and before the first check.
//
//   npx convex run verify:fill '{"table": "users"}'
//
// Tables are texts here, so no type of the schema is asked for: that would take TypeScript time.
import {
  internalMutationGeneric as internalMutation,
  internalQueryGeneric as internalQuery,
} from "convex/server";
import { v } from "convex/values";
import { enforcedTables, fillFolded, violationsIn } from "./enforce";

/** The tables of constraints.ts. */
export const tables = internalQuery({
  args: {},
  handler: () => enforcedTables(),
});

const args = {
  table: v.string(),
  cursor: v.optional(v.union(v.string(), v.null())),
  rows: v.optional(v.number()),
};

/** What breaks a constraint on one page of a table. */
export const page = internalQuery({
  args,
  handler: async (ctx, { table, cursor = null, rows = 100 }) =>
    await violationsIn(ctx.db, table, { cursor, numItems: rows }),
});

/** Fills in the folded fields on one page of a table; says how many documents lacked one. */
export const fill = internalMutation({
  args,
  handler: async (ctx, { table, cursor = null, rows = 500 }) =>
    await fillFolded(ctx.db, table, { cursor, numItems: rows }),
});
