"""`generate --enforce`: what is written, what survives, and what the ledger, `check` and the report make of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from prisma_to_convex.cli import main
from prisma_to_convex.config.overrides import ENFORCED
from prisma_to_convex.enforce.emitted_files import CONSTRAINTS
from prisma_to_convex.merge.lock import lock_name
from support.oracle import judge_convex

SCHEMA = """\
datasource db {
  provider = "postgresql"
}
model Team {
  id      String @id @default(cuid())
  slug    String @unique @db.VarChar(20)
  users   User[]
}
model User {
  id        Int      @id @default(autoincrement())
  teamId    String
  team      Team     @relation(fields: [teamId], references: [id], onDelete: Cascade)
  email     String   @unique @db.Citext
  role      String   @default("member")
  token     String   @default(nanoid(12))
  joinedAt  DateTime @default(now())
  updatedAt DateTime @updatedAt
  host      String?  @db.Inet
}
"""
FILES = ["collations.ts", "constraints.ts", "enforce.ts", "functions.ts", "ids.ts", "schema.ts", "tenant.ts", "tenantGuard.ts", "verify.ts"]  # fmt: skip
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(SCHEMA, encoding="utf-8")
    Path("prisma-to-convex.toml").write_text(
        'enforce = true\ntenant-key = "teamId"\n', encoding="utf-8"
    )
    assert main(["generate", "schema.prisma"]) == 0
    return tmp_path


def _ledger(capsys: Output) -> dict[str, list[str]]:
    """Kind and field of each guarantee that is enforced or lost, by its end."""
    capsys.readouterr()
    assert main(["report", "schema.prisma", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    totals = found["totals"]
    ends = ("kept", "replaced", "enforced", "lost")
    assert totals["all"] == sum(totals[end] for end in ends)
    by_end: dict[str, list[str]] = {end: [] for end in ends}
    for one in found["guarantees"]:
        by_end[one["outcome"]].append(f"{one['kind']} {one['model']}.{one['field']}")
        assert (one["enforced"] is not None) == (one["outcome"] == "enforced")
    return by_end


def test_what_is_written() -> None:
    assert sorted(path.name for path in Path("convex").glob("*.ts")) == FILES
    assert main(["generate", "schema.prisma", "--check"]) == 0


def test_the_judges_accept_it() -> None:
    for compiler in ("5", "7"):
        judged = judge_convex({"it": Path("convex")}, compiler=compiler)
        assert judged["it"].findings == ()


def test_what_is_enforced_and_what_can_not_be(capsys: Output) -> None:
    ledger = _ledger(capsys)
    assert ledger["lost"] == ["native-type User.email", "native-type User.host"]
    assert "unique Team.slug" in ledger["enforced"]
    assert "on-delete User.teamId" in ledger["enforced"]


def test_the_line_that_does_it(capsys: Output) -> None:
    capsys.readouterr()
    main(["report", "schema.prisma", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["guarantees"]
    lines = Path("convex/constraints.ts").read_text(encoding="utf-8").splitlines()
    for one in found:
        if one["enforced"]:
            key = one["enforced"]["constraint"].rsplit(".", 1)[1]
            assert key in lines[one["enforced"]["line"] - 1]
    email = next(one for one in found if one["kind"] == "unique" and one["field"] == "email")
    assert email["enforced"]["grade"] == "partly"


def test_check_counts_it_as_decided(capsys: Output) -> None:
    capsys.readouterr()
    assert main(["check", "schema.prisma"]) == 0
    printed = capsys.readouterr().out
    assert "20 guarantees lost: 2 open, 0 allowed, 18 enforced elsewhere, 0 baselined" in printed


def test_a_constraint_that_is_off_is_lost_and_stays_off(capsys: Output) -> None:
    path = Path("convex/constraints.ts")
    text = path.read_text(encoding="utf-8")
    edited = text.replace("Team_slug_key: { fields", 'Team_slug_key: { off: "see #12", fields')
    assert edited != text
    path.write_text(edited, encoding="utf-8")
    Path("schema.prisma").write_text(
        SCHEMA.replace("@db.VarChar(20)", "@db.VarChar(30)"), encoding="utf-8"
    )
    assert main(["generate", "schema.prisma"]) == 0
    after = path.read_text(encoding="utf-8")
    assert 'off: "see #12"' in after
    assert "maxLength: 30" in after
    assert "unique Team.slug" in _ledger(capsys)["lost"]


def test_what_is_stale_or_edited_enforces_nothing(capsys: Output) -> None:
    path = Path("convex/enforce.ts")
    path.write_text(path.read_text(encoding="utf-8") + "// mine\n", encoding="utf-8")
    assert _ledger(capsys)["enforced"] == []
    for command in ("check", "report"):
        main([command, "schema.prisma"])
        printed = capsys.readouterr().err
        assert "note: convex/enforce.ts is missing, or not what would be generated now" in printed
        assert "nothing counts as enforced until prisma-to-convex generate writes it" in printed
    assert main(["generate", "schema.prisma", "--check"]) == 1
    assert "convex/enforce.ts is stale" in capsys.readouterr().err
    assert main(["generate", "schema.prisma"]) == 0
    assert _ledger(capsys)["enforced"] != []
    main(["check", "schema.prisma"])
    assert "nothing counts" not in capsys.readouterr().err
    Path("schema.prisma").write_text(SCHEMA.replace("(20)", "(30)"), encoding="utf-8")
    assert _ledger(capsys)["enforced"] == []
    Path("convex/functions.ts").unlink()
    main(["check", "schema.prisma"])
    printed = capsys.readouterr().err
    assert "convex/constraints.ts, convex/functions.ts are missing, or not what would" in printed


def test_nothing_is_added_to_the_schema_for_it(tmp_path: Path) -> None:
    """Its keys have indexes with or without enforcement; each that constraints.ts names stands in schema.ts. Folded
    texts alone are fields of their own."""
    Path("schema.prisma").write_text(SCHEMA.replace(" @db.Citext", ""), encoding="utf-8")
    assert main(["generate", "schema.prisma"]) == 0
    Path("plain.toml").write_text('tenant-key = "teamId"\n', encoding="utf-8")
    plain = ["generate", "schema.prisma", "--out", "plain", "--config", "plain.toml"]
    assert main(plain) == 0
    schema = Path("convex/schema.ts").read_text(encoding="utf-8")
    assert Path("plain/schema.ts").read_text(encoding="utf-8") == schema
    constraints = Path("convex/constraints.ts").read_text(encoding="utf-8")
    named = set(re.findall(r'(?:index|by): "(\w+)"', constraints))
    declared = re.findall(r'\.index\("(\w+)"', schema)
    assert named == set(declared)


SERVED = """\
model Team {
  id    Int    @id @default(autoincrement())
  users User[]
}
model User {
  id     Int    @id @default(autoincrement())
  teamId Int
  team   Team   @relation(fields: [teamId], references: [id], onDelete: Cascade)
  bossId Int?
  boss   User?  @relation("boss", fields: [bossId], references: [id])
  staff  User[] @relation("boss")
  name   String
  at     Int

  @@unique([teamId, name])
  @@index([bossId, at])
}
"""


def test_an_index_that_serves_is_used_and_none_is_added(tmp_path: Path) -> None:
    Path("served.prisma").write_text(SERVED, encoding="utf-8")
    assert main(["generate", "served.prisma", "--out", "served", "--enforce"]) == 0
    schema = Path("served/schema.ts").read_text(encoding="utf-8")
    assert re.findall(r'\.index\("(\w+)"', schema) == ["by_teamId_and_name", "by_bossId_and_at"]
    constraints = Path("served/constraints.ts").read_text(encoding="utf-8")
    assert re.findall(r'(\w+): \{\s+fields: \[[^]]*\],\s+index: "(\w+)"', constraints) == [
        ("User_teamId_name_key", "by_teamId_and_name"),
        ("User_teamId_fkey", "by_teamId_and_name"),
        ("User_bossId_fkey", "by_bossId_and_at"),
    ]


def test_a_text_that_is_compared_otherwise_has_a_field_and_an_index(capsys: Output) -> None:
    schema = Path("convex/schema.ts").read_text(encoding="utf-8")
    assert "emailFolded: v.optional(v.string()), // email, as it is compared" in schema
    assert '.index("by_emailFolded", ["emailFolded"])' in schema
    path = Path("convex/constraints.ts")
    text = path.read_text(encoding="utf-8")
    assert 'import { citext } from "./collations";' in text
    assert 'folded: { email: "emailFolded" }' in text
    path.write_text(text.replace('folded: { email: "emailFolded" },', ""), encoding="utf-8")
    capsys.readouterr()
    main(["report", "schema.prisma", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["guarantees"]
    email = next(one for one in found if one["kind"] == "unique" and one["field"] == "email")
    assert "taken away by hand" in email["enforced"]["missing"]


def test_nobodys_file_is_overwritten(capsys: Output) -> None:
    path = Path("convex/functions.ts")
    path.write_text("export const mine = 1;\n", encoding="utf-8")
    assert main(["generate", "schema.prisma"]) == 2
    assert "convex/functions.ts exists and was not generated" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "export const mine = 1;\n"


def test_without_the_flag_nothing_of_it_is_written(tmp_path: Path) -> None:
    Path("prisma-to-convex.toml").write_text('tenant-key = "teamId"\n', encoding="utf-8")
    assert main(["generate", "schema.prisma", "--out", "plain"]) == 0
    assert sorted(path.name for path in Path("plain").glob("*.ts")) == ["schema.ts"]
    assert main(["generate", "schema.prisma", "--out", "flag", "--enforce"]) == 0
    assert sorted(path.name for path in Path("flag").glob("*.ts")) == FILES


# ---- without the configuration ------------------------------------------------------------------


@pytest.fixture
def once(project: Path, capsys: Output) -> Path:
    """A folder in which `--enforce` was given once, and the configuration does not say it."""
    Path("prisma-to-convex.toml").write_text('tenant-key = "teamId"\n', encoding="utf-8")
    assert main(["generate", "--enforce"]) == 0
    capsys.readouterr()
    return project


def test_what_was_asked_once_goes_on(once: Path, capsys: Output) -> None:
    before = {path.name: path.read_bytes() for path in Path("convex").iterdir()}
    assert main(["generate"]) == 0
    assert main(["generate", "--check"]) == 0
    assert {path.name: path.read_bytes() for path in Path("convex").iterdir()} == before


def test_check_and_report_count_on_what_stands(once: Path, capsys: Output) -> None:
    main(["check"])
    said = capsys.readouterr().out
    assert "20 guarantees lost: 2 open, 0 allowed, 18 enforced elsewhere, 0 baselined" in said
    main(["report"])
    assert "+ 18 enforced + 2 lost" in capsys.readouterr().out


def test_it_ends_where_the_configuration_says_so(once: Path, capsys: Output) -> None:
    Path("prisma-to-convex.toml").write_text(
        'enforce = false\ntenant-key = "teamId"\n', encoding="utf-8"
    )
    main(["check"])
    assert "20 guarantees lost: 20 open, 0 allowed, 0 enforced elsewhere" in capsys.readouterr().out
    assert main(["generate"]) == 0
    assert "emailFolded" not in Path("convex/schema.ts").read_text(encoding="utf-8")


def test_it_ends_with_its_files(once: Path) -> None:
    Path("convex/constraints.prisma-to-convex.lock").unlink()
    assert main(["generate"]) == 0
    assert "emailFolded" not in Path("convex/schema.ts").read_text(encoding="utf-8")


def test_its_lock_has_the_name_that_the_configuration_looks_for() -> None:
    assert lock_name(CONSTRAINTS) == ENFORCED
