"""Emitted enforcement code, run on convex-test: `tests/oracle/enforce/server.mjs` asked from Python."""

from __future__ import annotations

import atexit
import functools
import json
import subprocess
from pathlib import Path
from typing import Any, TypeAlias

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.enforce.constraint_building import enforcement
from prisma_to_convex.enforce.emitted_files import enforce_files
from prisma_to_convex.options.settings import DEFAULTS

from .oracle import ORACLE, OracleMissing

Json: TypeAlias = Any
ENFORCING = DEFAULTS._replace(enforce=True)
UNDEFINED = {"$": "undefined"}
"""A field that a write takes away."""


class Runtime:
    """One emitted folder at a time, on a database of its own that starts empty."""

    def __init__(self) -> None:
        if not (ORACLE / "node_modules").is_dir():
            raise OracleMissing(str(ORACLE))
        self._process = subprocess.Popen(
            ["node", str(ORACLE / "enforce" / "server.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        atexit.register(self.close)

    def close(self) -> None:
        if self._process.poll() is None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            self._process.wait(10)

    def ask(self, ask: str, **request: Json) -> Json:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"ask": ask, **request}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "failure" in answer:
            raise AssertionError(answer["failure"])
        return answer

    def ddl(self, schema: str) -> str:
        """Prisma's own, for PostgreSQL, CockroachDB and SQLite."""
        return str(self.ask("ddl", text=schema)["sql"])

    def load(self, folder: Path, limits: Json = None) -> None:
        self.ask("load", dir=str(folder), limits=limits)

    def write(self, *call: Json) -> Json:
        """`{"id": ...}`, `{}` or `{"code": ..., "meta": ...}`; a mutation of its own."""
        found = self.ask("write", writes=[call])["results"][0]
        if "error" in found:
            raise AssertionError(f"{call}: {found['error']}")
        return found

    def insert(self, table: str, value: Json) -> str:
        found = self.write("insert", table, value)
        assert "id" in found, found
        return str(found["id"])

    def code(self, *call: Json) -> str:
        """The code of the violation, or `ok`."""
        return str(self.write(*call).get("code", "ok"))

    def script(self, code: str) -> Json:
        """What an async function body returns that sees `ctx` and the folder's modules as `api`."""
        found = self.ask("script", code=code)
        if "value" not in found:
            raise AssertionError(found)
        return found["value"]

    def rows(self) -> dict[str, list[dict[str, Json]]]:
        tables: dict[str, list[dict[str, Json]]] = self.ask("rows")["tables"]
        return tables


@functools.cache
def runtime() -> Runtime:
    """One of each process."""
    return Runtime()


def emit(folder: Path, schema: str) -> Compilation:
    """Writes what `generate --enforce` writes for a valid schema."""
    found = compile_schema([SourceFile("schema.prisma", schema)], ENFORCING)
    if isinstance(found, Invalid):
        errors = "\n".join(f"{one.position}: {one.message}" for one in found.diagnostics)
        raise AssertionError(f"the schema is not valid:\n{errors}\n{schema}")
    emit_compiled(folder, found)
    return found


def emit_compiled(folder: Path, found: Compilation) -> None:
    """As `emit`, of what is compiled already."""
    folder.mkdir(parents=True, exist_ok=True)
    made = enforce_files(found.lowered, enforcement(found.lowered), "schema.prisma")
    texts = {"schema.ts": schema_ts(found.lowered.convex, "schema.prisma", "report.md"), **made}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
