"""Ids: the byte layout, against vectors worked out by hand from it, and one way of minting against the other."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prisma_to_convex.data.ids import minted_ids
from prisma_to_convex.data.ids.id_format import ALPHABET
from prisma_to_convex.data.ids.typescript import id_for
from support.compiling import compiled
from support.oracle import ORACLE

SECRET = bytes(range(32))
VECTORS = Path(__file__).with_name("id_vectors.txt")
INNER = st.binary(min_size=16, max_size=16)
NUMBERS = st.integers(1, (1 << 32) - 1)


@pytest.mark.parametrize(
    ("table", "internal", "id_"),
    [
        # vint 01 | zeros | fletcher 01, 11 (seventeen times the one): 19 bytes, 31 characters
        (1, "00" * 16, "0400000000000000000000000000248"),
        (1, "ff" * 16, "07zzzzzzzzzzzzzzzzzzzzzzzzzz328"),
        (1, "000102030405060708090a0b0c0d0e0f", "040020g30g2gc1r81450p30d1r7qke8"),
        (127, "00" * 16, "fw00000000000000000000000007yvr"),
        (127, "f2d9d2ab2ee43ff9ab09be14479e14db", None),
    ],
)
def test_the_layout(table: int, internal: str, id_: str | None) -> None:
    made = minted_ids.encode(table, bytes.fromhex(internal))
    assert id_ is None or made == id_
    assert minted_ids.decode(made) == minted_ids.Decoded(table, bytes.fromhex(internal))


def test_convex_s_own_encoder_gives_the_same() -> None:
    """Table number, inner bytes, id: as the encoder of Convex's backend made them, for lengths of all three kinds."""
    vectors = [line.split() for line in VECTORS.read_text(encoding="ascii").splitlines()]
    assert len(vectors) == 204
    for table, internal, id_ in vectors:
        assert minted_ids.encode(int(table), bytes.fromhex(internal)) == id_
        assert minted_ids.decode(id_) == minted_ids.Decoded(int(table), bytes.fromhex(internal))


@given(NUMBERS, INNER)
def test_what_was_encoded_is_decoded(table: int, internal: bytes) -> None:
    assert minted_ids.decode(minted_ids.encode(table, internal)) == minted_ids.Decoded(
        table, internal
    )


@given(NUMBERS, INNER, st.data())
def test_one_wrong_character_makes_no_id(table: int, internal: bytes, data: st.DataObject) -> None:
    made = minted_ids.encode(table, internal)
    at = data.draw(st.integers(0, len(made) - 1))
    other = data.draw(st.sampled_from(ALPHABET.replace(made[at], "")))
    assert minted_ids.decode(made[:at] + other + made[at + 1 :]) is None


@pytest.mark.parametrize("text", ["", "x", "u" * 32, "0" * 32, "é" * 32, "0" * 65, "Z" * 32])
def test_no_id(text: str) -> None:
    assert minted_ids.decode(text) is None


@given(NUMBERS, INNER, st.sampled_from([*ALPHABET, "é", "_", " ", "-", "A"]))
def test_a_letter_more_or_less_makes_no_id(table: int, internal: bytes, letter: str) -> None:
    made = minted_ids.encode(table, internal)
    for text in (made + letter, letter + made, made[1:], made[:-1], made.upper() + "0"):
        assert minted_ids.decode(text) is None


@given(st.text(ALPHABET, min_size=30, max_size=34))
def test_what_is_decoded_is_encoded_again(text: str) -> None:
    found = minted_ids.decode(text)
    assert found is None or minted_ids.encode(*found) == text


def _changed(id_: str, at: int, letter: str) -> str:
    return id_[:at] + letter + id_[at + 1 :]


IDS = st.builds(
    _changed,
    st.builds(
        minted_ids.encode,
        st.sampled_from([1, 127, 128, 129, 200, 11001, 16383, 16384, (1 << 32) - 1]),
        st.binary(min_size=14, max_size=14).map(lambda hash_: hash_ + b"\0\0") | INNER,
    ),
    st.integers(0, 40),
    st.sampled_from(["", "", *ALPHABET, "é", "u", "Z", "\0"]),
)
USUAL = st.builds(minted_ids.mint, st.just(SECRET), st.just("User"), st.integers(128, 16383), st.binary(max_size=9))  # fmt: skip


