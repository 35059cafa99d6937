/**
 * TypeScript: each schema is compiled with `--strict` in a Convex project of its own, against the real `convex` package
 * and the `_generated` files that Convex's own CLI writes. A probe beside it states the type of every document as its
 * exported validator implies it and uses every index, so that the data model is really instantiated, and a type that
 * silently became `any` is an error.
 */
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { indexesOf, literalValue } from "./validators.mjs";

const run = promisify(execFile);
const bin = (relative) => fileURLToPath(new URL(`./node_modules/${relative}`, import.meta.url));
const CONVEX = bin("convex/bin/main.js");
const TSC = { 7: bin("typescript-7/bin/tsc"), 5: bin("typescript/bin/tsc") };

/**
 * `cases`: [{name, dir, files, exported?}]. Answers Map(name -> findings). `compiler`: "7" or "5".
 *
 * The files are on disk before the compiler starts: one process for all cases, and the caller may stay busy meanwhile.
 */
export async function prepareTypes(workspace, cases, compiler = "7") {
  await layOut(workspace, await generated(workspace), cases);
  return () => compileAll(workspace, cases, TSC[compiler]);
}

/** One syntax error keeps the compiler from checking types in any file: such cases are reported, and left out. */
async function compileAll(workspace, cases, tsc) {
  const findings = new Map(cases.map(({ name }) => [name, []]));
  for (let left = cases; left.length;) {
    const found = await compile(workspace, left, tsc);
    const unreadable = found.filter(({ rule }) => /^TS1\d{3}$/.test(rule));
    for (const { owner, ...finding } of unreadable.length ? unreadable : found) findings.get(owner).push(finding);
    if (unreadable.length === 0) break;
    left = left.filter(({ name }) => findings.get(name).length === 0);
  }
  return findings;
}

let template;

/** What `npx convex codegen` writes for a project, by the hidden path that needs no deployment and no network. */
async function generated(workspace) {
  template ??= await runCodegen(path.join(workspace, "codegen"));
  return template;
}

async function runCodegen(project) {
  const convex = path.join(project, "convex");
  await mkdir(convex, { recursive: true });
  await writeFile(path.join(project, "package.json"), '{ "dependencies": { "convex": "*" } }\n');
  await writeFile(
    path.join(convex, "schema.ts"),
    'import { defineSchema } from "convex/server";\nexport default defineSchema({});\n',
  );
  const flags = ["codegen", "--system-udfs", "--typecheck", "disable", "--init"];
  await run(process.execPath, [CONVEX, ...flags], { cwd: project, env: { HOME: project } });
  const folder = path.join(convex, "_generated");
  const files = (await readdir(folder)).map(async (file) => [file, await readFile(path.join(folder, file), "utf8")]);
  return { tsconfig: await readFile(path.join(convex, "tsconfig.json"), "utf8"), files: await Promise.all(files) };
}

async function layOut(workspace, { tsconfig, files: generatedFiles }, cases) {
  for (const { dir, exported } of cases) {
    const folder = path.join(dir, "convex", "_generated");
    await mkdir(folder, { recursive: true });
    await Promise.all(generatedFiles.map(([file, text]) => writeFile(path.join(folder, file), text)));
    await writeFile(path.join(dir, "probe.ts"), probe(exported));
  }
  await writeFile(path.join(workspace, "tsconfig.convex.json"), tsconfig);
}

/** Answers [{owner: a case's name, rule, message}]. */
async function compile(workspace, cases, tsc) {
  const config = {
    extends: "./tsconfig.convex.json",
    compilerOptions: { strict: true, noUnusedLocals: true, types: [] },
    include: [],
    files: cases.flatMap(({ dir, files }) => [
      ...files.map((file) => path.join(dir, "convex", file)),
      path.join(dir, "probe.ts"),
    ]),
  };
  await writeFile(path.join(workspace, "tsconfig.json"), JSON.stringify(config));
  const flags = ["-p", "tsconfig.json", "--pretty", "false"];
  const output = await run(process.execPath, [tsc, ...flags], { cwd: workspace, maxBuffer: 1 << 30 }).then(
    () => "",
    ({ stdout, stderr, message }) => stdout || stderr || message,
  );
  return parse(output).map(({ file, rule, message }) => {
    const place = path.resolve(workspace, file);
    const owner = cases.find(({ dir }) => place.startsWith(dir + path.sep));
    if (owner === undefined) throw new Error(`TypeScript: ${file}${message}`);
    return { owner: owner.name, rule, message: `${path.relative(owner.dir, place)}${message}` };
  });
}

