/**
 * Runs emitted enforcement code on convex-test, and Prisma's own DDL: JSON lines in, JSON lines out.
 *
 *   {ask: "ddl", text}                    -> {sql}
 *   {ask: "load", dir, limits?}           -> {}       a new, empty database under the code in `dir`
 *   {ask: "write", writes: [[...call]]}   -> {results: [{id} | {} | {code, meta} | {error}]}   a mutation each
 *   {ask: "script", code}                 -> {value}  an async function body with `ctx, api` in one mutation
 *   {ask: "rows"}                         -> {tables: {table: [document]}}   as they are, unenforced
 */
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import readline from "node:readline";
import { fileURLToPath } from "node:url";
import { convexTest } from "convex-test";
import { ddl } from "./ddl.mjs";
import { emitted } from "./emitted.mjs";

Error.stackTraceLimit = 5;
const MODULES = { "./_generated/api.js": async () => ({}) };
const NODE_MODULES = fileURLToPath(new URL("../node_modules", import.meta.url));
const PAGE = 20;
const AsyncFunction = (async () => {}).constructor;

const workspace = await mkdtemp(path.join(tmpdir(), "p2c-enforce-"));
await symlink(NODE_MODULES, path.join(workspace, "node_modules"));

let code,
  tester,
  names,
  numbers = 0;

async function load({ dir, limits }) {
  code = await emitted(dir, path.join(workspace, `${(numbers += 1)}.mjs`));
  const schema = code.schema.default;
  names = Object.keys(schema.tables);
  tester = convexTest({ schema, modules: MODULES, transactionLimits: limits });
  return {};
}

const data = (error) => (typeof error.data === "string" ? JSON.parse(error.data) : error.data);

function failure(error) {
  const found = error?.data === undefined ? undefined : data(error);
  return found?.code ? { code: found.code, meta: found.meta } : { error: String(error?.stack ?? error) };
}

async function write({ writes }) {
  const results = [];
  for (const [method, ...given] of writes) {
    results.push(
      await tester
        .run(async (ctx) => code.enforce.enforce(ctx.db, ctx.meta)[method](...revived(given)))
        .then((id) => (method === "insert" ? { id } : {}), failure),
    );
  }
  return { results };
}

async function script({ code: body }) {
  const run = new AsyncFunction("ctx", "api", body);
  try {
    return { value: plain((await tester.run((ctx) => run(ctx, code))) ?? null) };
  } catch (error) {
    return failure(error);
  }
}

async function rows() {
  const tables = {};
  for (const name of names) tables[name] = await documents(name);
  return { tables: plain(tables) };
}

/** A page in each transaction, since these have limits. */
async function documents(name) {
  const found = [];
  for (let page = { continueCursor: null, isDone: false }; !page.isDone; found.push(...page.page)) {
    const options = { cursor: page.continueCursor, numItems: PAGE };
    page = await tester.run((ctx) => ctx.db.query(name).paginate(options));
  }
  return found;
}

/** JSON has no bigint, no bytes, no NaN: `{"$": "n", ...}` on the way in and out. */
function plain(value) {
  if (typeof value === "bigint") return { $: "bigint", of: String(value) };
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $: "number", of: Object.is(value, -0) ? "-0" : String(value) };
  }
  if (value instanceof ArrayBuffer) return { $: "bytes", of: Buffer.from(value).toString("hex") };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function revived(value) {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  if (value.$ === "bigint") return BigInt(value.of);
  if (value.$ === "number") return Number(value.of);
  if (value.$ === "undefined") return undefined;
  if (value.$ === "bytes") return new Uint8Array(Buffer.from(value.of, "hex")).buffer;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revived(inner)]));
}

const ASKED = { load, write, script, rows, ddl: async ({ text }) => ({ sql: await ddl(text) }) };

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { ask, ...request } = JSON.parse(line);
  const answer = await ASKED[ask](request).catch((error) => ({ failure: String(error?.stack ?? error) }));
  process.stdout.write(JSON.stringify(answer) + "\n");
}
await rm(workspace, { recursive: true, force: true });
