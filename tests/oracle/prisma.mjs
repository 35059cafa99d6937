/**
 * Prisma's own schema engines as a JSON-lines server.
 *
 *   {engine: "6" | "7", op: "validate" | "dmmf", files: [[name, text], ...]}
 *   -> validate: {ok, errors: [{message, file, start, end, is_warning}]}   offsets in code points of the given text
 *   -> dmmf:     {ok: true, datamodel} | {ok: false, error}   (without its megabytes of query API)
 *   -> {panic}   the engine crashed on this input; a fresh one answers the next request
 */
import { createRequire } from "node:module";
import { serve } from "./lines.mjs";
import { neutralise } from "./urls.mjs";

const require = createRequire(import.meta.url);
const PACKAGES = { 6: "prisma-engine-6", 7: "prisma-engine-7" };

let panicMessage = "";
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message(message) {
    panicMessage = message;
  },
};

const OPERATIONS = { validate, lint: validate, dmmf };

function validate(wasm, engine, files) {
  const { diagnostics } = neutralise(engine, files, lintWith(wasm));
  return { ok: diagnostics.every((one) => one.is_warning), errors: diagnostics };
}

function dmmf(wasm, engine, files) {
  const { files: prismaSchema } = neutralise(engine, files, lintWith(wasm));
  try {
    return { ok: true, datamodel: JSON.parse(wasm.get_datamodel(JSON.stringify({ prismaSchema, noColor: true }))) };
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    return { ok: false, error: JSON.parse(error.message ?? error).message };
  }
}

const lintWith = (wasm) => (files) => JSON.parse(wasm.lint(JSON.stringify(files)));

function answer({ engine, op, files }) {
  const name = require.resolve(PACKAGES[engine]);
  try {
    return OPERATIONS[op](require(name), engine, files);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    delete require.cache[name]; // a trapped instance is not to be trusted again
    return { panic: panicMessage };
  }
}

await serve(answer);
