/** Emitted code as modules, bundled as a push does it. */
import { access } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const FILES = ["schema", "constraints", "enforce", "tenant", "tenantGuard", "verify"];

/** `{schema, enforce, ...}` of what stands in `dir`. `out`: a new file that sees node_modules. */
export async function emitted(dir, out) {
  const there = await Promise.all(FILES.map((file) => exists(path.join(dir, `${file}.ts`))));
  const lines = FILES.filter((_, n) => there[n]).map((file) => `export * as ${file} from "./${file}";`);
  await build({
    stdin: { contents: lines.join("\n"), resolveDir: dir, loader: "ts" },
    outfile: out,
    bundle: true,
    format: "esm",
    platform: "neutral",
    logLevel: "error",
    external: ["convex", "convex/*"],
    plugins: [generated(path.dirname(out))],
  });
  return await import(pathToFileURL(out).href);
}

const exists = (file) =>
  access(file).then(
    () => true,
    () => false,
  );

/** `_generated/server` as Convex writes it. */
const generated = (resolveDir) => ({
  name: "generated",
  setup(building) {
    building.onResolve({ filter: /_generated\/(server|dataModel)$/ }, ({ path: asked }) => ({
      path: asked,
      namespace: "generated",
    }));
    building.onLoad({ filter: /.*/, namespace: "generated" }, () => ({
      contents: `export { mutationGeneric as mutation, internalMutationGeneric as internalMutation,
        queryGeneric as query, internalQueryGeneric as internalQuery } from "convex/server";`,
      resolveDir,
    }));
  },
});
