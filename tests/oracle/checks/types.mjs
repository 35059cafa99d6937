/** Validators: what a document may be. */
import { children, literalValue, walk } from "../validators.mjs";
import { BACKEND, WRONG, rule } from "./authority.mjs";
import { isIdentifier } from "./names.mjs";

const MAX_FIELDS = 1024;
const SYSTEM_FIELDS = 2; // _id and _creationTime are fields of the stored object
const MAX_NESTING = 16;
const KINDS = "null number bigint commitTs boolean string bytes any literal id array record object union".split(" ");
const SYSTEM_TABLES = ["_storage", "_scheduled_functions"];

/** A rule over every validator of a given type inside a table. */
const each = (name, authority, source, type, complaint) =>
  rule(name, authority, source, function* ({ table, schema }) {
    for (const { validator, path } of walk(table.documentType)) {
      const message = validator.type === type ? complaint(validator, { path, table, schema }) : undefined;
      if (message !== undefined) yield { field: path.slice(1), message };
    }
  });

const topLevelObjects = ({ documentType }) => (documentType.type === "union" ? documentType.value : [documentType]);

/** Primitives have nesting 0; an object, array or record one more than what it holds. */
function nesting(validator) {
  const inside = [...children(validator)].map((child) => nesting(child.validator));
  return Math.max(0, ...inside) + (["object", "array", "record"].includes(validator.type) ? 1 : 0);
}

const leaves = (validator) => (validator.type === "union" ? validator.value.flatMap(leaves) : [validator]);
const isText = ({ type, value }) =>
  type === "string" || type === "id" || (type === "literal" && typeof value === "string");

function isLiteral(validator) {
  try {
    const value = literalValue(validator);
    return typeof value === "number" ? Number.isFinite(value) : ["string", "bigint", "boolean"].includes(typeof value);
  } catch {
    return false;
  }
}

export const types = [
  rule("validator-kind", BACKEND, "crates/common/src/schemas/json.rs (ValidatorJson)", function* ({ table }) {
    for (const { validator, path } of walk(table.documentType)) {
      if (!KINDS.includes(validator.type))
        yield { field: path.slice(1), message: `${validator.type} is no kind of validator` };
    }
  }),
  rule("top-level-validator", BACKEND, "crates/common/src/schemas/json.rs:549", function* ({ table }) {
    const odd =
      table.documentType.type === "any" ? undefined : topLevelObjects(table).find(({ type }) => type !== "object");
    if (odd !== undefined) yield { message: `a document is an object, a union of objects or v.any(), not ${odd.type}` };
  }),
  each("record-key-type", BACKEND, "json.rs:690-716 (InvalidRecordType)", "record", ({ keys }) => {
    const odd = leaves(keys).find((key) => !isText(key));
    return odd && `record keys are strings, not ${odd.type}`;
  }),
  each("record-key-literal", BACKEND, "json.rs:690-716; TypeScript accepts it", "record", ({ keys }) => {
    const all = leaves(keys);
    return all.every(isText) && all.some(({ type }) => type === "literal")
      ? "record keys can't be literals"
      : undefined;
  }),
  each("record-value-optional", BACKEND, "json.rs:690-716", "record", ({ values }) =>
    values.optional ? "record values can't be optional" : undefined,
  ),
  each(
    "literal-value",
    BACKEND,
    "json.rs (LiteralValidator): string, finite number, bigint, boolean",
    "literal",
    (literal) => (isLiteral(literal) ? undefined : `${JSON.stringify(literal.value)} is no literal`),
  ),
  each("union-empty", WRONG, "accepted; no value matches it", "union", ({ value }) =>
    value.length === 0 ? "a union without members accepts nothing" : undefined,
  ),
  each(
    "object-field-count",
    BACKEND,
    "crates/value/src/object.rs:31: no such object can exist",
    "object",
    ({ value }, { path, table }) => {
      const count = Object.keys(value).length;
      const own = topLevelObjects(table).some((object) => object.value === value) ? SYSTEM_FIELDS : 0;
      return count + own > MAX_FIELDS
        ? `${count} fields${path && ` in ${path.slice(1)}`}, at most ${MAX_FIELDS - own}`
        : undefined;
    },
  ),
  rule("nesting", BACKEND, "crates/common/src/document.rs:101: no such document can be stored", function* ({ table }) {
    const depth = nesting(table.documentType);
    if (depth > MAX_NESTING) yield { message: `documents nest ${depth} deep, at most ${MAX_NESTING}` };
  }),
  each("dangling-id", WRONG, "facts 1.6: pushed and typechecked silently", "id", ({ tableName }, { schema }) => {
    const known = SYSTEM_TABLES.includes(tableName) || schema.tables.some((table) => table.tableName === tableName);
    return known || !isIdentifier(tableName) ? undefined : `v.id(${JSON.stringify(tableName)}): there is no such table`;
  }),
];
