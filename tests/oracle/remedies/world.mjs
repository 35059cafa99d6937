/** What a claim sees: a remedy's functions on a new, empty database under Convex's limits. */
import assert from "node:assert/strict";
import { convexTest } from "convex-test";
import { anyApi } from "convex/server";

Error.stackTraceLimit = 8;
const A_WRITE = 500;
const MOST_SCHEDULED = 25;

// What is scheduled for later runs at once, and no more than so often: a chain without an end would never let go.
// convex-test keeps the real timer for itself, as it was when imported.
const { setTimeout: timer } = globalThis;
let scheduled = 0;
globalThis.setTimeout = (run, _delay, ...given) => {
  scheduled += 1;
  return scheduled > MOST_SCHEDULED ? undefined : timer(run, 0, ...given);
};

/** A function that makes a world: under Convex's own limits, or under lower ones. */
export function worlds({ schema, ...modules }) {
  return (limits = true) => world(schema.default, modules, limits);
}

function world(schema, modules, limits) {
  scheduled = 0;
  const loaded = Object.entries(modules).map(([name, module]) => [`./${name}.ts`, async () => module]);
  const tester = convexTest({
    schema,
    modules: Object.fromEntries([["./_generated/api.js", async () => ({})], ...loaded]),
    transactionLimits: limits,
  });
  const db = (read) => tester.run((ctx) => read(ctx.db));
  return {
    /** `call.signUp({ ... })`: the function of that name, whichever module has it. */
    call: caller(tester, modules),
    /** The same for someone who is signed in. */
    as: (identity) => caller(tester.withIdentity(identity), modules),
    /** What the modules export besides Convex functions. */
    code: Object.assign({}, ...Object.values(modules)),
    db,
    run: tester.run,
    all: (table) => db((reader) => reader.query(table).collect()),
    one: (id) => db((reader) => reader.get(id)),
    insert: async (table, ...documents) => {
      const ids = [];
      for (let at = 0; at < documents.length; at += A_WRITE) {
        const some = documents.slice(at, at + A_WRITE);
        ids.push(...(await db((writer) => Promise.all(some.map((document) => writer.insert(table, document))))));
      }
      return documents.length === 1 ? ids[0] : ids;
    },
    settle: () => settle(tester),
  };
}

function caller(tester, modules) {
  const named = Object.entries(modules).flatMap(([module, functions]) =>
    Object.entries(functions).map(([name, made]) => [name, { reference: anyApi[module][name], made }]),
  );
  const found = new Map(named);
  return new Proxy(
    {},
    {
      get(_, name) {
        const { reference, made } = found.get(name) ?? assert.fail(`no function ${String(name)}`);
        const kind = made.isQuery ? "query" : made.isMutation ? "mutation" : "action";
        return (args = {}) => tester[kind](reference, args);
      },
    },
  );
}

/** Until nothing is scheduled any more. Fails if something scheduled did, or if there is no end to it. */
async function settle(tester) {
  const { error } = console;
  const failures = [];
  console.error = (...words) => failures.push(words.map(String).join(" "));
  try {
    await tester.finishAllScheduledFunctions(() => {});
  } finally {
    console.error = error;
  }
  assert.deepEqual(failures, []);
  assert.ok(scheduled <= MOST_SCHEDULED, "one call schedules the next for ever");
}
