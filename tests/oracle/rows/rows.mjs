/**
 * Sketched functions on convex-test beside Prisma Client on PGlite, with the same rows: JSON lines in, JSON lines out.
 *
 *   {ask: "load", convex, client, ddl, models}  -> {}  `models`: {Model: {table, refs: {field: Model}, relations: {field: Model}}}
 *   {ask: "rows", rows, links}                  -> {}  rows by model, with labels for ids
 *   {ask: "run", runs: [...]}                   -> {results: [{difference?, read?, counts}]}
 *   {ask: "refused"}                            -> {codes}  of all functions, with the access.ts that stands there
 */
import { readdirSync } from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { convexTest } from "convex-test";
import { makeFunctionReference } from "convex/server";
import { build } from "esbuild";
import { PrismaPGlite } from "pglite-prisma-adapter";

const ROLLBACK = new Error("rolled back");
const RECENT = 1.6e12; // a later time is the present: it was filled in
let models, code, sql, prisma, ids, given, tester, read;
let bundles = 0;
let last; // the folder that was loaded last
let isUsed = false; // whether a write was done to the Convex database that stands

// ---- both worlds ---------------------------------------------------------------------------------

async function load({ convex, client, ddl, models: asked }) {
  models = asked;
  last = convex;
  await bundle(convex, "open");
  sql ??= await PGlite.create();
  await sql.exec("drop schema public cascade; create schema public;");
  await sql.exec(ddl);
  const { PrismaClient } = (await import(pathToFileURL(path.join(client, "index.js")).href)).default;
  prisma ??= new PrismaClient({ adapter: new PrismaPGlite(sql) });
  return {};
}

async function bundle(convex, access) {
  // Where node_modules are seen, whatever folder the sketches are in.
  const out = path.join(import.meta.dirname, "node_modules", ".bundles", `${process.pid}-${(bundles += 1)}.mjs`);
  const names = Object.values(models).map(({ table }) => table);
  const modules = readdirSync(path.join(convex, "sketch")).map((file) => path.basename(file, ".ts"));
  const lines = modules.filter((name) => names.includes(name)).map((name) => `export * as ${name} from "./sketch/${name}";`);
  await build({
    stdin: { contents: [...lines, 'export { default as schema } from "./schema";'].join("\n"), resolveDir: convex, loader: "ts" },
    outfile: out,
    bundle: true,
    format: "esm",
    platform: "neutral",
    logLevel: "error",
    external: ["convex", "convex/*"],
    plugins: [generated(path.dirname(out), access)],
  });
  code = await import(pathToFileURL(out).href);
}

const generated = (resolveDir, access) => ({
  name: "generated",
  setup(building) {
    building.onResolve({ filter: /_generated\/(server|dataModel)$/ }, ({ path: asked }) => ({ path: asked, namespace: "made" }));
    building.onLoad({ filter: /.*/, namespace: "made" }, () => ({
      contents: `export { mutationGeneric as mutation, internalMutationGeneric as internalMutation,
        queryGeneric as query, internalQueryGeneric as internalQuery } from "convex/server";`,
      resolveDir,
    }));
    if (access === "as it stands") return;
    building.onLoad({ filter: /sketch\/access\.ts$/ }, () => ({ contents: "export async function requireAccess() {}" }));
  },
});

const delegate = (model, client = prisma) => client[model[0].toLowerCase() + model.slice(1)];

async function rows({ rows: asked, links }) {
  given = asked;
  ids = { prisma: {}, labels: {} };
  for (const model of Object.keys(models).reverse()) await delegate(model).deleteMany();
  for (const [model, { refs }] of Object.entries(models)) {
    ids.prisma[model] = {};
    ids.labels[model] = {};
    for (const row of asked[model]) {
      const data = Object.fromEntries(Object.entries(row).map(([key, value]) => [key, forPrisma(refs[key] ? reference(refs[key], value) : value)]));
      const { id, label } = await delegate(model).create({ data });
      ids.prisma[model][label] = id;
      ids.labels[model][id] = label;
    }
  }
  for (const [account, group] of links) {
    await prisma.group.update({ where: { label: group }, data: { accounts: { connect: { label: account } } } });
  }
  given.links = links;
  await fresh();
  return {};
}

const reference = (model, label) => (label === null ? null : { $: "id", of: [model, label] });

