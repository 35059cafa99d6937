/**
 * Whether convex-test, with the schema of a schema.ts, takes documents: one JSON request a line, one answer.
 *
 *   {schema: <path>, tables: {table: [document]}, references: {table: [field]}}
 *   -> {stored: {table: number}, joined: number, refused: [[table, number, message]]}
 *
 * Documents are Convex's own JSON of values, each with its `_id`. convex-test gives ids of its own: documents go in with
 * ids that name the table alone, then each reference, also of a list, is joined to the document that has its id in the snapshot.
 */
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { convexTest } from "convex-test";
import { jsonToConvex } from "convex/values";
import { build } from "esbuild";
import { serve } from "./lines.mjs";

const MODULES = { "./_generated/api.js": async () => ({}) };
const workspace = await mkdtemp(path.join(tmpdir(), "p2c-documents-"));
await symlink(fileURLToPath(new URL("node_modules", import.meta.url)), path.join(workspace, "node_modules"));
let bundles = 0;

async function loaded(schema) {
  const outfile = path.join(workspace, `${(bundles += 1)}.mjs`);
  await build({ entryPoints: [schema], outfile, bundle: true, format: "esm", external: ["convex", "convex/*"], logLevel: "error" });
  return (await import(pathToFileURL(outfile).href)).default;
}

const each = (held, make) => (Array.isArray(held) ? held.map(make) : make(held));

async function take({ schema, tables, references }) {
  const tester = convexTest({ schema: await loaded(schema), modules: MODULES });
  const owners = Object.fromEntries(Object.entries(tables).flatMap(([table, rows]) => rows.map(({ _id }) => [_id, table])));
  const made = {};
  const refused = [];
  for (const [table, rows] of Object.entries(tables)) {
    for (const [number, { _id, _creationTime, ...row }] of rows.entries()) {
      const unjoined = Object.fromEntries(references[table].filter((field) => row[field]).map((field) => [field, each(row[field], (id) => `0${owners[id]}`)]));
      await tester
        .run(async ({ db }) => (made[_id] = await db.insert(table, jsonToConvex({ ...row, ...unjoined }))))
        .catch((error) => refused.push([table, number, String(error.message)]));
    }
  }
  return { refused, ...(await joined(tester, made, tables, references)) };
}

async function joined(tester, made, tables, references) {
  const stored = {};
  let count = 0;
  await tester.run(async ({ db }) => {
    for (const [table, rows] of Object.entries(tables)) {
      for (const row of rows.filter(({ _id }) => _id in made)) {
        const fields = references[table].filter((field) => row[field]);
        if (fields.length) await db.patch(made[row._id], Object.fromEntries(fields.map((field) => [field, each(row[field], (id) => made[id])])));
      }
      const found = await db.query(table).collect();
      stored[table] = found.length;
      for (const row of found) for (const field of references[table]) for (const id of [row[field] ?? []].flat()) count += (await db.get(id)) !== null;
    }
  });
  return { stored, joined: count };
}

await serve(take);
await rm(workspace, { recursive: true, force: true });