/** `file(line,column): error TSnnnn: message`, continued on indented lines. */
function parse(output) {
  const found = [];
  for (const line of output.split("\n")) {
    const error = /^(.+?)\((\d+,\d+)\): error (TS\d+): (.*)$/.exec(line);
    if (error) {
      const [, file, at, rule, message] = error;
      found.push({ rule, file, message: `(${at}): ${message}` });
    } else if (/^\s/.test(line) && found.length) {
      found.at(-1).message += `\n${line}`;
    } else if (line.trim()) {
      throw new Error(`TypeScript: ${output}`);
    }
  }
  return found;
}

function probe(exported) {
  const lines = [
    'import type { GenericId } from "convex/values";',
    'import type { Doc } from "./convex/_generated/dataModel.js";',
    'import type { ActionCtx, QueryCtx } from "./convex/_generated/server.js";',
    "type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;",
    "export type Used = [ActionCtx, QueryCtx, GenericId<never>, Doc<never>, Same<1, 1>];",
  ];
  (exported?.tables ?? []).forEach((table, at) => lines.push(...probeTable(table, at)));
  return lines.join("\n") + "\n";
}

function probeTable(table, at) {
  const name = JSON.stringify(table.tableName);
  const lines = [];
  if (table.documentType.type === "object") {
    const system = [`_id: GenericId<${name}>`, "_creationTime: number"];
    const expected = `{ ${[...system, ...fields(table.documentType)].join("; ")} }`;
    lines.push(`export const same${at}: Same<Doc<${name}>, ${expected}> = true;`);
  }
  const uses = indexesOf(table)
    .filter(({ staged }) => !staged)
    .map((index) => USES[index.kind](name, index));
  lines.push(`export function use${at}(ctx: QueryCtx, action: ActionCtx, doc: Doc<${name}>) {`);
  lines.push(`  return [ctx, action, doc, ${uses.join(", ")}];`, "}");
  return lines;
}

const value = (field) => (field.includes(".") ? "null as never" : `doc[${JSON.stringify(field)}]`);
const equals = (names) => names.map((field) => `.eq(${JSON.stringify(field)}, ${value(field)})`).join("");

const USES = {
  db: (table, { name, fields: names }) =>
    `ctx.db.query(${table}).withIndex(${JSON.stringify(name)}, (q) => q${equals(names)})`,
  search: (table, { name, field, filters }) =>
    `ctx.db.query(${table}).withSearchIndex(${JSON.stringify(name)}, (q) => q.search(${JSON.stringify(field)}, "")${equals(filters)})`,
  vector: (table, { name }) => `action.vectorSearch(${table}, ${JSON.stringify(name)}, { vector: [0] })`,
};

const TYPES = {
  null: () => "null",
  number: () => "number",
  bigint: () => "bigint",
  commitTs: () => 'bigint | import("convex/values").CommitTsPlaceholder',
  boolean: () => "boolean",
  string: () => "string",
  bytes: () => "ArrayBuffer",
  any: () => "any",
  literal: (literal) => literalText(literalValue(literal)),
  id: ({ tableName }) => `GenericId<${JSON.stringify(tableName)}>`,
  array: ({ value: element }) => `Array<${typeText(element)}>`,
  record: ({ keys, values }) => `Record<${typeText(keys)}, ${typeText(values.fieldType)}>`,
  object: (object) => `{ ${fields(object).join("; ")} }`,
  union: ({ value: members }) => members.map(typeText).join(" | ") || "never",
};

const literalText = (value) => (typeof value === "bigint" ? `${value}n` : JSON.stringify(value));

const typeText = (validator) => TYPES[validator.type](validator);

const fields = (object) =>
  Object.entries(object.value).map(
    ([name, { fieldType, optional }]) => `${JSON.stringify(name)}${optional ? "?" : ""}: ${typeText(fieldType)}`,
  );