@settings(deadline=None)  # NumPy is loaded once
@given(st.lists(USUAL | IDS, max_size=30) | st.lists(USUAL, min_size=9, max_size=30))
def test_which_are_minted_is_the_same_at_once(ids: list[str]) -> None:
    expected = [(one := minted_ids.decode(id_)) is not None and one.is_minted for id_ in ids]
    assert minted_ids.are_minted(ids) == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(minted_ids, "_numpy", lambda: None)
        assert minted_ids.are_minted(ids) == expected


@pytest.mark.parametrize("at", range(32))
def test_each_letter_counts_at_once(at: int) -> None:
    """Every other letter in every place, by NumPy: another checksum, another table, or no letter of an id."""
    good = minted_ids.mint(SECRET, "User", 11001, b"1")
    others = [_changed(good, at, letter) for letter in ALPHABET + "iluoAZ _" if letter != good[at]]
    assert minted_ids.are_minted([good] * 9 + others) == [True] * 9 + [False] * len(others)


@settings(deadline=None)  # NumPy is loaded once
@given(
    st.lists(st.binary(max_size=40), min_size=1, max_size=30), st.sampled_from([77, 11001, 20000])
)
def test_every_way_of_minting_gives_the_same(keys: list[bytes], table: int) -> None:
    """One by one in plain Python, and vectorised; the hash once more by its definition."""
    minter = minted_ids.Minter(SECRET, "User", table)
    expected = []
    for key in keys:
        text = SECRET + bytes(32) + b"p2c1\0User\0" + key
        inner = hashlib.sha256(text).digest()[:14] + b"\0\0"
        expected.append(minted_ids.encode(table, inner).encode())
    assert minter(keys) == expected
    between = [b'{"_id":"' + id_ + b'"' for id_ in expected]
    assert minter(keys, b'{"_id":"', b'"') == between
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(minted_ids, "_numpy", lambda: None)
        assert minter(keys) == expected
    assert minted_ids.mint(SECRET, "User", table, keys[0]).encode() == expected[0]


def test_minted_ids_are_distinguished_from_convex_s_own() -> None:
    minted = minted_ids.decode(minted_ids.mint(SECRET, "User", 11001, b"1"))
    own = minted_ids.decode(minted_ids.encode(11001, bytes(14) + b"\x50\x00"))
    assert minted is not None
    assert minted.is_minted
    assert own is not None
    assert not own.is_minted


SCHEMA = """
model User {
  id String @id @default(uuid()) @db.Uuid
}

model Pair {
  a Int
  b String
  c Decimal
  d DateTime
  e Bytes
  f Boolean

  @@id([a, b, c, d, e, f])
}
"""


def test_typescript_gives_the_same_ids(tmp_path: Path) -> None:
    compilation = compiled(SCHEMA)
    numbers = {"users": 11001, "pairs": 300}
    (tmp_path / "idFor.ts").write_text(id_for(compilation.lowered, numbers), encoding="utf-8")
    code = """
      import { idFor } from "./idFor.ts";
      const secret = process.argv[2];
      const found = [
        await idFor(secret, "User", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"),
        await idFor(secret, "Pair", -7n, "ü:1", "1.50", new Date(1577836860123), new Uint8Array([0, 255]), true),
      ];
      console.log(JSON.stringify(found));
    """
    (tmp_path / "ask.ts").write_text(code, encoding="utf-8")
    esbuild = ORACLE / "node_modules/.bin/esbuild"
    subprocess.run(
        [esbuild, "ask.ts", "--bundle", "--format=esm", "--outfile=ask.mjs", "--log-level=error"],
        cwd=tmp_path,
        check=True,
    )
    done = subprocess.run(
        ["node", "ask.mjs", base64.b64encode(SECRET).decode()],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    parts = [b"-7", "ü:1".encode(), b"1.5", b"1577836860123", b"00ff", b"true"]
    key = b"".join(str(len(part)).encode() + b":" + part for part in parts)
    assert json.loads(done.stdout) == [
        minted_ids.mint(SECRET, "User", 11001, b"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        minted_ids.mint(SECRET, "Pair", 300, key),
    ]
