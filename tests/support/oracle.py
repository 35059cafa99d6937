"""The real Prisma and Convex components, asked from Python. What each proves: `tests/oracle/README.md`.

    prisma().validate("model A {\\n  id Int @id\\n}\\n").ok       # Prisma's own engine
    judge_convex({"mine": schema_ts})["mine"].findings == ()     # Convex, TypeScript, ESLint, Prettier

Servers start on first use, one of each per process (so one per pytest-xdist worker), and end with it. Nothing is ever
skipped: without `node_modules` every call raises `OracleMissing`.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeAlias, get_args

ORACLE = Path(__file__).resolve().parent.parent / "oracle"
CASES_A_REQUEST = 120
"""Bounds the memory of the judges and the compiler; a request costs about a second before its first case."""

Json: TypeAlias = Any  # what another program's JSON holds is not ours to type
Engine: TypeAlias = Literal["6", "7"]
Judge: TypeAlias = Literal["convex", "behaviour", "eslint", "prettier", "types"]
JUDGES: tuple[Judge, ...] = get_args(Judge)
PrismaFiles: TypeAlias = str | Mapping[str, str] | Sequence[tuple[str, str]]
"""One schema's text, or its files: name -> text. Names differ."""
ConvexFiles: TypeAlias = str | Path | Mapping[str, str]
"""The text of a `schema.ts`, its path, the path of a `convex` folder (each `*.ts` right in it), or file -> text."""


class OracleMissing(RuntimeError):
    """The npm packages are not installed, so nothing can be said."""


class OracleFailure(RuntimeError):
    """The oracle itself broke down: no verdict on anything."""


@dataclass(frozen=True, slots=True)
class EngineMessage:
    """`start` and `end` are half-open code point offsets in the file as it was given."""

    message: str
    file: str
    start: int
    end: int
    is_warning: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """`ok` is Prisma's: no message but warnings. A crash of the engine is not ok, and says so in `panic`."""

    ok: bool
    messages: tuple[EngineMessage, ...] = ()
    panic: str | None = None

    @property
    def errors(self) -> tuple[EngineMessage, ...]:
        return tuple(one for one in self.messages if not one.is_warning)

    @property
    def warnings(self) -> tuple[EngineMessage, ...]:
        return tuple(one for one in self.messages if one.is_warning)


class SchemaRefused(ValueError):
    """The engine gives no DMMF for this schema. The argument is its message, or its panic's."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`rule` is the checker's name, ESLint's or TypeScript's code; `table`, `index`, `field` where they are known."""

    judge: str
    rule: str
    message: str
    table: str | None = None
    index: str | None = None
    field: str | None = None

    def __str__(self) -> str:
        place = f" {self.table}:" if self.table else ""
        return f"{self.judge}/{self.rule}:{place} {self.message}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """`exported` is the JSON that a push would send to Convex, None where the schema could not be evaluated."""

    findings: tuple[Finding, ...]
    exported: Json

    def rules(self) -> list[str]:
        return sorted({finding.rule for finding in self.findings})


@dataclass(frozen=True, slots=True)
class ConvexRule:
    """`authority`: "backend" (a push is refused), "docs" (a documented limit), "wrong" (accepted, never meant)."""

    name: str
    authority: str
    source: str


class PrismaEngine:
    """Prisma's validator, 6.19 ("6") and 7.10 ("7"), under the project's URL policy: a connection URL may stand, or not."""

    def __init__(self) -> None:
        self._server = _Server("prisma.mjs")

    def validate(self, files: PrismaFiles, engine: Engine = "7") -> Verdict:
        answer = self._ask("validate", files, engine)
        if "panic" in answer:
            return Verdict(ok=False, panic=answer["panic"])
        return Verdict(answer["ok"], tuple(EngineMessage(**one) for one in answer["errors"]))

    def dmmf(self, files: PrismaFiles, engine: Engine = "7") -> Json:
        """The DMMF's datamodel: `enums`, `models`, `types`, `indexes`. The query API around it is left out."""
        answer = self._ask("dmmf", files, engine)
        if answer.get("ok"):
            return answer["datamodel"]
        raise SchemaRefused(answer.get("error") or answer["panic"])

    def _ask(self, op: str, files: PrismaFiles, engine: Engine) -> Json:
        if isinstance(files, str):
            files = {"schema.prisma": files}
        pairs = list(files.items()) if isinstance(files, Mapping) else list(files)
        return self._server.ask(op=op, engine=engine, files=pairs)

    def close(self) -> None:
        self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@functools.cache
def prisma() -> PrismaEngine:
    """This process's engine, kept until it ends."""
    engine = PrismaEngine()
    atexit.register(engine.close)
    return engine


