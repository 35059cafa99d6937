/**
 * What documents the schema takes, by inserting them with convex-test: for each table a valid one and its variants, then
 * wrong ones: a stranger's value in each field, a field less, a field more. What must happen is derived from the exported
 * JSON by `samples.mjs`, what does happen is convex-test's.
 */
import { convexTest } from "convex-test";
import { accepts, judgedByConvexTest, mintId, objectSamples, refused } from "./samples.mjs";
import { indexesOf, literalValue } from "./validators.mjs";

const MODULES = { "./_generated/api.js": async () => ({}) };

/** Answers findings {rule, table?, index?, field?, message}. */
export async function behave(exported) {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0; // most inserts are meant to fail, and a trace costs more than the rest
  try {
    const tester = convexTest({ schema: runnable(exported), modules: MODULES });
    return await tester.run((ctx) => probeAll(ctx.db, exported));
  } catch (error) {
    return [{ rule: "convex-test-refused", message: error.message }];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** convex-test asks each table for its export; bigint literals become bigints on the way (it compares with ===). */
function runnable({ tables, schemaValidation }) {
  const definition = (table) => [
    table.tableName,
    { export: () => ({ ...table, documentType: withValues(table.documentType) }) },
  ];
  return { schemaValidation, tables: Object.fromEntries(tables.map(definition)) };
}

function withValues(validator) {
  if (Array.isArray(validator)) return validator.map(withValues);
  if (typeof validator !== "object" || validator === null) return validator;
  if (validator.type === "literal") return { type: "literal", value: literalValue(validator) };
  return Object.fromEntries(Object.entries(validator).map(([key, inner]) => [key, withValues(inner)]));
}

async function probeAll(db, exported) {
  const { ids, findings } = await insertFirst(db, exported.tables);
  for (const table of exported.tables.filter(({ tableName }) => ids.has(tableName))) {
    findings.push(...(await probeTable(db, table, ids)));
  }
  return findings;
}

/** Fills each table as soon as the documents exist that its own must refer to. What stays empty can never be filled. */
async function insertFirst(db, tables) {
  const declared = new Set(tables.map(({ tableName }) => tableName));
  const ids = new Map();
  const findings = [];
  const idOf = (name) => ids.get(name) ?? (declared.has(name) ? undefined : mintId(name));
  let waiting = tables;
  for (let before = Infinity; waiting.length < before;) {
    before = waiting.length;
    const still = [];
    for (const table of waiting) {
      const [document] = documents(table, idOf);
      if (document === undefined) still.push(table);
      else if (!(await insert(db, table, document, (id) => ids.set(table.tableName, id)))) {
        findings.push({ rule: "valid-refused", table: table.tableName, message: `refused: ${show(document)}` });
      }
    }
    waiting = still;
  }
  const stuck = waiting.map(({ tableName }) => tableName);
  for (const table of waiting) {
    const needed = stuck.filter(
      (name) => documents(table, (asked) => (asked === name ? undefined : mintId(asked))).length === 0,
    );
    const message = `no first document is possible: it needs one of ${needed.join(", ")}, which can't be inserted either`;
    findings.push({ rule: "never-insertable", table: table.tableName, message });
  }
  return { ids, findings };
}

const members = ({ documentType }) => (documentType.type === "union" ? documentType.value : [documentType]);

function documents(table, idOf) {
  if (table.documentType.type === "any") return [{ any: 1.5 }];
  return members(table).flatMap((object) => objectSamples(object, idOf));
}

async function insert(db, { tableName }, document, then = () => {}) {
  try {
    then(await db.insert(tableName, document));
    return true;
  } catch {
    return false;
  }
}

async function probeTable(db, table, ids) {
  const findings = [];
  const idOf = (name) => ids.get(name) ?? mintId(name);
  const report = (rule, document, more) =>
    findings.push({ rule, table: table.tableName, message: show(document), ...more });
  for (const document of documents(table, idOf)) {
    if (!(await insert(db, table, document))) report("valid-refused", document);
  }
  for (const { rule, field, document } of trials(table, idOf)) {
    const expected = accepts(table.documentType, document);
    if ((await insert(db, table, document)) === expected) continue;
    report(expected ? "valid-refused" : rule, document, { field });
  }
  findings.push(...(await probeIndexes(db, table, ids.get(table.tableName))));
  return findings;
}

/** Documents one change away from a valid one; `rule` is what it is called if the change goes unnoticed. */
function* trials(table, idOf) {
  if (table.documentType.type === "any") return;
  for (const object of members(table)) {
    const [valid] = objectSamples(object, idOf);
    if (valid === undefined) continue;
    yield { rule: "extra-accepted", document: { ...valid, aStranger: 1.5 } };
    for (const [field, { fieldType }] of Object.entries(object.value)) {
      const { [field]: _, ...rest } = valid;
      yield { rule: "missing-accepted", field, document: rest };
      if (fieldType.type === "any" || !judgedByConvexTest(fieldType)) continue;
      for (const value of refused(fieldType)) {
        yield { rule: "wrong-accepted", field, document: { ...valid, [field]: value } };
      }
    }
  }
}

/** The first document is found through every index. */
async function probeIndexes(db, table, id) {
  const findings = [];
  const document = await db.get(id);
  for (const { kind, name, fields, staged } of indexesOf(table)) {
    if (kind !== "db" || staged) continue;
    const range = (q) => fields.reduce((query, field) => query.eq(field, valueAt(document, field)), q);
    const failure = await db
      .query(table.tableName)
      .withIndex(name, range)
      .collect()
      .then(
        (found) => (found.some(({ _id }) => _id === id) ? undefined : "finds nothing"),
        (error) => error.message,
      );
    if (failure) findings.push({ rule: "index-unusable", table: table.tableName, index: name, message: failure });
  }
  return findings;
}

const valueAt = (document, path) => path.split(".").reduce((value, part) => value?.[part], document);

const show = (document) =>
  JSON.stringify(document, (_, value) =>
    typeof value === "bigint" ? `${value}n` : value instanceof ArrayBuffer ? `ArrayBuffer(${value.byteLength})` : value,
  );
