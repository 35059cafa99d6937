"""What was recorded, joined with the code: by model, operation and form; lines that nobody recorded are told."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from prisma_to_convex.calls.trace import Trace
from prisma_to_convex.cli import main
from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.queries.forms.trace_records import trace_record
from prisma_to_convex.queries.traces.trace_lines import MOST_LINE_BYTES, read_traces
from prisma_to_convex.queries.traces.traced_code import with_trace

from .test_cases import COMPILED, FOLDER

CODE = """
export const byTeam = (teamId: number) => prisma.deal.findMany({ where: { teamId } });
export const open = (teamId?: number) =>
  prisma.deal.findMany({ where: { teamId, status: "OPEN" }, orderBy: { id: "asc" } });
export const list = (args: Prisma.DealFindManyArgs) => prisma.deal.findMany(args);
export const sorted = (column: string) => prisma.note.findMany({ orderBy: { [column]: "asc" } });
export const member = (teamId: number, email: string) =>
  prisma.member.findUnique({ where: { teamId_email: { teamId, email } } });
export const withTeam = (id: number) => prisma.deal.findMany({ where: { team: { id } }, include: { notes: true } });
"""


def line(model: str, operation: str, args: Any, count: int = 1) -> str:
    return json.dumps({"model": model, "operation": operation, "args": args, "count": count}) + "\n"


def traced(tmp_path: Path, lines: Sequence[str], code: str = CODE) -> tuple[Trace, list[str]]:
    """The trace, and the classes of all calls."""
    path = tmp_path / "trace.jsonl"
    path.write_text("".join(lines), encoding="utf-8")
    counts = read_traces([str(path)]).counts
    examined, _ = examine_code([CodeFile("a.ts", code.encode())], COMPILED.lowered, {})
    found = with_trace(examined, COMPILED.lowered, counts, {})
    assert found.trace is not None
    return found.trace, [one.kind for one in found.calls]


def sites(trace: Trace) -> list[tuple[int, int, int]]:
    return [(one.call.span.position[0], one.times, one.shared) for one in trace.sites]


@pytest.mark.parametrize(
    ("model", "operation", "args", "expected"),
    [
        ("Deal", "findMany", {"where": {"teamId": "?"}}, 2),
        ("Deal", "findMany", {"where": {"AND": [{"teamId": {"equals": "?"}}]}}, 2),
        ("Deal", "findMany", {"where": {"team": {"is": {"id": "?"}}}}, 2),
        ("Deal", "findMany", {"where": {"status": "?", "teamId": "?"}, "orderBy": {"id": "asc"}}, 4),
        ("Deal", "findMany", {"where": {"status": "?"}, "orderBy": [{"id": "asc"}]}, 4),
        ("Deal", "findMany", {"where": {"status": "?"}, "orderBy": {"id": "desc"}}, 5),
        ("Deal", "findMany", {"where": {"amount": {"gt": "?"}}, "take": "?"}, 5),
        ("Deal", "findMany", {"where": {"teamId": "?"}, "include": {"notes": True}}, 9),
        ("Note", "findMany", {"orderBy": {"text": "asc"}}, 6),
        ("Member", "findUnique", {"where": {"teamId_email": {"email": "?", "teamId": "?"}}}, 8),
        ("Member", "findUnique", {"where": {"id": "?"}}, 0),
        ("Note", "findMany", {"where": {"text": "?"}, "orderBy": {"text": "asc"}}, 0),
        ("Note", "count", {}, 0),
    ],
)  # fmt: skip
def test_where_a_form_stands(
    model: str, operation: str, args: Any, expected: int, tmp_path: Path
) -> None:
    trace, _ = traced(tmp_path, [line(model, operation, args, 3)])
    if expected:
        assert sites(trace) == [(expected, 3, 0)]
        assert trace.unmatched == ()
    else:
        assert sites(trace) == []
        assert [one.times for one in trace.unmatched] == [3]


def test_two_calls_that_ask_the_same(tmp_path: Path) -> None:
    code = "const a = prisma.deal.count();\nconst b = prisma.deal.count({ where: {} });"
    trace, _ = traced(tmp_path, [line("Deal", "count", {}, 5)], code)
    assert sites(trace) == [(1, 0, 5), (2, 0, 5)]


def test_a_wrapper_is_what_it_ran_as(tmp_path: Path) -> None:
    filtered = {"where": {"amount": {"gt": "?"}}}
    _, before = traced(tmp_path, [])
    trace, after = traced(
        tmp_path, [line("Deal", "findMany", filtered), line("Deal", "findMany", {})]
    )
    assert before == ["C", "C", "U", "E", "B", "C"]
    assert after == ["C", "C", "C", "C", "E", "B", "C"]
    assert [len(one.forms) for one in trace.sites if one.call.span.position[0] == 5] == [2]


def test_a_computed_order_is_what_it_ran_as(tmp_path: Path) -> None:
    trace, after = traced(tmp_path, [line("Note", "findMany", {"orderBy": {"text": "asc"}})])
    assert after == ["C", "C", "U", "C", "B", "C"]
    assert trace.unmatched == ()


def test_lines_of_several_files_and_processes_are_summed(tmp_path: Path) -> None:
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for path in paths:
        path.write_text(line("Deal", "count", {}, 2) * 2, encoding="utf-8")
    found = read_traces([str(path) for path in paths])
    assert list(found.counts.values()) == [8]
    assert found.problems == ()


def test_programs_get_each_site_and_form(tmp_path: Path) -> None:
    filtered = {"where": {"amount": {"gt": "?"}}}
    lines = [line("Deal", "findMany", filtered, 3), line("Team", "count", {}, 2)]
    code = "export const list = (args: any) => prisma.deal.findMany(args);\n"
    trace, _ = traced(tmp_path, lines, code)
    record = trace_record([trace])
    assert (record["times"], record["forms"]) == (5, 2)
    (site,) = record["sites"]
    assert (site["model"], site["operation"], site["times"]) == ("Deal", "findMany", 3)
    (form,) = site["forms"]
    assert (form["model"], form["operation"], form["times"]) == ("Deal", "findMany", 3)
    (unmatched,) = record["unmatched"]
    assert (unmatched["model"], unmatched["operation"], unmatched["times"]) == ("Team", "count", 2)


BAD: dict[str, str | bytes] = {
    "no JSON": "{model}\n",
    "cut off in the middle": '{"model":"Deal","oper',
    "no recorded call": "[1]\n",
    "no recorded call: it names no model": '{"operation":"count","args":{},"count":1}\n',
    "no recorded call: it has no count": '{"model":"Deal","operation":"count","args":{},"count":true}\n',
    "no operation of Prisma Client": line("Deal", "eval", {}),
    "its arguments are no form that recordQueries.ts writes": line("Deal", "count", {"where": {"a b": "?"}}),
}  # fmt: skip


@pytest.mark.parametrize("reason", BAD)
def test_bad_lines_are_reported_by_their_number(reason: str, tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    bad = BAD[reason]
    path.write_text(line("Deal", "count", {}) + "\n" + str(bad), encoding="utf-8")
    found = read_traces([str(path)])
    assert found.problems == (f"{path}:3: {reason}",)
    assert len(found.counts) == 1
    assert not found.is_unusable


@pytest.mark.parametrize(
    "args",
    [
        {"where": {"title": "secret value"}},
        {"where": {"title": 7}},
        {"where": {'x"]: process.exit()//': "?"}},
        {"where": {"title": "?); drop(("}},
        [{"where": {}}],
        {"where": {"constructor()": "?"}},
    ],
)
def test_what_is_no_form_never_becomes_code(args: Any, tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(line("Deal", "findMany", args), encoding="utf-8")
    found = read_traces([str(path)])
    assert not found.counts
    assert found.is_unusable


def deep(depth: int) -> Any:
    form: Any = "?"
    for _ in range(depth):
        form = {"AND": [form]}
    return {"where": form}


@pytest.mark.parametrize(
    "data",
    [
        b"x" * (MOST_LINE_BYTES * 40) + b"\n" + line("Deal", "count", {}).encode(),
        b"\0" * 100_000,
        b"\xff\xfe\n" * 1000,
        b"[" * 50_000 + b"\n",
        b'{"model":' * 5_000,
        line("Deal", "findMany", deep(150)).encode(),
        line("Deal", "findMany", {"where": {"OR": [{"teamId": "?"}] * 3000}}).encode(),
        b"".join(line("Deal", "findMany", {"where": {f"f{n}": "?"}}).encode() for n in range(21_000)),
    ],
    ids=["a long line", "zeros", "no UTF-8", "brackets", "open", "deep", "wide", "many forms"],
)  # fmt: skip
def test_hostile_files_end_soon(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(data)
    started = time.process_time()
    counts = read_traces([str(path)]).counts
    examined, _ = examine_code([CodeFile("a.ts", CODE.encode())], COMPILED.lowered, {})
    with_trace(examined, COMPILED.lowered, dict(list(counts.items())[:500]), {})
    assert time.process_time() - started < 10


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_bytes((FOLDER / "schema.prisma").read_bytes())
    Path("a.ts").write_text(CODE, encoding="utf-8")
    lines = [
        line("Deal", "findMany", {"where": {"amount": {"gt": "?"}}}, 12),
        line("Note", "count", {}),
        line("Ghost", "count", {}, 4),
        "{",
    ]
    Path("t.jsonl").write_text("".join(lines), encoding="utf-8")
    arguments = ["queries", ".", "--schema", "schema.prisma", "--trace", "t.jsonl"]
    assert main([*arguments, "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert "warning: t.jsonl:4: cut off in the middle" in err
    found = json.loads(out)
    schema = json.loads((files("prisma_to_convex") / "schemas" / "queries.schema.json").read_text())
    jsonschema.validate(found, schema)
    assert found["trace"]["times"] == 17
    assert found["trace"]["foreign"] == {"Ghost": 4}
    assert main(arguments) == 0
    text = capsys.readouterr().out
    for sentence in (
        "recorded: 17 calls in 2 forms; 1 of 6 calls of the code ran",
        "a.ts:5:56 deal.findMany",
        "12  C  where amount gt",
        "note.count         1  G  all rows",
        "4 recorded calls of models that the schema does not have: Ghost",
    ):
        assert sentence in text
    for missing in ("none.jsonl", "."):
        assert main(["queries", ".", "--schema", "schema.prisma", "--trace", missing]) == 2
        assert f"prisma-to-convex: {missing}: " in capsys.readouterr().err


def test_the_recorder_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["queries", "--recorder"]) == 0
    assert "export function recordQueries(file: string)" in capsys.readouterr().out
