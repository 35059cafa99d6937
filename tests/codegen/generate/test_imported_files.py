"""`generate` where schema.ts imports tables and validators from files beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from prisma_to_convex.cli import main

PRISMA = """\
datasource db {
  provider = "postgresql"
}

enum Role {
  ADMIN
  USER
}

model User {
  id    String @id @default(cuid())
  email String @unique
  role  Role
}
"""
SCHEMA = """\
import { defineSchema } from "convex/server";
import { users } from "./tables/users";

export default defineSchema({
  users,
});
"""
USERS = """\
import { defineTable } from 'convex/server'
import { v } from 'convex/values'
import { role } from '../validators'

export const users = defineTable({
  email: v.string(),
  role,
})
  // @unique
  .index('by_email', ['email'])
"""
VALIDATORS = """\
import { v } from "convex/values";

export const role = v.union(v.literal("ADMIN"), v.literal("USER"));
"""
CHANGED = PRISMA.replace("  USER\n", "  USER\n  GUEST\n").replace(
    "  role  Role\n", "  role  Role\n  nick  String\n"
)


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(PRISMA, encoding="utf-8")
    assert main(["generate", "schema.prisma"]) == 0
    Path("convex/tables").mkdir()
    for name, text in (
        ("schema.ts", SCHEMA),
        ("tables/users.ts", USERS),
        ("validators.ts", VALIDATORS),
    ):
        Path("convex", name).write_text(text, encoding="utf-8")


def change(text: str = CHANGED) -> None:
    Path("schema.prisma").write_text(text, encoding="utf-8")


def texts() -> dict[str, str]:
    return {
        path.as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(Path("convex").rglob("*"))
        if path.is_file()
    }


def test_nothing_is_written_where_prisma_has_not_changed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = texts()
    assert main(["generate", "schema.prisma"]) == 0
    after = texts()
    assert {name for name in after if after[name] != before[name]} <= {"convex/report.md"}
    assert "By hand, different from Prisma" not in after["convex/report.md"]
    assert main(["generate", "schema.prisma", "--check"]) == 0


def test_each_file_gets_what_is_its_own_in_its_own_style(
    capsys: pytest.CaptureFixture[str],
) -> None:
    change()
    assert main(["generate", "schema.prisma", "--check"]) == 1
    assert "convex/tables/users.ts" in capsys.readouterr().err
    assert main(["generate", "schema.prisma"]) == 0
    assert "convex/tables/users.ts and convex/validators.ts  which schema.ts imports" in (
        capsys.readouterr().out
    )
    found = texts()
    assert found["convex/schema.ts"] == SCHEMA
    assert found["convex/tables/users.ts"] == USERS.replace(
        "  role,\n", "  role,\n  nick: v.string(),\n"
    )
    assert 'v.literal("GUEST")' in found["convex/validators.ts"]
    assert main(["generate", "schema.prisma", "--check"]) == 0


def test_files_behind_a_path_alias_are_merged_as_well() -> None:
    """tsconfig.json says what `@/tables/users` is; the import stays as it is written."""
    config = (
        '{ "compilerOptions": { "paths": { "@/*": ["./convex/*"], }, }, } // as editors write it\n'
    )
    Path("tsconfig.json").write_text(config, encoding="utf-8")
    schema = SCHEMA.replace("./tables/users", "@/tables/users")
    users = USERS.replace("../validators", "@/validators")
    Path("convex/schema.ts").write_text(schema, encoding="utf-8")
    Path("convex/tables/users.ts").write_text(users, encoding="utf-8")
    assert main(["generate", "schema.prisma", "--check"]) == 0
    change()
    assert main(["generate", "schema.prisma"]) == 0
    found = texts()
    assert "By hand, different from Prisma" not in found["convex/report.md"]
    assert found["convex/schema.ts"] == schema
    assert found["convex/tables/users.ts"] == users.replace(
        "  role,\n", "  role,\n  nick: v.string(),\n"
    )
    assert 'v.literal("GUEST")' in found["convex/validators.ts"]
    assert main(["generate", "schema.prisma", "--check"]) == 0


def test_a_conflict_names_its_file_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("convex/tables/users.ts")
    path.write_text(USERS.replace("email: v.string()", "email: v.any()"), encoding="utf-8")
    before = texts()
    change(PRISMA.replace("email String", "email Int"))
    assert main(["generate", "schema.prisma"]) == 2
    assert texts() == before
    printed = capsys.readouterr().err
    assert "convex/tables/users.ts: users.email: changed here and in Prisma" in printed


def test_a_file_in_which_nothing_is_left_stays_a_module() -> None:
    change(PRISMA.replace("  role  Role\n", "").replace("enum Role {\n  ADMIN\n  USER\n}\n", ""))
    assert main(["generate", "schema.prisma"]) == 0
    assert texts()["convex/validators.ts"] == "export {};\n"
    assert "role" not in texts()["convex/tables/users.ts"]


def test_no_link_is_followed_out_of_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside.ts"
    outside.write_text(USERS, encoding="utf-8")
    path = Path("convex/tables/users.ts")
    path.unlink()
    path.symlink_to(outside)
    change()
    main(["generate", "schema.prisma"])
    assert outside.read_text(encoding="utf-8") == USERS


def test_a_file_that_is_half_written_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("convex/tables/users.ts")
    path.write_text(USERS[:-5], encoding="utf-8")
    assert main(["generate", "schema.prisma"]) == 0
    assert path.read_text(encoding="utf-8") == USERS[:-5]
    message = "Not read, and left as it is: convex/tables/users.ts, line 10: "
    assert message in capsys.readouterr().out
    change()
    main(["generate", "schema.prisma"])
    assert path.read_text(encoding="utf-8") == USERS[:-5]


def test_what_stands_in_files_is_judged(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("convex/tables/users.ts")
    path.write_text(USERS.replace("  email: v.string(),\n", ""), encoding="utf-8")
    assert main(["generate", "schema.prisma"]) == 0
    report = texts()["convex/report.md"]
    assert "| removed | field | `users.email` |" in report
    assert main(["check", "schema.prisma"]) == 0
    assert "PC235" in capsys.readouterr().out


def test_one_conflict_is_answered_by_its_place_and_the_other_by_an_edit(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = Path("convex/tables/users.ts")
    both = USERS.replace("email: v.string()", "email: v.any()").replace("  role,\n", "")
    path.write_text(both, encoding="utf-8")
    change(PRISMA.replace("email String", "email Int").replace("role  Role", "role  Role[]"))
    assert main(["generate", "schema.prisma", "--prefer", "mine:users.email"]) == 2
    printed = capsys.readouterr().err
    assert "users.role: deleted here, changed in Prisma" in printed
    assert "users.email" not in printed
    path.write_text(
        both.replace("  email: v.any(),\n", "  email: v.any(),\n  role: v.array(role),\n")
    )
    assert main(["generate", "schema.prisma", "--prefer", "mine:users.email"]) == 0
    assert "email: v.any(),\n  role: v.array(role),\n" in path.read_text(encoding="utf-8")
    assert main(["generate", "schema.prisma", "--check"]) == 0


@pytest.mark.parametrize("given", [["mine", "--prefer", "prisma"], ["theirs"]])
def test_no_side_and_two_sides(given: list[str]) -> None:
    assert main(["generate", "schema.prisma", "--prefer", *given]) == 2


def _imports(source: str) -> None:
    """schema.ts as generated, with one import more, and another table in Prisma's schema."""
    assert main(["generate", "schema.prisma"]) == 0
    text = Path("convex/schema.ts").read_text(encoding="utf-8")
    Path("convex/schema.ts").write_text(f'import {{ x }} from "{source}";\n{text}')
    with Path("schema.prisma").open("a", encoding="utf-8") as file:
        file.write("model More {\n  id Int @id\n}\n")


