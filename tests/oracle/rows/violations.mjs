/**
 * `node violations.mjs CLIENT < {ddl, calls}`: what Prisma Client on PGlite answers to each of these calls, in turn.
 * A call is `[model, operation, args]`; an answer `{}` or `{name, code, meta}`, as the client's error has them.
 */
import path from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";

const { ddl, calls } = JSON.parse(await text(process.stdin));
const sql = await PGlite.create();
await sql.exec(ddl);
const { PrismaClient } = (await import(pathToFileURL(path.join(process.argv[2], "index.js")).href)).default;
const prisma = new PrismaClient({ adapter: new PrismaPGlite(sql) });

const answers = [];
for (const [model, operation, args] of calls) {
  try {
    await prisma[model][operation](args);
    answers.push({});
  } catch ({ name, code = null, meta = null }) {
    answers.push({ name, code, meta: plain(meta) });
  }
}
await prisma.$disconnect();
// PGlite leaves an exit code of its own.
process.stdout.write(JSON.stringify(answers), () => process.exit(0));

/** What of the meta tells the constraint; the text of the database's message is its own affair. */
function plain(meta) {
  const cause = meta?.driverAdapterError?.cause;
  if (cause === undefined) return meta;
  const { kind, constraint = null, column = null } = cause;
  return { modelName: meta.modelName, kind, constraint, column };
}
