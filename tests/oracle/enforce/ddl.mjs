/**
 * Prisma's own DDL for a schema, from its schema engine as WebAssembly: offline, without a database. Where the engine
 * asks one (its version, its settings), it gets what an empty one of the provider would answer. PostgreSQL,
 * CockroachDB and SQLite; for the others this engine asks more than can be made up.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const TEXT = 7,
  NUMBER = 0,
  BOOLEAN = 5;
const VERSIONS = { postgresql: "PostgreSQL 15.0", cockroachdb: "CockroachDB CCL v23.1.0", sqlite: "3.45.0" };
const FLAVOURS = { postgresql: "postgres", cockroachdb: "postgres", sqlite: "sqlite" };

let engine;

async function loaded() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => {
      throw new Error(message);
    },
  };
  const folder = path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const glue = await import(pathToFileURL(path.join(folder, "schema_engine_bg.js")).href);
  const module = new WebAssembly.Module(await readFile(path.join(folder, "schema_engine_bg.wasm")));
  const instance = new WebAssembly.Instance(module, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
  return glue.SchemaEngine;
}

/** The statements that make an empty database into the schema's. */
export async function ddl(text) {
  engine ??= await loaded();
  const provider = /provider\s*=\s*"(\w+)"/.exec(text)[1];
  const running = await engine.new({ datamodels: [["schema.prisma", text]] }, () => {}, emptyDatabase(provider));
  const { stdout } = await running.diff({
    from: { tag: "empty" },
    to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: text }] },
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout;
}

function emptyDatabase(provider) {
  const ok = (value) => ({ ok: true, value, map: (f) => ok(f(value)), flatMap: (f) => f(value) });
  const resultSet = (columnNames, columnTypes, row) => ({ columnNames, columnTypes, rows: row ? [row] : [] });
  const answer = ({ sql }) => {
    if (/numeric_version|server_version_num|current_setting/i.test(sql)) {
      const columns = ["exists", "version", "numeric_version"];
      return resultSet(columns, [BOOLEAN, TEXT, NUMBER], [true, VERSIONS[provider], 150000]);
    }
    return /version/i.test(sql) ? resultSet(["version"], [TEXT], [VERSIONS[provider]]) : resultSet(["x"], [NUMBER]);
  };
  const about = { provider: FLAVOURS[provider], adapterName: "empty" };
  const done = async () => ok(undefined);
  const connection = {
    ...about,
    queryRaw: async (query) => ok(answer(query)),
    executeRaw: async () => ok(0),
    executeScript: done,
    startTransaction: async () =>
      ok({ ...connection, options: { usePhantomQuery: true }, commit: done, rollback: done }),
    getConnectionInfo: () => ok({ schemaName: "public", maxBindValues: 1000, supportsRelationJoins: false }),
    dispose: done,
  };
  return { ...about, connect: async () => ok(connection), connectToShadowDb: async () => ok(connection) };
}
