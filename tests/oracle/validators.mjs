/** Reading the JSON that a Convex schema exports: what the judges share. */
import { jsonToConvex } from "convex/values";

/** Every index of an exported table, in one shape: {kind, name, staged} + {fields} | {field, filters, dimensions?}. */
export function indexesOf(table) {
  return INDEX_LISTS.flatMap(([key, kind, staged, read]) =>
    (table[key] ?? []).map((index) => ({ kind, name: index.indexDescriptor, staged, ...read(index) })),
  );
}

const db = ({ fields }) => ({ fields });
const search = ({ searchField, filterFields }) => ({ field: searchField, filters: filterFields });
const vector = ({ vectorField, filterFields, dimensions }) => ({
  field: vectorField,
  filters: filterFields,
  dimensions,
});

const INDEX_LISTS = [
  ["indexes", "db", false, db],
  ["stagedDbIndexes", "db", true, db],
  ["searchIndexes", "search", false, search],
  ["stagedSearchIndexes", "search", true, search],
  ["vectorIndexes", "vector", false, vector],
  ["stagedVectorIndexes", "vector", true, vector],
];

/** The validators directly inside one: {validator, step, optional?}. */
export function* children(validator) {
  switch (validator.type) {
    case "array":
      yield { validator: validator.value, step: "[]" };
      break;
    case "record":
      yield { validator: validator.keys, step: ".keys()" };
      yield { validator: validator.values.fieldType, step: ".values()" };
      break;
    case "object":
      for (const [name, { fieldType, optional }] of Object.entries(validator.value)) {
        yield { validator: fieldType, step: `.${name}`, optional };
      }
      break;
    case "union":
      for (const member of validator.value) yield { validator: member, step: "" };
      break;
  }
}

/** `validator` and everything inside it: {validator, path}. */
export function* walk(validator, path = "") {
  yield { validator, path };
  for (const child of children(validator)) yield* walk(child.validator, path + child.step);
}

/** The JavaScript value of a literal validator, which JSON carries as `{"$integer": …}` where it is a bigint. */
export const literalValue = (validator) => jsonToConvex(validator.value);
