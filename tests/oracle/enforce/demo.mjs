/**
 * `node demo.mjs demo/convex`: what the emitted enforcement does with the sample CRM, in convex-test. Prints one line each;
 * exits with 1 where something that must be refused is not.
 */
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { convexTest } from "convex-test";
import { emitted } from "./emitted.mjs";

const workspace = await mkdtemp(path.join(tmpdir(), "p2c-demo-"));
await symlink(fileURLToPath(new URL("../node_modules", import.meta.url)), path.join(workspace, "node_modules"));
const api = await emitted(path.resolve(process.argv[2]), path.join(workspace, "emitted.mjs"));
const tester = convexTest({ schema: api.schema.default, modules: { "./_generated/api.js": async () => ({}) } });

await tester.run(async (ctx) => {
  const db = api.enforce.enforce(ctx.db);
  const admin = await db.insert("adminUsers", { email: "ops@agency.example", name: "Ops", passwordHash: "x" });
  const tenants = [];
  for (const slug of ["acme", "globex"]) {
    tenants.push(await db.insert("subAccounts", { name: slug, slug, createdById: admin }));
  }
  const user = { name: "Ann", passwordHash: "x", subAccountId: tenants[0] };
  await db.insert("users", { ...user, email: "ann@acme.example" });
  await db.insert("tags", { subAccountId: tenants[0], name: "vip" });

  await refused("a second sub-account `acme`", () =>
    db.insert("subAccounts", { name: "x", slug: "acme", createdById: admin }),
  );
  await refused("a delete of the admin who made them", () => db.delete("adminUsers", admin));
  const guarded = api.tenantGuard.guardWriter(db, api.tenant.default, tenants[1]);
  await refused("globex renames a user of acme", async () => {
    const ann = await ctx.db.query("users").first();
    await guarded.patch("users", ann._id, { name: "Mallory" });
  });
  await refused("globex writes a user into acme", () =>
    guarded.insert("users", { ...user, email: "m@globex.example" }),
  );
  await db.delete("subAccounts", tenants[0]);
  const left = (await db.query("users").collect()).length + (await db.query("tags").collect()).length;
  console.log(`deleted  sub-account \`acme\`: ${left} of its users and tags are left`);
  if (left !== 0) process.exitCode = 1;
});
await rm(workspace, { recursive: true });

async function refused(what, write) {
  try {
    await write();
    console.log(`DONE     ${what}`);
    process.exitCode = 1;
  } catch (error) {
    const { code, meta } = error.data ?? {};
    if (code === undefined) throw error;
    console.log(`refused  ${what}: ${code} ${meta.constraint ?? meta.table}`);
  }
}
