/**
 * Runs the code of the rules' documentation on convex-test, against what it claims: JSON lines in, JSON lines out.
 *
 *   {workspace, cases: [{name, dir, claims}]} -> {results: {case: [{claim, error?}]}, unnoticed: {case: [statement, ...]}}
 *
 * A case is a folder in the workspace with `schema.ts` and the modules of a remedy; `claims` is a file whose default
 * export maps each claim to what proves it, given the world of `remedies/world.mjs`. `unnoticed` has each statement of
 * the remedy that no claim misses where it is taken out.
 */
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { serve } from "./lines.mjs";
import { without } from "./remedies/mutants.mjs";
import { worlds } from "./remedies/world.mjs";

async function run({ workspace, cases }) {
  const sources = await Promise.all(cases.map(read));
  const mutants = sources.flatMap((source) => mutantsOf(source, workspace));
  await Promise.all(mutants.map(layOut));
  const load = await bundled(workspace, [...sources, ...mutants]);
  const results = {};
  const unnoticed = {};
  for (const source of sources) {
    results[source.name] = await outcomes(await load(source), source.claims);
    unnoticed[source.name] = [];
  }
  for (const mutant of mutants) {
    if (results[mutant.name].some(({ error }) => error)) continue; // what is broken anyhow notices everything
    const found = await outcomes(await load(mutant), mutant.claims, true);
    if (!found.some(({ error }) => error)) unnoticed[mutant.name].push(`${mutant.file}: ${mutant.removed}`);
  }
  return { results, unnoticed };
}

/** `{name, dir, claims, texts: {file: text}}`. */
async function read({ name, dir, claims }) {
  const files = (await readdir(dir)).filter((file) => file.endsWith(".ts"));
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(path.join(dir, file), "utf8")]));
  const { default: proofs } = await import(pathToFileURL(claims).href);
  return { name, dir, claims: Object.entries(proofs), texts: Object.fromEntries(texts) };
}

function mutantsOf(source, workspace) {
  return modules(source).flatMap((file) =>
    without(source.texts[file]).map(({ removed, text }, at) => ({
      ...source,
      dir: path.join(workspace, `${path.basename(source.dir)}-${file}-${at}`),
      file,
      removed,
      texts: { ...source.texts, [file]: text },
    })),
  );
}

const modules = ({ texts }) => Object.keys(texts).filter((file) => file !== "schema.ts");

async function layOut({ dir, texts }) {
  await mkdir(dir);
  await Promise.all(Object.entries(texts).map(([file, text]) => writeFile(path.join(dir, file), text)));
}

/** One build for all, and a function that loads what became of one of them. */
async function bundled(workspace, sources) {
  const entries = sources.map(async (source) => {
    const names = Object.keys(source.texts).map((file) => path.basename(file, ".ts"));
    const entry = path.join(source.dir, "entry.mjs");
    await writeFile(entry, names.map((name) => `export * as ${name} from "./${name}";\n`).join(""));
    return entry;
  });
  const outdir = path.join(workspace, "out");
  await build({
    entryPoints: await Promise.all(entries),
    outdir,
    outbase: workspace,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "neutral",
    logLevel: "error",
    external: ["convex", "convex/*"],
    plugins: [generated(workspace)],
  });
  return ({ dir }) => import(pathToFileURL(path.join(outdir, path.basename(dir), "entry.mjs")).href);
}

/** `_generated/*` as Convex writes it; a module of claims sees the same functions by their names. */
const generated = (resolveDir) => ({
  name: "generated",
  setup(building) {
    building.onResolve({ filter: /_generated\/\w+$/ }, ({ path: asked }) => ({ path: asked, namespace: "generated" }));
    building.onLoad({ filter: /.*/, namespace: "generated" }, () => ({ contents: GENERATED, resolveDir }));
  },
});

const KINDS = ["query", "mutation", "action"].flatMap((kind) => [
  `${kind}Generic as ${kind}`,
  `internal${kind[0].toUpperCase()}${kind.slice(1)}Generic as internal${kind[0].toUpperCase()}${kind.slice(1)}`,
]);
const GENERATED = `export { ${KINDS.join(", ")}, anyApi as api, anyApi as internal } from "convex/server";`;

async function outcomes(code, claims, onlyFirst = false) {
  const found = [];
  for (const [claim, proof] of claims) {
    const error = await proof(worlds(code)).then(
      () => undefined,
      (thrown) => String(thrown?.stack ?? thrown),
    );
    found.push({ claim, error });
    if (error && onlyFirst) break;
  }
  return found;
}

await serve(run);
