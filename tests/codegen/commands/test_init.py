"""`prisma-to-convex init`: a configuration to start from, which changes nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from prisma_to_convex import cli
from prisma_to_convex.config.project_config import Config
from prisma_to_convex.config.read import read
from prisma_to_convex.config.template import starter
from prisma_to_convex.options.settings import DEFAULTS, ROWS, RULE_ROWS

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_writes_the_defaults(capsys: Output) -> None:
    assert cli.main(["init"]) == 0
    assert capsys.readouterr().out == "Wrote prisma-to-convex.toml\n"
    text = Path("prisma-to-convex.toml").read_text(encoding="utf-8")
    assert text == starter()
    found = read(text, "prisma-to-convex.toml")
    assert isinstance(found, Config)
    assert found.options == DEFAULTS


def test_it_speaks_of_every_setting() -> None:
    text = starter()
    for row in ROWS:
        assert re.search(rf"^#? ?(\w+\.)?{row.key} = ", text, re.MULTILINE), row.key
    for row in RULE_ROWS:
        assert re.search(rf"^# {row.key}\.[\w-]+ = ", text, re.MULTILINE), row.key


def test_what_is_commented_out_can_be_commented_in() -> None:
    lines = [re.sub(r"^# (?=\[|[\w.-]+ = )", "", line) for line in starter().splitlines()]
    found = read("\n".join(lines), "prisma-to-convex.toml")
    assert isinstance(found, Config), found
    assert found.options.blocks["User"].fields["email"] == {"name": "emailAddress"}


def test_it_never_overwrites_without_force(capsys: Output) -> None:
    path = Path("prisma-to-convex.toml")
    path.write_text("mine", encoding="utf-8")
    assert cli.main(["init"]) == 2
    assert "exists; nothing was written" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mine"
    assert cli.main(["init", "--force"]) == 0
    assert path.read_text(encoding="utf-8") == starter()


def test_a_link_that_leads_nowhere_is_somebodys() -> None:
    Path("prisma-to-convex.toml").symlink_to("nowhere.toml")
    assert cli.main(["init"]) == 2
    assert not Path("nowhere.toml").exists()


def test_another_place(capsys: Output) -> None:
    assert cli.main(["init", "packages/db/prisma-to-convex.toml"]) == 0
    assert capsys.readouterr().out == "Wrote packages/db/prisma-to-convex.toml\n"


def test_a_name_that_is_not_looked_for(capsys: Output) -> None:
    assert cli.main(["init", "convex.toml"]) == 0
    assert capsys.readouterr().out == "Wrote convex.toml: use it with --config convex.toml\n"


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_pyproject_is_never_written(force: list[str], capsys: Output) -> None:
    """Without its table nothing in it would be read, and what others wrote there would be gone."""
    assert cli.main(["init", "pyproject.toml", *force]) == 2
    assert "under [tool.prisma-to-convex]" in capsys.readouterr().err
    assert not Path("pyproject.toml").exists()


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_folder_is_no_file(force: list[str], capsys: Output) -> None:
    Path("db").mkdir()
    assert cli.main(["init", "db", *force]) == 2
    assert "Say db/prisma-to-convex.toml" in capsys.readouterr().err


def test_what_can_not_be_written(capsys: Output) -> None:
    Path("file").write_text("", encoding="utf-8")
    assert cli.main(["init", "file/x.toml"]) == 2
    assert "nothing was written" in capsys.readouterr().err


def test_the_json_schema(capsys: Output) -> None:
    assert cli.main(["init", "--json-schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "prisma-to-convex.toml"
    assert not Path("prisma-to-convex.toml").exists()
