/** Values for validators, and an independent judge of whether a validator takes a value. */
import { children, literalValue } from "./validators.mjs";

/** Ids as convex-test makes them: digits, then the table's name. */
export const mintId = (table) => `10000000${table}`;
const tableOf = (id) => /^[0-9]+(.+)$/.exec(id)?.[1];

/**
 * Values that `validator` accepts, one for every alternative it offers at its surface. Empty where none can be made:
 * `idOf(table)` answers an id of a document that exists, or undefined.
 */
export function samples(validator, idOf) {
  return SAMPLES[validator.type](validator, idOf);
}

const SAMPLES = {
  null: () => [null],
  number: () => [1.5],
  bigint: () => [7n],
  commitTs: () => [7n],
  boolean: () => [true],
  string: () => ["text"],
  bytes: () => [new ArrayBuffer(2)],
  any: () => [{ any: [1, null, "text"] }],
  literal: (literal) => [literalValue(literal)],
  id: ({ tableName }, idOf) => [idOf(tableName)].filter((id) => id !== undefined),
  array: ({ value }, idOf) => [[], ...samples(value, idOf).map((element) => [element])],
  record: () => [{}],
  object: (object, idOf) => objectSamples(object, idOf),
  union: ({ value }, idOf) => value.flatMap((member) => samples(member, idOf)),
};

/** One object with every field that can be filled, then one for each further value of each field. */
export function objectSamples(object, idOf) {
  const fields = Object.entries(object.value).map(([name, { fieldType, optional }]) => ({
    name,
    optional,
    values: samples(fieldType, idOf),
  }));
  if (fields.some(({ optional, values }) => !optional && values.length === 0)) return [];
  const filled = Object.fromEntries(fields.flatMap(({ name, values }) => (values.length ? [[name, values[0]]] : [])));
  const further = fields.flatMap(({ name, values }) => values.slice(1).map((value) => ({ ...filled, [name]: value })));
  return [filled, ...further];
}

/** Values of many kinds, the likeliest mistakes first: null, an id of another table, a list of the wrong things. */
const STRANGERS = [null, mintId("aStrangersTable"), [null], 7n, true, { aStranger: 1.5 }];

/** Three values that `validator` must refuse: fewer if it is broad. */
export const refused = (validator) => STRANGERS.filter((value) => !accepts(validator, value)).slice(0, 3);

export function accepts(validator, value) {
  return ACCEPTS[validator.type](validator, value);
}

const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ArrayBuffer);

const ACCEPTS = {
  null: (_, value) => value === null,
  number: (_, value) => typeof value === "number",
  bigint: (_, value) => typeof value === "bigint",
  commitTs: (_, value) => typeof value === "bigint",
  boolean: (_, value) => typeof value === "boolean",
  string: (_, value) => typeof value === "string",
  bytes: (_, value) => value instanceof ArrayBuffer,
  any: (_, value) => value !== undefined,
  literal: (literal, value) => value === literalValue(literal),
  id: ({ tableName }, value) => typeof value === "string" && tableOf(value) === tableName,
  array: ({ value: element }, value) => Array.isArray(value) && value.every((item) => accepts(element, item)),
  record: ({ keys, values }, value) =>
    isObject(value) &&
    Object.entries(value).every(([key, item]) => accepts(keys, key) && accepts(values.fieldType, item)),
  object: (object, value) =>
    isObject(value) &&
    Object.keys(value).every((name) => Object.hasOwn(object.value, name)) &&
    Object.entries(object.value).every(([name, { fieldType, optional }]) =>
      value[name] === undefined ? optional : accepts(fieldType, value[name]),
    ),
  union: ({ value: members }, value) => members.some((member) => accepts(member, value)),
};

/** convex-test doesn't look into records: a wrong value there would go unnoticed, and prove nothing. */
export function judgedByConvexTest(validator) {
  return validator.type !== "record" && [...children(validator)].every((child) => judgedByConvexTest(child.validator));
}
