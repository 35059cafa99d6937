/** Every rule of Convex that a schema can break, each one a named check with its source. The table is `RULES`. */
import { indexRules } from "./checks/indexes.mjs";
import { names } from "./checks/names.mjs";
import { whole } from "./checks/schema.mjs";
import { search } from "./checks/search.mjs";
import { types } from "./checks/types.mjs";
import { indexesOf } from "./validators.mjs";

export const RULES = [...whole, ...names, ...types, ...indexRules, ...search];

/**
 * `schema`: the exported JSON. `definition`: the live default export, and `sources`: [[file, text]], where there are any;
 * without them the rules that read them find nothing. Answers [{rule, message, table?, index?, field?}].
 */
export function check({ exported: schema, definition, sources = [] }) {
  const findings = [];
  for (const { name, find, scope } of RULES) {
    const subjects = scope === "schema" ? [{}] : schema.tables.map((table) => ({ table, indexes: indexesOf(table) }));
    for (const subject of subjects) {
      for (const found of find({ schema, definition, sources, ...subject })) {
        findings.push({ rule: name, table: subject.table?.tableName, ...found });
      }
    }
  }
  return findings;
}
