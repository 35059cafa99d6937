/**
 * Services of an application on Prisma Client and PGlite, with `recordQueries.ts`: what it writes of calls full of canaries.
 *
 *   node record.mjs FOLDER   FOLDER has client/ (generated), ddl.sql, recordQueries.ts, services/; trace.jsonl is written
 *
 * Prints {calls: n, failed: [name...]}: every method of every service was called once.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { build } from "esbuild";
import { PrismaPGlite } from "pglite-prisma-adapter";

const folder = path.resolve(process.argv[2]);
const services = readdirSync(path.join(folder, "services")).filter((name) => name.endsWith(".service.ts"));

const stubs = {
  name: "stubs",
  setup(building) {
    building.onResolve({ filter: /^@nestjs\/|generated\/prisma/ }, ({ path: asked }) => ({ path: asked, namespace: "stub" }));
    building.onLoad({ filter: /.*/, namespace: "stub" }, () => ({
      contents: `const decorator = () => (target) => target;
        export const Injectable = decorator, Optional = decorator;
        export class NotFoundException extends Error {}
        export class PrismaClient {}
        export const Prisma = {};`,
    }));
  },
};

async function bundled(lines, name) {
  const outfile = path.join(folder, name);
  await build({
    stdin: { contents: lines.join("\n"), resolveDir: folder, loader: "ts" },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "error",
    plugins: [stubs],
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
  return import(pathToFileURL(outfile).href);
}

const { recordQueries } = await bundled(['export * from "./recordQueries";'], "recorder.mjs");
const classes = await bundled(
  services.map((name) => `export * from "./services/${path.basename(name, ".ts")}";`),
  "services.mjs",
);

const sql = await PGlite.create();
await sql.exec(readFileSync(path.join(folder, "ddl.sql"), "utf8"));
const { PrismaClient } = (await import(pathToFileURL(path.join(folder, "client", "index.js")).href)).default;
const plain = new PrismaClient({ adapter: new PrismaPGlite(sql) });
const prisma = plain.$extends(recordQueries(path.join(folder, "trace.jsonl")));

const UUID = "c0ffee00-cafe-4bad-8bad-c0ffeec0ffee";
/** What a parameter gets, by how it is called. */
function given(name) {
  if (/^(id|.*Ids?|keep|drop|cursor)$/.test(name) && !/lead(Id)?$|user|host|stage|assignee/i.test(name)) return /Ids$|^ids$/.test(name) ? [UUID] : UUID;
  if (/^(from|to|since|now|before|startsAt)$/.test(name)) return new Date(1234567890123);
  if (/id$|page|size|from|to$/i.test(name)) return 987654321;
  if (name === "tags") return ["canary-tag"];
  return "canary-text";
}

const failed = [];
let calls = 0;
async function attempt(name, call) {
  calls += 1;
  try {
    await call();
  } catch {
    failed.push(name);
  }
}

for (const [className, Service] of Object.entries(classes)) {
  if (className === "PrismaService" || typeof Service !== "function") continue;
  const service = new Service(prisma, classes.LeadsService && new classes.LeadsService(prisma));
  for (const method of Object.getOwnPropertyNames(Service.prototype).filter((name) => name !== "constructor")) {
    const parameters = /\(([^)]*)\)/.exec(Service.prototype[method].toString())?.[1] ?? "";
    const names = parameters.split(",").map((one) => one.split("=")[0].trim()).filter(Boolean);
    await attempt(`${className}.${method}`, () => service[method](...names.map(given)));
    for (const number of [7, { subAccountId: UUID, search: "canary-search" }, { where: { contactId: UUID } }]) {
      await attempt(`${className}.${method}`, () => service[method](...names.map((name, at) => (at === 0 ? number : given(name)))));
    }
  }
}

// Keys that are values, and what Prisma refuses.
const contact = { subAccountId: UUID };
const more = {
  json: () => prisma.contact.findMany({ where: { customFields: { equals: { "canary-key": { canary_key: 1 } } } } }),
  jsonNot: () => prisma.contact.findMany({ where: { customFields: { not: { canary_key: 1 } } } }),
  jsonPath: () => prisma.contact.findMany({ where: { customFields: { path: ["canary_path"], string_contains: "canary-text" } } }),
  refused: () => prisma.contact.findMany({ where: { canary_key: "canary-text" } }),
  refusedInside: () => prisma.contact.findMany({ where: { OR: [{ ...contact, canary_key: 1 }] } }),
  refusedOrder: () => prisma.contact.findMany({ where: contact, orderBy: { canary_key: "asc" } }),
  many: () => prisma.contact.findMany({ where: { id: { in: Array.from({ length: 2000 }, () => UUID) } } }),
  wide: () => prisma.contact.findMany({ where: { OR: Array.from({ length: 500 }, (_, at) => ({ email: `canary-${at}` })) } }),
  batch: () => prisma.$transaction([prisma.contact.count({ where: contact }), prisma.contact.deleteMany({ where: { email: "canary-text" } })]),
  nothing: () => prisma.contact.findMany(),
  nulls: () => prisma.contact.findMany({ where: { phone: null, email: undefined } }),
  cursor: () => prisma.contact.findMany({ cursor: { id: UUID }, skip: 1, take: -5, orderBy: { id: "desc" }, distinct: ["email"] }),
  related: () => prisma.contact.findMany({ where: { tags: { some: { tagName: { in: ["canary-tag"] } } } }, include: { tags: { where: { tagName: "canary-tag" }, take: 3 } } }),
};
for (const [name, call] of Object.entries(more)) await attempt(name, call);
console.log(JSON.stringify({ calls, failed }));
await plain.$disconnect();
process.exit(0); // what is recorded is written when the process ends
