/**
 * The judges of emitted Convex files as a JSON-lines server. Run with `--experimental-vm-modules`.
 *
 *   {op: "judge", workspace, judges: [name, ...], compiler: "7" | "5", cases: [{name, dir, files: [file, ...]}, ...]}
 *     -> {findings: {case: [{judge, rule, message, table?, index?, field?}]}, exported: {case: schema}, ms: {judge: number}}
 *   {op: "check", schema}        -> {findings}     the checker alone, on an exported schema
 *   {op: "format", files: [[name, text], ...]} -> {findings: {name: [...]}}
 *   {op: "values", texts: [json, ...]} -> {complaints: [message or null, ...]}
 *   {op: "rules"}                -> {rules: [{name, authority, source}]}
 *
 * A case is a folder in the workspace with `convex/<file>`, each one emitted; `convex/schema.ts` is among them.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { behave } from "./behaviour.mjs";
import { check, RULES } from "./checker.mjs";
import { loadSchemas } from "./convex.mjs";
import { lint } from "./eslint.mjs";
import { serve } from "./lines.mjs";
import { unformatted } from "./prettier.mjs";
import { prepareTypes } from "./types.mjs";
import { complaint } from "./values.mjs";

/** Each: (case, request) -> findings. `types` is not here: it judges all cases at once, in processes of its own. */
const JUDGES = {
  convex: ({ loaded, sources }) => [...loaded.findings, ...(loaded.exported ? check({ ...loaded, sources }) : [])],
  behaviour: ({ loaded }) => (loaded.exported ? behave(loaded.exported) : []),
  eslint: ({ dir, sources }, { workspace }) =>
    sources.flatMap(([file, text]) => lint(workspace, path.join(dir, "convex", file), text)),
  prettier: async ({ sources }) => (await Promise.all(sources.map(([file, text]) => unformatted(file, text)))).flat(),
};

async function judge(request) {
  const { workspace, judges, compiler } = request;
  const ms = {};
  const clock = async (name, work) => {
    const start = performance.now();
    const result = await work();
    ms[name] = (ms[name] ?? 0) + performance.now() - start;
    return result;
  };
  const cases = await clock("load", () => load(request));
  const types = judges.includes("types") ? await inBackground(workspace, cases, compiler, clock) : undefined;
  const findings = Object.fromEntries(cases.map(({ name }) => [name, []]));
  const add = (name, by, found) => findings[name].push(...found.map((finding) => ({ judge: by, ...finding })));
  for (const one of cases) {
    for (const by of judges.filter((name) => name !== "types")) {
      add(one.name, by, await clock(by, () => JUDGES[by](one, request)));
    }
    await breathe();
  }
  for (const [name, found] of (await types?.outcome) ?? []) add(name, "types", found);
  const exported = Object.fromEntries(cases.map((one) => [one.name, one.exported ?? null]));
  return { findings, exported, ms };
}

/** The compiler runs on the other core. Wrapped in an object: a bare promise would be awaited on the way. */
async function inBackground(workspace, cases, compiler, clock) {
  const compileAll = await clock("prepare", () => prepareTypes(workspace, cases, compiler));
  const outcome = clock("types", compileAll);
  outcome.catch(() => {}); // reported where it is awaited
  return { outcome };
}

/** Lets the compiler's events through. */
const breathe = () => new Promise((resolve) => setImmediate(resolve));

async function load({ workspace, cases }) {
  const loaded = await loadSchemas(workspace, cases);
  return Promise.all(
    cases.map(async ({ name, dir, files }) => {
      const sources = files.map(async (file) => [file, await readFile(path.join(dir, "convex", file), "utf8")]);
      const own = loaded.get(name);
      return { name, dir, files, loaded: own, exported: own.exported, sources: await Promise.all(sources) };
    }),
  );
}

async function format({ files, width }) {
  const findings = await Promise.all(files.map(async ([name, text]) => [name, await unformatted(name, text, width)]));
  return { findings: Object.fromEntries(findings) };
}

const OPERATIONS = {
  judge,
  format,
  check: ({ schema }) => ({ findings: check({ exported: schema }) }),
  values: ({ texts }) => ({ complaints: texts.map(complaint) }),
  rules: () => ({ rules: RULES.map(({ name, authority, source }) => ({ name, authority, source })) }),
};

await serve(({ op, ...request }) => OPERATIONS[op](request));