/** A Convex database of its own with the rows; `tester.ids` has the ids by label. */
async function fresh() {
  const modules = { "/convex/_generated/api.js": async () => ({}) };
  for (const [name, module] of Object.entries(code)) if (name !== "schema") modules[`/convex/sketch/${name}.js`] = async () => module;
  const made = convexTest({ schema: code.schema, modules });
  const found = { ids: {}, labels: {}, gone: {} };
  await made.run(async ({ db }) => {
    for (const [model, { table, refs }] of Object.entries(models)) {
      found.ids[model] = {};
      for (const row of given[model]) {
        const document = Object.fromEntries(
          Object.entries(row).map(([key, value]) => [key, refs[key] && value !== null ? found.ids[refs[key]][value] : forConvex(value)]),
        );
        const id = await db.insert(table, document);
        found.ids[model][row.label] = id;
        found.labels[id] = row.label;
      }
      const [first] = given[model];
      const { _id, _creationTime, ...copy } = await db.get(found.ids[model][first.label]);
      found.gone[model] = await db.insert(table, copy);
      await db.delete(found.gone[model]);
    }
    for (const [account, group] of given.links) {
      await db.insert("accountGroups", { accountId: found.ids.Account[account], groupId: found.ids.Group[group] });
    }
  });
  made.rows = found;
  tester = made;
  watch();
}

/** Counts the documents that each table's queries return. */
function watch() {
  const inner = global.Convex;
  if (inner.isWatched) return;
  const streams = new Map();
  global.Convex = {
    isWatched: true,
    asyncSyscall: async (op, json) => {
      const answer = await inner.asyncSyscall(op, json);
      const args = JSON.parse(json);
      if (op === "1.0/get" && answer !== "null") count(tableOf(args.id));
      if (op === "1.0/queryStreamNext" && !JSON.parse(answer).done) count(streams.get(args.queryId));
      return answer;
    },
    syscall: (op, json) => {
      const answer = inner.syscall(op, json);
      if (op === "1.0/queryStream") {
        const { source } = JSON.parse(json).query;
        streams.set(JSON.parse(answer).queryId, source.tableName ?? source.indexName.split(".")[0]);
      }
      return answer;
    },
    get jsSyscall() {
      return inner.jsSyscall;
    },
  };
}

const count = (table) => read && (read[table] = (read[table] ?? 0) + 1);
const tableOf = (id) => id.split(";")[1] ?? id;

// ---- values --------------------------------------------------------------------------------------

const mapped = (value, leaf) => {
  if (Array.isArray(value)) return value.map((one) => mapped(one, leaf));
  if (typeof value !== "object" || value === null) return value;
  if (value.$ !== undefined) return leaf(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapped(inner, leaf)]));
};

const forPrisma = (value) =>
  mapped(value, ({ $, of }) =>
    $ === "big" ? BigInt(of) : $ === "date" ? new Date(of) : (ids.prisma[of[0]][of[1]] ?? 987654321),
  );

const forConvex = (value) =>
  mapped(value, ({ $, of }) =>
    $ === "big" ? BigInt(of) : $ === "date" ? of : (tester.rows.ids[of[0]][of[1]] ?? tester.rows.gone[of[0]]),
  );

const plainValue = (key, value) => {
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Date) value = value.getTime();
  if (key === "joinedAt" && typeof value === "number" && value > RECENT) return "now";
  return Object.is(value, -0) ? 0 : value;
};

/** A row of Prisma Client with labels for ids. */
function ofPrisma(value, model, labels) {
  if (Array.isArray(value)) return value.map((one) => ofPrisma(one, model, labels));
  if (typeof value !== "object" || value === null) return value;
  const { refs, relations } = models[model];
  const entries = Object.entries(value).map(([key, inner]) => {
    if (key === "_count" || key === "count") return [key, inner];
    if (key in relations) return [key, ofPrisma(inner, relations[key], labels)];
    if (key === "id") return ["id", labels[model][inner] ?? `? ${inner}`];
    if (key in refs) return [key, inner === null ? null : (labels[refs[key]][inner] ?? `? ${inner}`)];
    if (Array.isArray(inner)) return [key, inner];
    return [key, plainValue(key, inner)];
  });
  return Object.fromEntries(entries);
}

function ofConvex(value, labels, key = "") {
  if (Array.isArray(value)) return value.map((one) => ofConvex(one, labels, key));
  if (typeof value === "string") return labels[value] ?? value;
  if (typeof value !== "object" || value === null) return plainValue(key, value);
  const entries = Object.entries(value).filter(([name]) => name !== "_creationTime");
  return Object.fromEntries(entries.map(([name, inner]) => [name === "_id" ? "id" : name, ofConvex(inner, labels, name)]));
}

const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
};
const text = (value) => JSON.stringify(sorted(value ?? null));

