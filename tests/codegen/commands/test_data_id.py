"""`data id`: the id that the export gives a row, what an id says of itself, and what is answered where neither can be told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prisma_to_convex.cli import main
from prisma_to_convex.data.ids import minted_ids

Output = pytest.CaptureFixture[str]

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
USING = "Using schema.prisma (the default place)"
SCHEMA = """
datasource db {
  provider = "postgresql"
}
model User {
  id    Int    @id @default(autoincrement())
  seats Seat[]
}
model Seat {
  row    Int
  number Int
  userId Int
  user   User @relation(fields: [userId], references: [id])
  @@id([row, number])
}
"""


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRISMA_TO_CONVEX_ID_KEY", KEY)
    Path("schema.prisma").write_text(SCHEMA, encoding="utf-8")


def ran(capsys: Output, *arguments: str) -> tuple[int, str, str]:
    """The exit code and what is said; which schema is used is of another test."""
    code = main(["data", "id", *arguments])
    out, err = capsys.readouterr()
    return code, out.strip(), err.strip().removeprefix(USING).strip()


def test_a_row_s_id_is_minted_and_says_so(capsys: Output) -> None:
    code, id_, err = ran(capsys, "User", "7")
    assert (code, err) == (0, "")
    found = minted_ids.decode(id_)
    assert found is not None
    assert found.is_minted
    assert ran(capsys, "User", "007") == (0, id_, "")
    assert ran(capsys, "User", "8")[1] != id_
    code, printed, _ = ran(capsys, "--decode", id_)
    assert (code, printed) == (0, f"table {found.table}, minted by data export")


def test_a_key_of_two_columns_takes_both_in_their_order(capsys: Output) -> None:
    one, other = ran(capsys, "Seat", "1", "2"), ran(capsys, "Seat", "2", "1")
    assert one[0] == other[0] == 0
    assert one[1] != other[1]
    assert ran(capsys, "Seat", "1") == (2, "", "prisma-to-convex: the key of `Seat` is row, number")


def test_another_secret_another_id(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    one = ran(capsys, "User", "7")[1]
    monkeypatch.setenv("PRISMA_TO_CONVEX_ID_KEY", KEY.replace("A", "B", 1))
    assert ran(capsys, "User", "7")[1] != one


def test_an_id_names_the_table_where_its_number_is_known(capsys: Output) -> None:
    id_ = ran(capsys, "User", "7")[1]
    found = minted_ids.decode(id_)
    assert found is not None
    numbers = {"seats": found.table + 1, "users": found.table}
    Path("convex-tables.json").write_text(json.dumps(numbers), encoding="utf-8")
    expected = f"table {found.table} (users), minted by data export"
    assert ran(capsys, "--decode", id_) == (0, expected, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Usr", "1"], "no model `Usr` is moved: did you mean `User`?"),
        (["User", "x"], "User.id: "),
        (["User"], "give MODEL and KEY, or --decode ID"),
        (["--decode", "nonsense"], "`nonsense` is not a Convex id"),
    ],
)
def test_what_can_t_be_answered(capsys: Output, arguments: list[str], said: str) -> None:
    code, out, err = ran(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"prisma-to-convex: {said}")


def test_without_a_secret_it_says_how_to_make_one(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PRISMA_TO_CONVEX_ID_KEY")
    assert ran(capsys, "User", "7") == (
        2,
        "",
        "prisma-to-convex: there is no key: `prisma-to-convex data key new` makes one",
    )