@pytest.mark.parametrize(("count", "is_all"), [(900, True), (1100, False)])
def test_a_circle_of_files(count: int, is_all: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """Each imports the next, the last the first: more than Python recurses."""
    _imports("./m0")
    for at in range(count):
        text = f'import {{ x }} from "./m{(at + 1) % count}";\nexport const x = {at};\n'
        Path(f"convex/m{at}.ts").write_text(text)
    capsys.readouterr()
    assert main(["generate", "schema.prisma"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Added 1 table: mores" in lines
    left = [line for line in lines if line.startswith("Not read")]
    assert len(left) == (0 if is_all else 1)
    for line in left:
        assert line.startswith("Not read, and left as it is: convex/m")
        message = ", and what is imported from there on: more than 1,000 files or 4 MiB"
        assert line.endswith(message)


def test_a_file_that_is_too_large(capsys: pytest.CaptureFixture[str]) -> None:
    _imports("./large")
    large = f"/* {'x' * 4 * 2**20} */\nexport const x = 1;\n"
    Path("convex/large.ts").write_text(large)
    capsys.readouterr()
    assert main(["generate", "schema.prisma"]) == 0
    message = "Not read, and left as it is: convex/large.ts, it can't be read: larger than 4 MiB"
    assert message in capsys.readouterr().out.splitlines()
    assert Path("convex/large.ts").read_text() == large


def test_files_that_are_too_large_together(capsys: pytest.CaptureFixture[str]) -> None:
    _imports("./a")
    for name, after in ("ab", "bc", "ca"):
        Path(f"convex/{name}.ts").write_text(
            f'import {{ x }} from "./{after}";\n/* {"x" * 2 * 10**6} */\nexport const x = 1;\n'
        )
    capsys.readouterr()
    assert main(["generate", "schema.prisma"]) == 0
    message = "convex/c.ts, and what is imported from there on: more than 1,000 files or 4 MiB"
    assert f"Not read, and left as it is: {message}" in capsys.readouterr().out.splitlines()