/** Lists of related rows in an order of their own, where the call gives none; Seat has no id in Prisma. */
function canon(value, args) {
  if (Array.isArray(value)) return value.map((one) => canon(one, args));
  if (typeof value !== "object" || value === null) return value;
  const found = { ...value };
  for (const [key, inner] of Object.entries(args?.include ?? args?.select ?? {})) {
    if (found[key] === undefined || key === "_count") continue;
    found[key] = canon(found[key], inner === true ? {} : inner);
    if (Array.isArray(found[key]) && inner !== false && inner.orderBy === undefined && typeof found[key][0] === "object") {
      found[key] = [...found[key]].sort((a, b) => (text(a) < text(b) ? -1 : 1));
    }
  }
  return found;
}

// ---- states --------------------------------------------------------------------------------------

async function prismaState(client) {
  const labels = {};
  const found = {};
  for (const model of Object.keys(models)) {
    found[model] = await delegate(model, client).findMany(model === "Group" ? { include: { accounts: { select: { label: true } } } } : {});
    labels[model] = Object.fromEntries(found[model].map(({ id, label }) => [id, label]));
  }
  for (const model of Object.keys(models)) {
    found[model] = found[model].map((row) => ofPrisma(row, model, labels));
    found[model].sort((a, b) => (a.label < b.label ? -1 : 1));
    for (const row of found[model]) row.accounts?.sort((a, b) => (a.label < b.label ? -1 : 1));
  }
  return { labels, found };
}

async function convexState() {
  return await tester.run(async ({ db }) => {
    const labels = {};
    const found = {};
    for (const [model, { table }] of Object.entries(models)) {
      found[model] = await db.query(table).collect();
      for (const { _id, label } of found[model]) labels[_id] = label;
    }
    const links = await db.query("accountGroups").collect();
    for (const model of Object.keys(models)) {
      found[model] = found[model].map((row) => {
        const plain = ofConvex(row, labels);
        if (model === "Seat") delete plain.id;
        if (model !== "Group") return plain;
        const accounts = links.filter(({ groupId }) => groupId === row._id).map(({ accountId }) => ({ label: labels[accountId] }));
        return { ...plain, accounts: accounts.sort((a, b) => (a.label < b.label ? -1 : 1)) };
      });
      found[model].sort((a, b) => (a.label < b.label ? -1 : 1));
    }
    return { labels, found };
  });
}

// ---- one run -------------------------------------------------------------------------------------

const failure = (error) => {
  const data = typeof error?.data === "string" ? JSON.parse(error.data) : error?.data;
  return { failed: error?.code ?? data?.code ?? "?", said: String(error?.message ?? error).slice(0, 600) };
};

async function onPrisma(run) {
  const args = forPrisma(run.prisma);
  if (!run.writes) {
    try {
      return { value: await delegate(run.model)[run.operation](args) };
    } catch (error) {
      return failure(error);
    }
  }
  const found = {};
  try {
    await prisma.$transaction(async (tx) => {
      found.value = await delegate(run.model, tx)[run.operation](args);
      found.state = await prismaState(tx);
      throw ROLLBACK;
    });
  } catch (error) {
    if (error !== ROLLBACK) return failure(error);
  }
  return found;
}

async function onConvex(run) {
  if (run.writes) await fresh();
  else if (isUsed) await fresh();
  isUsed = run.writes;
  const args = Object.fromEntries(Object.entries(forConvex(run.convex)).filter(([, value]) => value !== undefined));
  read = {};
  try {
    const name = makeFunctionReference(`sketch/${run.module}:${run.name}`);
    const value = run.writes ? await tester.mutation(name, args) : await tester.query(name, args);
    const counted = read;
    read = undefined;
    return { value, read: counted, state: run.writes ? await convexState() : undefined };
  } catch (error) {
    return failure(error);
  } finally {
    read = undefined;
  }
}

async function one(run) {
  const theirs = await onPrisma(run);
  const ours = await onConvex(run);
  if (theirs.failed || ours.failed) {
    const both = theirs.failed && ours.failed && theirs.failed !== "?" && ours.failed !== "?";
    return both ? { failed: true } : { difference: { theirs: theirs.failed ? theirs : "done", ours: ours.failed ? ours : "done" } };
  }
  const labels = run.writes ? theirs.state.labels : ids.labels;
  const own = run.writes ? ours.state.labels : tester.rows.labels;
  const deleted = run.writes ? { ...tester.rows.labels, ...own } : own;
  const merged = Object.fromEntries(Object.keys(models).map((model) => [model, { ...ids.labels[model], ...labels[model] }]));
  const a = canon(ofPrisma(theirs.value, run.model, merged), run.prisma);
  const b = canon(withoutKeys(ofConvex(ours.value, deleted), run), run.prisma);
  const difference = run.writes ? differs(a, b, run, null) : differs(a, b, run, await whole(run));
  if (difference) return { difference };
  if (run.writes && text(theirs.state.found) !== text(ours.state.found)) {
    const changed = Object.keys(models).filter((model) => text(theirs.state.found[model]) !== text(ours.state.found[model]));
    const [model] = changed;
    return { difference: { state: changed, theirs: theirs.state.found[model], ours: ours.state.found[model] } };
  }
  return { read: await promise(run, ours.read) };
}

