/**
 * What Prisma Client reads of a database, value by value: one JSON request a line, one answer.
 *
 *   {ask: "ddl", schema} -> {sql}   Prisma's own statements that make an empty database into the schema's
 *   {ask: "read", url, client, models: {Model: [id, ...]}} -> {rows: {Model: {id: {field: value | {"!": why}}}}}
 *
 * A value is JSON that keeps its type: {$: "number", of: "<8 bytes, hex>"}, {$: "bigint" | "decimal" | "bytes", of: text},
 * {$: "date", of: milliseconds}; text, true, false, null, lists and objects are themselves.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { PrismaMariaDb } from "@prisma/adapter-mariadb";
import { PrismaPg } from "@prisma/adapter-pg";
import { ddl } from "../enforce/ddl.mjs";
import { serve } from "../lines.mjs";

/** As the documentation of each adapter has it. */
function adapter(url) {
  if (url.startsWith("file:")) return new PrismaLibSql({ url });
  if (url.startsWith("postgresql:")) return new PrismaPg({ connectionString: url });
  const { username, password, hostname, port, pathname } = new URL(url);
  const user = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  // The server of the tests has no certificate: its way of passwords needs the key to be asked for.
  const asked = { host: hostname, port: Number(port), database: pathname.slice(1), ...user, connectionLimit: 2 };
  return new PrismaMariaDb({ ...asked, allowPublicKeyRetrieval: true });
}

const requests = {
  ddl: async ({ schema }) => ({ sql: await ddl(schema) }),

  async read({ url, client, models }) {
    const { PrismaClient } = (await import(pathToFileURL(path.join(client, "index.js")).href)).default;
    const prisma = new PrismaClient({ adapter: adapter(url) });
    const rows = {};
    for (const [model, ids] of Object.entries(models)) rows[model] = await table(prisma, model, ids);
    await prisma.$disconnect();
    return { rows };
  },
};

/** All rows at once; field by field where one of them can't be read. */
async function table(prisma, model, ids) {
  const delegate = prisma[model[0].toLowerCase() + model.slice(1)];
  try {
    return Object.fromEntries((await delegate.findMany()).map(({ id, ...row }) => [id, typed(row)]));
  } catch {
    const found = {};
    for (const id of ids) found[id] = await byField(delegate, id);
    return found;
  }
}

async function byField(delegate, id) {
  const found = {};
  for (const name of Object.keys(delegate.fields).filter((field) => field !== "id")) {
    try {
      found[name] = typed((await delegate.findUnique({ where: { id }, select: { [name]: true } }))[name]);
    } catch (error) {
      found[name] = { "!": String(error.message).slice(-200) };
    }
  }
  return found;
}

function typed(value) {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return { $: "bigint", of: String(value) };
  if (typeof value === "number") {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return { $: "number", of: bytes.toString("hex") };
  }
  if (value instanceof Date) return { $: "date", of: value.getTime() };
  if (value instanceof Uint8Array) return { $: "bytes", of: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return value.map(typed);
  if (typeof value.toFixed === "function") return { $: "decimal", of: value.toFixed() };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, typed(inner)]));
}

await serve(({ ask, ...request }) => requests[ask](request));
