"""Code that is broken, huge or made to take forever: read within limits, or left out and told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prisma_to_convex.calls.examined import ExaminedCode
from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import (
    DEEPEST_BRACKETS,
    MOST_BYTES,
    MOST_OF_A_LINE,
    CodeFile,
    read_code,
)
from support.work import calls

from .test_cases import COMPILED

CALL = "prisma.deal.findMany"


def examined(text: str | bytes) -> ExaminedCode:
    data = text if isinstance(text, bytes) else text.encode()
    return examine_code([CodeFile("a.ts", data)], COMPILED.lowered, {})[0]


def doubled(depth: int) -> str:
    """Each helper calls the one before it twice."""
    lines = ["const f0 = (x) => ({ teamId: x });"]
    lines += [
        f"const f{n} = (x) => ({{ ...f{n - 1}(f{n - 1}(x)), ...f{n - 1}(x) }});"
        for n in range(1, depth)
    ]
    return "\n".join(lines) + f"\n{CALL}({{ where: f{depth - 1}(1) }});"


HOSTILE: dict[str, str | bytes] = {
    "nested objects": f"{CALL}({'{ where: ' * 3000}1{'}' * 3000});",
    "nested OR": f"{CALL}({{ where: {'{ OR: [' * 2000}{{}}{']}' * 2000} }});",
    "nested AND": f"{CALL}({{ where: {'{ AND: ' * 2000}{{}}{'}' * 2000} }});",
    "nested includes": f"{CALL}({'{ include: { notes: ' * 1000}true{'}}' * 1000});",
    "parentheses": f"{CALL}({'(' * 5000}{{}}{')' * 5000});",
    "a ternary of thousands": f"{CALL}({{ where: {'a ? {} : ' * 3000}{{}} }});",
    "doubling helpers": doubled(40),
    "helpers in a circle": f"const a = () => b(); const b = () => a();\n{CALL}({{ where: a() }});",
    "variables in a circle": f"let a = {{ ...b }}; let b = {{ ...a }};\n{CALL}({{ where: a }});",
    "a loop of changes": f"let a = {{}}; let b = {{}}; for (;;) {{ a = {{ ...b }}; b = {{ ...a }}; {CALL}({{ where: a }}); }}",
    "a long chain": "x" + ".a()" * 20000 + f";{CALL}({{}});",
    "open brackets": f"{CALL}({{}});" + "({[" * 50000,
    "many calls in a line": f"{CALL}({{ where: {{ teamId: 1 }} }});" * 3000,
    "one name everywhere": "const where = {};" + "f(where);" * 20000 + f"{CALL}({{ where }});",
    "a destructuring": f"const {'{ a: ' * 500}b{' }' * 500} = c;\n{CALL}({{ where: b }});",
    "many spreads": f"{CALL}({{ where: {{ {'...a, ' * 20000} }} }});",
    "zeros": b"prisma.deal.count()\0" * 1000,
    "no UTF-8": b"prisma.deal.count(); // \xff\xfe\n" * 1000,
    "a bomb of templates": "`${" * 5000 + f"{CALL}()" + "}`" * 5000,
    "generics": f"{CALL}{'<A' * 5000}{'>' * 5000}({{}});",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_soon(name: str) -> None:
    found: list[ExaminedCode] = []
    assert calls(lambda: found.append(examined(HOSTILE[name]))) < 2_000_000
    assert len(found[0].application.calls) <= 3000


def test_only_regular_files_are_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.ts")
    Path("big.ts").write_bytes(b"x" * (MOST_BYTES + 1))
    Path("real.ts").write_text("prisma.deal.count();")
    os.symlink("real.ts", "link.ts")
    os.symlink(".", "again")
    Path("line.ts").write_text("prisma.deal.count();\n" + "x" * (MOST_OF_A_LINE + 1))
    Path("lines.ts").write_text(f"{'x' * MOST_OF_A_LINE}\r{'x' * MOST_OF_A_LINE}\n" * 3)
    Path("closed.ts").write_text("")
    Path("node_modules").mkdir()
    Path("node_modules", "a.ts").write_text("prisma.deal.count();")
    found = read_code(["."])
    assert [file.name for file in found.files] == ["closed.ts", "lines.ts", "real.ts"]
    assert {reason: [one.name for one in files] for reason, files in found.left_out.items()} == {
        "files above 1 MB": ["big.ts"],
        "files with a line above 100 kB": ["line.ts"],
    }


@pytest.mark.parametrize("around", ["{}", "()", "[]"])
def test_brackets_in_a_thousand_others_are_read_and_in_one_more_not(
    tmp_path: Path, around: str
) -> None:
    for name, depth in (("most", DEEPEST_BRACKETS), ("more", DEEPEST_BRACKETS + 1)):
        text = around[0] * depth + around[1] * depth
        (tmp_path / f"{name}.ts").write_text(text, encoding="utf-8")
    (tmp_path / "beside.ts").write_text(around * (DEEPEST_BRACKETS + 1), encoding="utf-8")
    found = read_code([str(tmp_path)])
    assert [Path(file.name).name for file in found.files] == ["beside.ts", "most.ts"]
    ((reason, (left,)),) = found.left_out.items()
    assert (reason, Path(left.name).name) == (
        "files with brackets in more than 1,000 others",
        "more.ts",
    )


def test_deep_folders(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(100):
        folder = folder / "d"
    folder.mkdir(parents=True)
    (folder / "a.ts").write_text("prisma.deal.count();")
    assert read_code([str(tmp_path)]).files == ()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("src/a.test.ts", "tests"),
        ("src/__tests__/a.ts", "tests"),
        ("e2e/a.ts", "tests"),
        ("prisma/seed.ts", "seeds and scripts"),
        ("scripts/a.ts", "seeds and scripts"),
        ("prisma/migrations/1/a.ts", "migrations"),
        ("src/controllers/migration/a.ts", ""),
        ("src/generated/a.ts", "generated code"),
        ("src/a.d.ts", "type declarations"),
        ("src/a.stories.tsx", "examples and stories"),
        ("src/contest.ts", ""),
        ("src/seeding-plan.ts", ""),
    ],
)
def test_what_is_left_out(
    path: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(path).parent.mkdir(parents=True)
    Path(path).write_text("prisma.deal.count();")
    found = read_code(["."])
    assert list(found.left_out) == ([reason] if reason else [])
    code, _ = examine_code(found.files, COMPILED.lowered, found.left_out)
    assert [(one.reason, one.files, one.calls) for one in code.application.left_out] == (
        [(reason, 1, 1)] if reason else []
    )


@pytest.mark.parametrize(
    "head",
    [
        "/* eslint-disable */\n// Generated by a tool. Do not edit manually.",
        "// @generated",
        "/* This file was generated by a tool */",
        "// This file is auto-generated.",
        "// AUTO-GENERATED",
        "/**\n * Autogenerated by a tool\n */",
        "// Automatically generated code",
    ],
)
def test_what_says_that_it_is_generated(
    head: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.ts").write_text(f"{head}\nprisma.deal.count();")
    found = read_code(["."])
    assert (found.files, list(found.left_out)) == ((), ["generated code"])


@pytest.mark.parametrize(
    "head",
    [
        "// What is generated by users is shown here.",
        "// Autogenerated pictures of an application, where nobody sent one.",
        "/* The service that makes auto-generated titles for deals */",
    ],
)
def test_what_tells_of_things_that_are_generated(
    head: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.ts").write_text(f"{head}\nprisma.deal.count();")
    assert [file.name for file in read_code(["."]).files] == ["a.ts"]
