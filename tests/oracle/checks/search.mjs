/** Search and vector indexes. */
import { BACKEND, DOCS, WRONG, rule } from "./authority.mjs";
import { parts, reachable } from "./paths.mjs";

const MAX_FILTERS = 16;
const DOCUMENTED_LIMIT = 4;
const DIMENSIONS = { least: 2, most: 4096 };

const ofKind = (indexes, kind) => indexes.filter((index) => index.kind === kind);

function* tooManyFilters(indexes, kind) {
  for (const { name, filters } of ofKind(indexes, kind)) {
    const count = new Set(filters).size;
    if (count > MAX_FILTERS)
      yield { index: name, message: `${kind} index ${name} has ${count} filter fields, at most ${MAX_FILTERS}` };
  }
}

function* tooManyIndexes(indexes, kind) {
  const count = ofKind(indexes, kind).length;
  if (count > DOCUMENTED_LIMIT)
    yield { message: `${count} ${kind} indexes, the documented limit is ${DOCUMENTED_LIMIT}` };
}

/** Each index whose `key` an earlier one of its kind has: [index, earlier name]. */
function* repeated(indexes, kind, key) {
  const seen = new Map();
  for (const index of ofKind(indexes, kind)) {
    const own = JSON.stringify(key(index));
    if (seen.has(own)) yield [index, seen.get(own)];
    else seen.set(own, index.name);
  }
}

const searched = ({ field, filters }) => [field, [...new Set(filters)].sort()];

const targets = (table, field) => reachable(table.documentType, parts(field));
const isText = ({ type, value }) =>
  type === "string" || type === "any" || (type === "literal" && typeof value === "string");
const isVector = ({ type, value }) => type === "any" || (type === "array" && ["number", "any"].includes(value.type));

export const search = [
  rule("search-filter-count", BACKEND, "crates/common/src/schemas/mod.rs:541", ({ indexes }) =>
    tooManyFilters(indexes, "search"),
  ),
  rule("search-index-duplicate", BACKEND, "crates/common/src/schemas/json.rs:241", function* ({ indexes }) {
    for (const [{ name }, other] of repeated(indexes, "search", searched)) {
      yield {
        index: name,
        message: `search indexes ${other} and ${name} have the same search field and filter fields`,
      };
    }
  }),
  rule(
    "search-field-repeated",
    WRONG,
    "the error text of json.rs:241, and older backends: one search index a field",
    function* ({ indexes }) {
      const whole = new Set([...repeated(indexes, "search", searched)].map(([{ name }]) => name));
      for (const [{ name, field }, other] of repeated(indexes, "search", (index) => index.field)) {
        if (!whole.has(name))
          yield { index: name, field, message: `search indexes ${other} and ${name} both search ${field}` };
      }
    },
  ),
  rule("search-field-not-text", WRONG, "facts 1.7: accepted, and finds nothing", function* ({ table, indexes }) {
    for (const { name, field } of ofKind(indexes, "search")) {
      const found = targets(table, field);
      if (found.length && !found.some(isText))
        yield { index: name, field, message: `search index ${name}: ${field} is never a string` };
    }
  }),
  rule("search-index-count", DOCS, "docs: 4 search indexes a table", ({ indexes }) =>
    tooManyIndexes(indexes, "search"),
  ),
  rule("vector-dimensions", BACKEND, "vector_index/dimensions.rs:5", function* ({ indexes }) {
    for (const { name, dimensions } of ofKind(indexes, "vector")) {
      const { least, most } = DIMENSIONS;
      if (!Number.isInteger(dimensions) || dimensions < least || dimensions > most) {
        yield { index: name, message: `vector index ${name} has ${dimensions} dimensions, from ${least} to ${most}` };
      }
    }
  }),
  rule("vector-field-type", BACKEND, "schemas/mod.rs:434, validator.rs:470", function* ({ table, indexes }) {
    for (const { name, field } of ofKind(indexes, "vector")) {
      const found = targets(table, field);
      if (found.length && !found.some(isVector)) {
        yield { index: name, field, message: `vector index ${name}: ${field} is no v.array(v.float64())` };
      }
    }
  }),
  rule("vector-filter-count", BACKEND, "crates/common/src/schemas/mod.rs (VectorIndexSchema::new)", ({ indexes }) =>
    tooManyFilters(indexes, "vector"),
  ),
  rule("vector-filter-missing", WRONG, "facts 1.4: the backend does not look", function* ({ table, indexes }) {
    for (const { name, filters } of ofKind(indexes, "vector")) {
      for (const field of filters.filter((path) => !path.startsWith("_") && targets(table, path).length === 0)) {
        yield { index: name, field, message: `vector index ${name} filters by ${field}, which no document has` };
      }
    }
  }),
  rule(
    "vector-index-duplicate",
    BACKEND,
    "crates/common/src/schemas/json.rs (vector_field_not_unique)",
    function* ({ indexes }) {
      for (const [{ name }, other] of repeated(indexes, "vector", ({ field, dimensions }) => [field, dimensions])) {
        yield { index: name, message: `vector indexes ${other} and ${name} have the same field and dimensions` };
      }
    },
  ),
  rule("vector-index-count", DOCS, "docs: 4 vector indexes a table", ({ indexes }) =>
    tooManyIndexes(indexes, "vector"),
  ),
];
