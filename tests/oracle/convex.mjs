/**
 * What a push does first: bundle `convex/schema.ts` as Convex's CLI does, evaluate the bundle alone in an environment
 * without network, timers, environment variables or randomness, and take its default export's `.export()`.
 * Sources: convex `src/bundler` (esbuild options), backend `crates/isolate/src/environment/schema.rs` (evaluation).
 */
import esbuild from "esbuild";
import path from "node:path";
import vm from "node:vm";

/** The backend allows 1 s; five times that, so that a busy machine changes no verdict. */
const EVALUATION_MS = 5000;

/** `cases`: [{name, dir}]. Answers Map(name -> {findings, exported?, definition?}); `exported` is absent on failure. */
export async function loadSchemas(workspace, cases) {
  const loaded = new Map();
  for (const bundled of await bundleAll(workspace, cases)) loaded.set(bundled.name, await load(bundled));
  return loaded;
}

/** One build for all is five times faster than a build each; a failed one is repeated singly, to blame the right case. */
async function bundleAll(workspace, cases) {
  const many = await bundle(workspace, cases);
  if (many.every(({ errors, warnings }) => errors.length + warnings.length === 0)) return many;
  return Promise.all(cases.map(async (one) => (await bundle(workspace, [one]))[0]));
}

async function bundle(workspace, cases) {
  const entry = ({ dir }) => path.join(dir, "convex", "schema.ts");
  const { errors, warnings, outputFiles } = await esbuild
    .build({ ...CLI_OPTIONS, outdir: workspace, outbase: workspace, entryPoints: cases.map(entry) })
    .catch((failure) => ({ errors: failure.errors, warnings: [], outputFiles: [] }));
  const code = new Map(outputFiles.map((file) => [file.path, file.text]));
  return cases.map((one) => ({ ...one, errors, warnings, code: code.get(entry(one).replace(/\.ts$/, ".js")) }));
}

/** As in the CLI's `innerEsbuild`, but for source maps and `splitting`, which a lone module has no use for. */
const CLI_OPTIONS = {
  bundle: true,
  platform: "browser",
  format: "esm",
  target: "esnext",
  jsx: "automatic",
  conditions: ["convex", "module"],
  write: false,
  treeShaking: true,
  minifySyntax: true,
  minifyIdentifiers: true,
  minifyWhitespace: false,
  keepNames: true,
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "silent",
  tsconfigRaw: "{}",
};

async function load({ errors, warnings, code }) {
  const findings = [...messages("bundle-error", errors), ...messages("bundle-warning", warnings)];
  if (errors.length) return { findings };
  try {
    const { default: definition } = await evaluate(code);
    if (definition === undefined) throw new Refusal("missing-default-export", "the schema has no default export");
    return { findings, definition, exported: exportOf(definition) };
  } catch (error) {
    const rule = error instanceof Refusal ? error.rule : "evaluate-error";
    return { findings: [...findings, { rule, message: String(error?.message ?? error) }] };
  }
}

class Refusal extends Error {
  constructor(rule, message) {
    super(message);
    this.rule = rule;
  }
}

const messages = (rule, found) =>
  found.map(({ text, location }) => ({
    rule,
    message: location ? `${location.line}:${location.column}: ${text}` : text,
  }));

/** A new context has the language's own globals and nothing of a host's. */
async function evaluate(code) {
  const silent = () => {};
  const context = vm.createContext({ console: { log: silent, warn: silent, error: silent } });
  const module = new vm.SourceTextModule(code, { context, identifier: "schema.js" });
  await module.link((specifier) => {
    throw new Error(`import of ${specifier}`);
  });
  await module.evaluate({ timeout: EVALUATION_MS });
  return module.namespace;
}

function exportOf(definition) {
  if (typeof definition?.export !== "function") {
    throw new Refusal("invalid-export", "the default export has no export() method");
  }
  const text = definition.export();
  try {
    if (typeof text === "string") return JSON.parse(text);
  } catch {} // falls through to the refusal
  throw new Refusal("invalid-export", "export() gave no JSON text");
}
