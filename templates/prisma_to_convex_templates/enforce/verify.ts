// Finds documents that break a constraint: after an import, after edits on the dashboard, before constraints
// are enforced for the first time. It reads a page at a time and changes nothing.
//
//   npx convex run verify:tables
//   npx convex run verify:page '{"table": "users"}'
//   npx convex run verify:page '{"table": "users", "cursor": "<continueCursor of the last page>"}'
import { v } from "convex/values";
import { internalQuery } from "./_generated/server";
import { enforcedTables, violationsIn } from "./enforce";

/** The tables of constraints.ts. */
export const tables = internalQuery({
  args: {},
  handler: () => enforcedTables(),
});

/** What breaks a constraint on one page of a table. */
export const page = internalQuery({
  args: {
    table: v.string(),
    cursor: v.optional(v.union(v.string(), v.null())),
    rows: v.optional(v.number()),
  },
  handler: async (ctx, { table, cursor = null, rows = 100 }) =>
    await violationsIn(ctx.db, table, { cursor, numItems: rows }),
});
