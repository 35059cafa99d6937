"""What enforcement costs: index ranges and time of writes beside other ways, TypeScript's time with and without it."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.compiling import COMPILERS, ORACLE, TSCONFIG
from bench.generate import generate
from bench.measure import HERE, Figure, environment, process

SCHEMA = """
datasource db {
  provider = "postgresql"
}
model Org {
  id    Int    @id @default(autoincrement())
  slug  String @unique
  users User[]
}
model User {
  id        Int      @id @default(autoincrement())
  orgId     Int
  org       Org      @relation(fields: [orgId], references: [id], onDelete: Cascade)
  email     String   @unique
  name      String   @default("nobody")
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
  posts     Post[]
}
model Post {
  id       Int    @id @default(autoincrement())
  authorId Int
  author   User   @relation(fields: [authorId], references: [id], onDelete: Cascade)
  title    String
}
"""
WAYS = {
    "plain": "plain writes",
    "kitcn": "as kitcn's ORM does it",
    "ents": "as convex-ents does it",
}
# What `npx convex codegen` writes.
DATA_MODEL = """import type { DataModelFromSchemaDefinition, DocumentByName, SystemTableNames, TableNamesInDataModel } from "convex/server";
import type { GenericId } from "convex/values";
import schema from "../schema.js";
export type TableNames = TableNamesInDataModel<DataModel>;
export type Doc<T extends TableNames> = DocumentByName<DataModel, T>;
export type Id<T extends TableNames | SystemTableNames> = GenericId<T>;
export type DataModel = DataModelFromSchemaDefinition<typeof schema>;
"""
SERVER = """import type { GenericDatabaseReader, GenericDatabaseWriter, GenericMutationCtx, GenericQueryCtx, MutationBuilder, QueryBuilder } from "convex/server";
import type { DataModel } from "./dataModel.js";
export declare const query: QueryBuilder<DataModel, "public">;
export declare const internalQuery: QueryBuilder<DataModel, "internal">;
export declare const mutation: MutationBuilder<DataModel, "public">;
export declare const internalMutation: MutationBuilder<DataModel, "internal">;
export type QueryCtx = GenericQueryCtx<DataModel>;
export type MutationCtx = GenericMutationCtx<DataModel>;
export type DatabaseReader = GenericDatabaseReader<DataModel>;
export type DatabaseWriter = GenericDatabaseWriter<DataModel>;
"""


def enforcing(folder: Path) -> Iterator[Figure]:
    yield from _writes(folder)
    yield from _types(folder)


# ---- writes -------------------------------------------------------------------------------------


def _writes(folder: Path) -> Iterator[Figure]:
    schema = folder / "writes.prisma"
    schema.write_text(SCHEMA, encoding="utf-8")
    out = generated(folder / "writes", schema, True)
    command = ["node", str(HERE / "enforcing.mjs"), str(out)]
    output = subprocess.run(command, env=environment(), stdout=subprocess.PIPE, check=True).stdout
    for operation, ways in json.loads(output).items():
        own = ways["enforced"]
        ranges = ", ".join(f"{name} {ways[way]['ranges']}" for way, name in WAYS.items())
        what = f"enforced {operation}: index ranges ({ranges})"
        yield Figure(what, own["ranges"], "")
        for way, name in WAYS.items():
            ratio = own["milliseconds"] / ways[way]["milliseconds"]
            yield Figure(f"enforced {operation}: time against {name}", ratio, "x")


# ---- types --------------------------------------------------------------------------------------


def _types(folder: Path, models: int = 200, runs: int = 3) -> Iterator[Figure]:
    """CPU time, which other work on the machine moves less than the clock's.

    TypeScript 7 checks files in four threads, and each works out the schema's types for itself. With all functions
    in one file most threads rest where nothing is enforced, as in no application of that size: both are told.
    """
    yield from _layout(folder / "files", models, runs, 10)
    yield from _layout(folder / "one", models, runs, models)


def _layout(folder: Path, models: int, runs: int, size: int) -> Iterator[Figure]:
    folder.mkdir()
    schema = folder / "schema.prisma"
    schema.write_text(generate(models), encoding="utf-8")
    projects = {name: folder / name for name in ("with", "without")}
    for name, place in projects.items():
        project(generated(place, schema, name == "with"), name == "with", size)
    for compiler, package in COMPILERS.items():
        times: dict[str, list[float]] = {name: [] for name in projects}
        for round_ in range(runs + 1):
            for name, place in projects.items():
                used = compiled(package, place)
                if round_:
                    times[name].append(used)
        both = {name: statistics.median(found) for name, found in times.items()}
        where = "in one file" if size == models else f"a file for {size} tables"
        what = f"`tsc` ({compiler}) on {models} tables, functions {where}, enforced against not, CPU time"
        aim = None if size == models else 1.4
        yield Figure(what, both["with"] / both["without"], "x", aim)


def compiled(package: str, project: Path) -> float:
    """The seconds of CPU that a compiler takes for a project, in which it finds no error."""
    tsc = str(ORACLE / package / "bin" / "tsc")
    return cpu("node", tsc, "-p", str(project / "convex"))


def cpu(*command: str) -> float:
    """The seconds of CPU that a command takes, which must succeed."""
    running = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE)
    assert running.stdout is not None
    output = running.stdout.read()
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(output.decode())
    return used.ru_utime + used.ru_stime


def generated(project: Path, schema: Path, is_enforced: bool) -> Path:
    """The folder that `generate` makes in a new project, with what enforces it or without."""
    project.mkdir()
    flags = ["--enforce"] if is_enforced else []
    out = project / "convex"
    process(
        sys.executable, "-m", "prisma_to_convex", "generate", str(schema), "--out", str(out), *flags
    )
    return out


def project(convex: Path, is_enforced: bool, size: int) -> None:
    """A project that inserts into each table, patches and deletes, by functions of `convex` or of functions.ts: a
    file for so many tables.
    """
    (convex / "_generated").mkdir()
    (convex / "_generated" / "dataModel.d.ts").write_text(DATA_MODEL, encoding="utf-8")
    (convex / "_generated" / "server.d.ts").write_text(SERVER, encoding="utf-8")
    (convex / "tsconfig.json").write_text(TSCONFIG, encoding="utf-8")
    (convex.parent / "node_modules").symlink_to(ORACLE, target_is_directory=True)
    schema = (convex / "schema.ts").read_text(encoding="utf-8")
    lines = (line.strip() for line in schema.splitlines())
    tables = [line.split(":")[0] for line in lines if ": defineTable(" in line]
    source = "./functions" if is_enforced else "./_generated/server"
    head = 'import type { WithoutSystemFields } from "convex/server";\nimport { v } from "convex/values";\n'
    head += 'import type { Doc, Id } from "./_generated/dataModel";\n'
    head += f'import {{ mutation }} from "{source}";\n'
    for start in range(0, len(tables), size):
        body = "".join(_functions(table) for table in tables[start : start + size])
        (convex / f"app{start}.ts").write_text(head + body, encoding="utf-8")


def _functions(table: str) -> str:
    return f"""
export const write_{table} = mutation({{
  args: {{ value: v.any(), id: v.id("{table}") }},
  handler: async (ctx, {{ value, id }}) => {{
    const made: Id<"{table}"> = await ctx.db.insert("{table}", value as WithoutSystemFields<Doc<"{table}">>);
    await ctx.db.patch("{table}", id, {{}});
    await ctx.db.delete("{table}", id);
    return made;
  }},
}});
"""
