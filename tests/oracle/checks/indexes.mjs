/** Indexes: how many, over what. */
import { BACKEND, DOCS, WRONG, rule } from "./authority.mjs";
import { isIdentifier } from "./names.mjs";
import { parts, reachable } from "./paths.mjs";

const HARD_LIMIT = 64;
const DOCUMENTED_LIMIT = 32;
const MAX_FIELDS = 15;

const dbIndexes = (indexes) => indexes.filter(({ kind }) => kind === "db");

/** The paths whose existence the backend checks: vector filters are not among them. */
function checkedPaths({ kind, fields, field, filters }) {
  if (kind === "db") return fields;
  return kind === "search" ? [field, ...filters] : [field];
}

function allPaths({ fields, field, filters }) {
  return fields ?? [field, ...filters];
}

const parsable = (path) => parts(path).every(isIdentifier);
const isSystem = (path) => parsable(path) && parts(path).some((part) => part.startsWith("_"));

export const indexRules = [
  rule("index-limit", BACKEND, "crates/common/src/schemas/mod.rs:56, json.rs:187", function* ({ indexes }) {
    if (indexes.length > HARD_LIMIT) yield { message: `${indexes.length} indexes, the backend takes ${HARD_LIMIT}` };
  }),
  rule("index-limit-documented", DOCS, "docs limits.mdx:39", function* ({ indexes }) {
    if (indexes.length > DOCUMENTED_LIMIT && indexes.length <= HARD_LIMIT) {
      yield { message: `${indexes.length} indexes, the documented limit is ${DOCUMENTED_LIMIT}` };
    }
  }),
  rule("index-empty", BACKEND, "crates/common/src/schemas/json.rs (empty_index)", function* ({ indexes }) {
    for (const { name, fields } of dbIndexes(indexes)) {
      if (fields.length === 0) yield { index: name, message: `index ${name} has no field` };
    }
  }),
  rule(
    "index-field-count",
    BACKEND,
    "crates/application/src/lib.rs:2041 -> indexed_fields.rs:77 (16 with _creationTime)",
    function* ({ indexes }) {
      for (const { name, fields } of dbIndexes(indexes)) {
        if (fields.length > MAX_FIELDS)
          yield { index: name, message: `index ${name} has ${fields.length} fields, at most ${MAX_FIELDS}` };
      }
    },
  ),
  rule("index-on-id", BACKEND, "indexed_fields.rs (IndexFieldsContainId)", function* ({ indexes }) {
    for (const { name, fields } of dbIndexes(indexes)) {
      if (fields.includes("_id")) yield { index: name, field: "_id", message: `index ${name} contains _id` };
    }
  }),
  rule(
    "index-on-creation-time",
    BACKEND,
    "crates/application/src/lib.rs:2024-2036 (IndexFieldsContainCreationTime)",
    function* ({ indexes }) {
      for (const { name, fields } of dbIndexes(indexes)) {
        if (fields.includes("_creationTime")) {
          yield {
            index: name,
            field: "_creationTime",
            message: `index ${name} contains _creationTime, which every index ends with`,
          };
        }
      }
    },
  ),
  rule("index-on-underscore", BACKEND, "crates/application/src/lib.rs:2024-2036", function* ({ indexes }) {
    for (const { name, fields } of dbIndexes(indexes)) {
      for (const field of fields.filter((path) => isSystem(path) && path !== "_id" && path !== "_creationTime")) {
        yield { index: name, field, message: `index ${name} contains ${field}: no part may start with _` };
      }
    }
  }),
  rule(
    "index-field-identifier",
    BACKEND,
    "crates/value/src/field_path.rs (FieldPath::from_str)",
    function* ({ indexes }) {
      for (const index of indexes) {
        for (const field of allPaths(index).filter((path) => !parsable(path))) {
          yield {
            index: index.name,
            field,
            message: `index ${index.name}: ${JSON.stringify(field)} is no path of identifiers`,
          };
        }
      }
    },
  ),
  rule("index-field-duplicate", BACKEND, "indexed_fields.rs:89 (FieldsNotUniqueWithinIndex)", function* ({ indexes }) {
    for (const { name, fields } of dbIndexes(indexes)) {
      const field = fields.find((path, at) => fields.indexOf(path) < at);
      if (field !== undefined) yield { index: name, field, message: `index ${name} contains ${field} twice` };
    }
  }),
  rule(
    "index-fields-identical",
    BACKEND,
    "crates/common/src/schemas/json.rs:227 (IndexNotUnique), staged included",
    function* ({ indexes }) {
      const seen = new Map();
      for (const { name, fields } of dbIndexes(indexes)) {
        const key = JSON.stringify(fields);
        if (seen.has(key))
          yield { index: name, message: `indexes ${seen.get(key)} and ${name} are over the same fields` };
        else seen.set(key, name);
      }
    },
  ),
  rule(
    "index-field-missing",
    BACKEND,
    "schemas/mod.rs:390 (check_index_references), validator.rs:437",
    function* ({ table, indexes }) {
      for (const index of indexes) {
        for (const field of checkedPaths(index)) {
          if (parsable(field) && !isSystem(field) && reachable(table.documentType, parts(field)).length === 0) {
            yield {
              index: index.name,
              field,
              message: `index ${index.name}: no document has ${field} (arrays and records can't be entered)`,
            };
          }
        }
      }
    },
  ),
  rule("index-staged", WRONG, "facts 1.3: for filled tables; a staged index can't be queried", function* ({ indexes }) {
    for (const { name, staged } of indexes) if (staged) yield { index: name, message: `index ${name} is staged` };
  }),
];
