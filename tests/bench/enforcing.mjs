/**
 * `node enforcing.mjs DIR`: what writes cost under emitted enforcement, plain, and in the ways of other libraries, on
 * convex-test. Prints `{operation: {way: {ranges, milliseconds}}}`; the milliseconds are medians of runs that take turns.
 *
 * `kitcn` and `ents` do what the writes of kitcn's ORM and of convex-ents do to the database, without their types,
 * rules and hooks: read for each unique field (and, in kitcn, each foreign key), then write; delete depth first.
 */
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import { emitted } from "../oracle/enforce/emitted.mjs";

const ORACLE = new URL("../oracle/", import.meta.url);
const { convexTest } = await import(createRequire(ORACLE).resolve("convex-test"));
const RUNS = 30;

const workspace = await mkdtemp(path.join(tmpdir(), "p2c-bench-"));
await symlink(fileURLToPath(new URL("node_modules", ORACLE)), path.join(workspace, "node_modules"));
const api = await emitted(path.resolve(process.argv[2]), path.join(workspace, "emitted.mjs"));

const first = (db, table, index, field, value) => db.query(table).withIndex(index, (q) => q.eq(field, value)).first();
const all = (db, table, index, field, value) => db.query(table).withIndex(index, (q) => q.eq(field, value)).collect();
const INCOMING = {
  orgs: [["users", "by_orgId", "orgId"]],
  users: [["posts", "by_authorId", "authorId"]],
  posts: [],
};

/** Depth first: what refers to a document goes before it. */
async function deleteDeep(db, table, id) {
  if ((await db.get(table, id)) === null) return;
  for (const [from, index, field] of INCOMING[table]) {
    for (const row of await all(db, from, index, field, id)) await deleteDeep(db, from, row._id);
  }
  await db.delete(table, id);
}

async function refuseDuplicate(db, email, own) {
  const found = await first(db, "users", "by_email", "email", email);
  if (found !== null && found._id !== own) throw new Error("duplicate");
}

const DEFAULTS = { name: "nobody", createdAt: 1, updatedAt: 1 };
const plain = ({ db }) => ({
  insert: (value) => db.insert("users", { ...DEFAULTS, ...value }),
  patch: (id, value) => db.patch("users", id, value),
  remove: async (table, id) => {
    if (table === "posts") return await db.delete(table, id);
    await deleteDeep(db, table, id);
  },
});
const WAYS = {
  plain,
  enforced: ({ db, meta }) => {
    const own = api.enforce.enforce(db, meta);
    return {
      insert: (value) => own.insert("users", value),
      patch: (id, value) => own.patch("users", id, value),
      remove: (table, id) => own.delete(table, id),
    };
  },
  kitcn: (ctx) => ({
    ...plain(ctx),
    insert: async (value) => {
      await refuseDuplicate(ctx.db, value.email);
      if ((await ctx.db.get("orgs", value.orgId)) === null) throw new Error("no org");
      return await ctx.db.insert("users", { ...DEFAULTS, ...value });
    },
    patch: async (id, value) => {
      if ((await ctx.db.get("users", id)) === null) throw new Error("no user");
      if (value.email) await refuseDuplicate(ctx.db, value.email, id);
      await ctx.db.patch("users", id, value);
    },
  }),
  ents: (ctx) => ({
    ...plain(ctx),
    insert: async (value) => {
      await refuseDuplicate(ctx.db, value.email);
      return await ctx.db.insert("users", { ...DEFAULTS, ...value });
    },
    patch: async (id, value) => {
      if (value.email) await refuseDuplicate(ctx.db, value.email, id);
      await ctx.db.patch("users", id, value);
    },
  }),
};

let serial = 0;
const OPERATIONS = {
  "insert, one unique and one foreign key": (way, { orgId }) => way.insert({ email: `n${(serial += 1)}`, orgId }),
  "patch of no key": (way, { user }) => way.patch(user, { name: `n${(serial += 1)}` }),
  "patch of a unique field": (way, { user }) => way.patch(user, { email: `p${(serial += 1)}` }),
  "delete of one document": (way, { post }) => way.remove("posts", post),
  "delete of 1 + 20 + 40 documents": (way, { orgId }) => way.remove("orgs", orgId),
};

async function given(tester) {
  return await tester.run(async ({ db }) => {
    const orgId = await db.insert("orgs", { slug: "a" });
    let user, post;
    for (let n = 0; n < 20; n += 1) {
      user = await db.insert("users", { ...DEFAULTS, email: `u${n}`, orgId });
      for (const title of ["a", "b"]) post = await db.insert("posts", { authorId: user, title });
    }
    return { orgId, user, post };
  });
}

async function once(way, operation) {
  const tester = convexTest({ schema: api.schema.default, modules: { "./_generated/api.js": async () => ({}) } });
  const rows = await given(tester);
  return await tester.run(async (ctx) => {
    const used = async () => (await ctx.meta.getTransactionMetrics()).databaseQueries.used;
    const before = await used();
    const started = performance.now();
    await operation(way(ctx), rows);
    const milliseconds = performance.now() - started;
    return { ranges: (await used()) - before, milliseconds };
  });
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const timings = {};
for (const [name, operation] of Object.entries(OPERATIONS)) {
  const runs = Object.fromEntries(Object.keys(WAYS).map((way) => [way, []]));
  for (let n = 0; n < RUNS; n += 1) {
    for (const [way, make] of Object.entries(WAYS)) runs[way].push(await once(make, operation));
  }
  timings[name] = Object.fromEntries(
    Object.entries(runs).map(([way, found]) => [
      way,
      { ranges: found[0].ranges, milliseconds: median(found.slice(2).map((one) => one.milliseconds)) },
    ]),
  );
}
console.log(JSON.stringify(timings));
await rm(workspace, { recursive: true });
