"""`generate --format json`: its published form, and that it says what happened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from prisma_to_convex.cli import main

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique
}
"""
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(SCHEMA, encoding="utf-8")


def outcome(capsys: Output, *words: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert main(["generate", "--json-schema"]) == 0
    form = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(form)
    assert main(["generate", "--format", "json", *words]) == code
    found = json.loads(capsys.readouterr().out)
    assert [error.message for error in Draft202012Validator(form).iter_errors(found)] == []
    assert set(found) == set(form["properties"])
    return found


def states(found: Any) -> dict[str, str]:
    return {one["path"]: one["state"] for one in found["files"]}


def test_what_was_written(capsys: Output) -> None:
    found = outcome(capsys)
    assert set(states(found).values()) == {"written"}
    assert next(iter(states(found))) == "convex/schema.ts"
    sums = found["guarantees"]
    assert sums["all"] == sums["kept"] + sums["replaced"] + sums["enforced"] + sums["lost"] > 0
    assert (found["tables"], found["indexes"], found["changes"]) == (1, 1, [])
    assert set(states(outcome(capsys)).values()) == {"unchanged"}


def test_what_changed(capsys: Output) -> None:
    outcome(capsys)
    Path("schema.prisma").write_text(
        SCHEMA.replace("email String", "name  String"), encoding="utf-8"
    )
    would = outcome(capsys, "--check", code=1)
    assert states(would)["convex/schema.ts"] == "stale"
    found = outcome(capsys)
    assert found["changes"] == would["changes"]
    assert {"how": "removed", "what": "field", "name": "users.email", "note": ""} in found[
        "changes"
    ]
    assert any("users.name" in line for line in found["push"])


def test_what_can_not_be_read_or_is_discarded(capsys: Output) -> None:
    outcome(capsys)
    target = Path("convex/schema.ts")
    target.write_text(target.read_text().replace("email:", "mail:"), encoding="utf-8")
    found = outcome(capsys, "--force")
    assert {"how": "added", "what": "field", "name": "users.mail", "note": ""} in found["discarded"]


def test_what_is_refused_prints_nothing(capsys: Output) -> None:
    Path("schema.prisma").write_text("model User {\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["generate", "--format", "json"]) == 2
    assert capsys.readouterr().out == ""
    for other in ("--diff", "--watch"):
        assert main(["generate", "--format", "json", other]) == 2
