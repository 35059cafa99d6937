/**
 * Writes workflow commands as GitHub's own @actions/core does. Loaded by its path: the package exports more than
 * is needed, and an HTTP client with it.
 *
 *   stdin: [[command, properties, message], ...] as JSON; stdout: one command a line
 */
import { readFileSync } from "node:fs";
import { issueCommand } from "./node_modules/@actions/core/lib/command.js";

for (const [command, properties, message] of JSON.parse(readFileSync(0, "utf8"))) {
  issueCommand(command, properties, message);
}