def judge_convex(
    cases: Mapping[str, ConvexFiles],
    judges: Iterable[Judge] = JUDGES,
    compiler: Literal["5", "7"] = "7",
) -> dict[str, Judgement]:
    """Each case by each judge. Ask for many at once: a request pays for one compiler run, whatever its number of cases."""
    judgements: dict[str, Judgement] = {}
    names = list(cases)
    for at in range(0, len(names), CASES_A_REQUEST):
        batch = {name: cases[name] for name in names[at : at + CASES_A_REQUEST]}
        judgements |= _judge_batch(batch, list(judges), compiler)
    return judgements


def check_export(schema: Json) -> tuple[Finding, ...]:
    """Convex's rules on an exported schema, without source: the rules that read the source or live objects are mute."""
    return _findings("convex", _judges().ask(op="check", schema=schema)["findings"])


def convex_rules() -> tuple[ConvexRule, ...]:
    """Every rule the checker knows, in the order of its table."""
    return tuple(ConvexRule(**rule) for rule in _judges().ask(op="rules")["rules"])


def unformatted(files: Mapping[str, str], width: int = 80) -> dict[str, tuple[Finding, ...]]:
    """Prettier, with its defaults but for the width, on any files (Markdown, JSON, TypeScript, ...): the parser follows from the name."""
    answer = _judges().ask(op="format", files=list(files.items()), width=width)
    return {name: _findings("prettier", found) for name, found in answer["findings"].items()}


def value_complaints(texts: Sequence[str]) -> list[str | None]:
    """What Convex's client says of each value of JSON that it is to send; None where it arrives as it is."""
    return list(_judges().ask(op="values", texts=list(texts))["complaints"])


def last_timings() -> Mapping[str, int]:
    """Milliseconds that each judge took in the last request of `judge_convex`. `types` ran beside the others."""
    return dict(_timings)


def _judge_batch(
    cases: Mapping[str, ConvexFiles], judges: list[Judge], compiler: str
) -> dict[str, Judgement]:
    with tempfile.TemporaryDirectory(prefix="oracle-") as folder:
        workspace = Path(folder).resolve()
        (workspace / "node_modules").symlink_to(ORACLE / "node_modules")
        laid_out = [
            _lay_out(workspace / f"case{at}", files) for at, files in enumerate(cases.values())
        ]
        request = [{"name": name, **case} for name, case in zip(cases, laid_out, strict=True)]
        answer = _judges().ask(
            op="judge", workspace=str(workspace), judges=judges, compiler=compiler, cases=request
        )
    _timings.update({name: round(ms) for name, ms in answer["ms"].items()})
    return {
        name: Judgement(_findings(None, answer["findings"][name]), answer["exported"][name])
        for name in cases
    }


def _lay_out(folder: Path, files: ConvexFiles) -> Json:
    convex = folder / "convex"
    texts = _texts(files)
    for name, text in texts.items():
        path = convex / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return {"dir": str(folder), "files": list(texts)}


def _texts(files: ConvexFiles) -> Mapping[str, str]:
    match files:
        case str():
            return {"schema.ts": files}
        case Path() if files.is_dir():
            return {path.name: _read(path) for path in sorted(files.glob("*.ts"))}
        case Path():
            return {"schema.ts": _read(files)}
        case _:
            return files


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _findings(by: str | None, found: Iterable[Json]) -> tuple[Finding, ...]:
    return tuple(Finding(**({"judge": by} if by else {}), **one) for one in found)


@functools.cache
def _judges() -> _Server:
    server = _Server("judge.mjs", "--experimental-vm-modules")
    atexit.register(server.close)
    return server


@functools.cache
def remedies() -> _Server:
    """Runs the code of the rules' documentation: `remedies.mjs` says what it is asked."""
    server = _Server("remedies.mjs")
    atexit.register(server.close)
    return server


@functools.cache
def documents() -> _Server:
    """convex-test, which takes documents or refuses them: `documents.mjs` says what it is asked."""
    server = _Server("documents.mjs")
    atexit.register(server.close)
    return server


@functools.cache
def client_rows() -> _Server:
    """Prisma Client over real databases: `rows/fidelity.mjs` says what it is asked."""
    server = _Server("rows/fidelity.mjs")
    atexit.register(server.close)
    return server


_timings: dict[str, int] = {}


class _Server:
    """A node process that answers each JSON line with one."""

    def __init__(self, script: str, *flags: str) -> None:
        node = shutil.which("node")
        if node is None or not (ORACLE / "node_modules" / ".package-lock.json").exists():
            raise OracleMissing(
                "the oracle is not installed: run make test (or npm ci in tests/oracle)"
            )
        # Node, the compiler and Convex's CLI read many a variable; no verdict may hang on one.
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        self._process = subprocess.Popen(
            [node, "--no-warnings", *flags, str(ORACLE / script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=kept,
            encoding="utf-8",
        )

    def ask(self, **request: Json) -> Json:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"id": 0, **request}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise OracleFailure(f"the oracle's process ended with {self._process.wait()}")
        answer = json.loads(line)
        if "failure" in answer:
            raise OracleFailure(answer["failure"])
        return answer

    def close(self) -> None:
        self._process.communicate()
