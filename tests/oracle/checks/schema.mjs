/** The schema as a whole, and what its export no longer shows. */
import ts from "typescript";
import { BACKEND, WRONG, rule } from "./authority.mjs";

const MAX_TABLES = 10_000;

/** The `v.optional` flags of a live validator that its JSON leaves out: only an object's fields carry one. */
function* lostOptionals(validator, path) {
  const inner = { array: () => [validator.element], union: () => validator.members, record: () => [validator.value] };
  for (const child of inner[validator.kind]?.() ?? []) {
    if (child.isOptional === "optional") yield `${path}: v.optional() inside ${validator.kind}`;
    yield* lostOptionals(child, path);
  }
  for (const [name, field] of Object.entries(validator.fields ?? {})) yield* lostOptionals(field, `${path}.${name}`);
}

function* protoKeys(file, node) {
  const key = ts.isPropertyAssignment(node) ? node.name : undefined;
  if (key && (ts.isIdentifier(key) || ts.isStringLiteral(key)) && key.text === "__proto__") {
    const { line } = file.getLineAndCharacterOfPosition(key.getStart(file));
    yield `${file.fileName}:${line + 1}: the key __proto__ sets the prototype and vanishes`;
  }
  const nested = [];
  ts.forEachChild(node, (child) => void nested.push(child));
  for (const child of nested) yield* protoKeys(file, child);
}

export const whole = [
  rule(
    "schema-validation",
    WRONG,
    "facts 1.6: with it off nothing is enforced",
    function* ({ schema }) {
      if (schema.schemaValidation !== true) yield { message: "schemaValidation is off" };
    },
    "schema",
  ),
  rule(
    "table-count",
    BACKEND,
    "crates/database/src/bootstrap_model/table.rs:62",
    function* ({ schema: { tables } }) {
      if (tables.length > MAX_TABLES) yield { message: `${tables.length} tables, at most ${MAX_TABLES}` };
    },
    "schema",
  ),
  rule(
    "optional-lost",
    WRONG,
    "facts 1.6: a TypeScript error; at run time the flag is silently dropped",
    function* ({ table, definition }) {
      const validator = definition?.tables[table.tableName]?.validator;
      if (validator === undefined) return;
      if (validator.isOptional === "optional") yield { message: "the whole document is v.optional()" };
      for (const message of lostOptionals(validator, table.tableName)) yield { message };
    },
  ),
  rule("staged-validator", WRONG, "facts 1.6: for filled tables", function* ({ table }) {
    if (table.stagedDocumentType !== undefined) yield { message: "the table has a staged validator" };
  }),
  rule(
    "proto-key",
    WRONG,
    "facts 1.2, JS hazard: the table or field is not in the export",
    function* ({ sources }) {
      for (const [name, text] of sources) {
        const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
        for (const message of protoKeys(file, file)) yield { message };
      }
    },
    "schema",
  ),
];
