/** Names: tables, indexes, fields. */
import { walk } from "../validators.mjs";
import { BACKEND, DOCS, WRONG, rule } from "./authority.mjs";

const LETTERS = /^[A-Za-z_][A-Za-z0-9_]*$/;
const MAX_LENGTH = 64;

export function isIdentifier(name) {
  return LETTERS.test(name) && !/^_+$/.test(name) && name.length <= MAX_LENGTH;
}

const notIdentifier = (what, name) =>
  `${what} ${JSON.stringify(name)} is no identifier of 1 to ${MAX_LENGTH} characters`;

/** Every object inside a table's validator: {fields, path, top}. */
function* objects(table) {
  const topLevel = new Set([
    table.documentType,
    ...(table.documentType.type === "union" ? table.documentType.value : []),
  ]);
  for (const { validator, path } of walk(table.documentType)) {
    if (validator.type === "object") yield { fields: Object.keys(validator.value), path, top: topLevel.has(validator) };
  }
}

function* underscored(table, atTop, say) {
  for (const { fields, path, top } of objects(table)) {
    for (const field of fields) {
      if (top === atTop && isIdentifier(field) && field.startsWith("_"))
        yield { field, message: say(`${path}.${field}`.slice(1)) };
    }
  }
}

export const names = [
  rule("table-identifier", BACKEND, "crates/convex/sync_types/src/identifier.rs:7,38-62", function* ({ table }) {
    if (!isIdentifier(table.tableName)) yield { message: notIdentifier("table name", table.tableName) };
  }),
  rule("table-reserved", BACKEND, "crates/common/src/schemas/json.rs:178-185", function* ({ table: { tableName } }) {
    if (isIdentifier(tableName) && tableName.startsWith("_"))
      yield { message: `table name ${tableName} starts with _` };
  }),
  rule("index-identifier", BACKEND, "crates/common/src/types/index.rs:45-60", function* ({ indexes }) {
    for (const { name } of indexes) {
      if (!isIdentifier(name)) yield { index: name, message: notIdentifier("index name", name) };
    }
  }),
  rule(
    "index-reserved",
    BACKEND,
    "crates/common/src/types/index.rs:230; schemas/json.rs:273-281",
    function* ({ indexes }) {
      for (const { name } of indexes) {
        const reserved =
          name === "by_id" || name === "by_creation_time" || (isIdentifier(name) && name.startsWith("_"));
        if (reserved && !name.startsWith("_fivetran")) yield { index: name, message: `index name ${name} is reserved` };
      }
    },
  ),
  rule("index-name-duplicate", BACKEND, "crates/common/src/schemas/json.rs:272", function* ({ indexes }) {
    const seen = new Set();
    for (const { name } of indexes) {
      if (seen.has(name)) yield { index: name, message: `two indexes are called ${name}` };
      seen.add(name);
    }
  }),
  rule(
    "field-identifier",
    BACKEND,
    "crates/common/src/schemas/json.rs:813 (IdentifierFieldName)",
    function* ({ table }) {
      for (const { fields, path } of objects(table)) {
        for (const field of fields) {
          if (!isIdentifier(field)) yield { field, message: notIdentifier("field name", `${path}.${field}`.slice(1)) };
        }
      }
    },
  ),
  rule(
    "field-system",
    WRONG,
    "crates/common/src/schemas/json.rs:571, document.rs:480 (filter_system_fields)",
    function* ({ table }) {
      yield* underscored(table, true, (path) => `field ${path} starts with _: the backend drops it from the schema`);
    },
  ),
  rule(
    "field-underscore-nested",
    DOCS,
    "convex src/values/validator.ts, v.object: names must not start with _",
    function* ({ table }) {
      yield* underscored(table, false, (path) => `field ${path} starts with _, which is reserved`);
    },
  ),
  rule(
    "id-table-identifier",
    BACKEND,
    "crates/common/src/schemas/json.rs (ValidatorJson::Id parses a TableName)",
    function* ({ table }) {
      for (const { validator, path } of walk(table.documentType)) {
        if (validator.type === "id" && !isIdentifier(validator.tableName)) {
          yield { field: path.slice(1), message: notIdentifier("v.id: table name", validator.tableName) };
        }
      }
    },
  ),
];