/** A Seat has no id in Prisma: where documents are given whole, theirs is left out. */
function withoutKeys(value, run) {
  const clean = (one, model, args) => {
    if (Array.isArray(one)) return one.map((inner) => clean(inner, model, args));
    if (typeof one !== "object" || one === null) return one;
    const found = { ...one };
    if (model === "Seat") delete found.id;
    for (const [key, inner] of Object.entries(args?.include ?? args?.select ?? {})) {
      if (models[model].relations[key] && found[key]) found[key] = clean(found[key], models[model].relations[key], inner);
    }
    return found;
  };
  return clean(value, run.model, run.prisma);
}

/** All rows that the call could have taken some of. */
async function whole(run) {
  const isFirst = run.operation.startsWith("findFirst");
  if (run.operation !== "findMany" && !isFirst) return null;
  const { take, skip, ...args } = forPrisma(run.prisma);
  const found = await delegate(run.model).findMany(args);
  return found.map((row) => text(canon(ofPrisma(row, run.model, ids.labels), run.prisma)));
}

function differs(a, b, run, all) {
  const differing = () => ({ theirs: a, ours: b });
  if (!Array.isArray(a)) {
    if (all === null || run.isTotal || a === null || b === null) return text(a) === text(b) ? undefined : differing();
    return all.includes(text(b)) && text(keys(a, run)) === text(keys(b, run)) ? undefined : differing();
  }
  if (!Array.isArray(b) || a.length !== b.length) return differing();
  if (run.isTotal) return text(a) === text(b) ? undefined : differing();
  if (all === null || a.length === all.length) {
    const plain = (list) => list.map(text).sort();
    if (JSON.stringify(plain(a)) !== JSON.stringify(plain(b))) return differing();
  } else {
    const left = [...all];
    for (const row of b.map(text)) {
      const at = left.indexOf(row);
      if (at < 0) return differing();
      left.splice(at, 1);
    }
  }
  return text(a.map((row) => keys(row, run))) === text(b.map((row) => keys(row, run))) ? undefined : differing();
}

/** What rows are ordered by, as far as the call returns it. */
const keys = (row, run) => run.order.map(([field]) => row[field] ?? null);

/** `{read, most}`: the documents of the call's own table, and how many its class says at most. */
async function promise(run, counted) {
  if (run.promise === null) return undefined;
  const table = models[run.model].table;
  const { kind, most, served } = run.promise;
  const found = counted[table] ?? 0;
  const args = forPrisma(run.prisma);
  let limit = 1;
  if (kind === "some") limit = (most ?? args.take ?? 1) + (args.skip ?? 0);
  if (kind === "range") {
    const counts = served.map((names) => delegate(run.model).count({ where: pick(args.where ?? {}, names) }));
    limit = Math.max(...(await Promise.all(counts)));
  }
  if (kind === "table") limit = given[run.model].length;
  const own = args.cursor === undefined ? 0 : 1; // the cursor's own row
  return { found, limit: Math.max(limit, 1) + own }; // a loop looks at a row before it knows that none is wanted
}

const pick = (where, names) => Object.fromEntries(Object.entries(where).filter(([key]) => names.includes(key)));

async function run({ runs }) {
  const results = [];
  for (const asked of runs) results.push(await one(asked));
  return { results };
}

/** What each function of the sketch answers with the access.ts that stands there: each kind once. */
async function refused() {
  await bundle(last, "as it stands");
  await fresh();
  const codes = new Set();
  for (const [module, functions] of Object.entries(code)) {
    for (const [name, registered] of module === "schema" ? [] : Object.entries(functions)) {
      const reference = makeFunctionReference(`sketch/${module}:${name}`);
      const call = () => (registered.isMutation ? tester.mutation(reference, {}) : tester.query(reference, {}));
      const found = await call().then(() => "allowed", (error) => failure(error));
      if (found.failed === "?" && found.said.startsWith("Validator error")) continue; // its arguments were missing
      codes.add(found.failed ?? found);
    }
  }
  return { codes: [...codes] };
}

const ASKED = { load, rows, run, refused };
for await (const line of readline.createInterface({ input: process.stdin })) {
  const { ask, ...request } = JSON.parse(line);
  const answer = await ASKED[ask](request).catch((error) => ({ failure: String(error?.stack ?? error) }));
  process.stdout.write(JSON.stringify(answer, (_, value) => (typeof value === "bigint" ? `${value}n` : value)) + "\n");
}
