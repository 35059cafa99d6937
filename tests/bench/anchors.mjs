/**
 * What the benchmark compares with, in Node: Prisma's engine and the JavaScript parser of its language.
 *
 *   node anchors.mjs cold FILE            validates once and exits: the whole process is what is timed
 *   node anchors.mjs warm wasm|ast        one path a line on stdin, one JSON array of milliseconds a line on stdout
 */
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const require = createRequire(new URL("../oracle/package.json", import.meta.url));

const ANCHORS = {
  wasm() {
    const { validate } = require("prisma-engine-7");
    return (text) => validate(JSON.stringify({ prismaSchema: [["schema.prisma", text]], noColor: true }));
  },
  ast() {
    const { getSchema } = require("@mrleebo/prisma-ast");
    return (text) => getSchema(text);
  },
};

const [mode, what] = process.argv.slice(2);

if (mode === "cold") {
  ANCHORS.wasm()(readFileSync(what, "utf8"));
} else {
  const run = ANCHORS[what]();
  for await (const path of createInterface({ input: process.stdin })) {
    const text = readFileSync(path, "utf8");
    const started = performance.now();
    run(text);
    console.log(performance.now() - started);
  }
}
