"""What was put into a dump is what the snapshot holds: every scalar, alone, in lists and in objects, at edges and at random.

What a value becomes is worked out here a second time, from the values that were put in.
"""

from __future__ import annotations

import base64
import math
import random
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import bson
import pytest
from bson import Binary, Code, DatetimeMS, Decimal128, Int64, MaxKey, MinKey, Regex, Timestamp

from codegen.data.moving import Mover
from prisma_to_convex.data.dialects.staged_values import OPTIONS
from support.dumps import dump, oid

SCALARS = ("Int", "BigInt", "Float", "Boolean", "String", "DateTime", "Bytes", "Json", "Kind")
MISSING: Any = object()
SAFE, LAST = 2**53, 8_640_000_000_000_000


class Refused(Exception):
    """No document can hold the value as the schema wants it."""


def schema() -> str:
    fields = "".join(f"  o{one} {one}?\n  l{one} {one}[]\n" for one in SCALARS)
    return (
        'enum Kind {\n  A\n  B @map("b b")\n}\n'
        f"type Box {{\n{fields}  inner Inner?\n}}\ntype Inner {{\n  text String?\n  at DateTime[]\n}}\n"
        f'model Thing {{\n  id String @id @default(auto()) @map("_id") @db.ObjectId\n{fields}  box Box?\n  boxes Box[]\n}}\n'
    )


# ---- what is put in ------------------------------------------------------------------------------

_TEXTS = (
    "",
    "a",
    "\0",
    "a\0b",
    "\u2028",
    "\U0001f600",
    "\ud7ff\ue000",
    '"\\\n\r\t',
    "é" * 300,
    "$bytes",
)
_INTS = (0, 1, -1, 2**31 - 1, -(2**31), Int64(2**31), Int64(SAFE), Int64(-SAFE))
_DATES = (0, -1, 1, 999, LAST, -LAST, 1_577_836_860_123, -62_135_596_800_001)
_FLOATS = (
    0.0,
    -0.0,
    1.5,
    5e-324,
    1.7976931348623157e308,
    -1e-7,
    0.1,
    math.inf,
    -math.inf,
    math.nan,
    1e16,
)


def value_of(scalar: str, dice: random.Random) -> Any:
    """Most fit; one of thirty is of another kind."""
    if dice.random() < 1 / 30:
        return dice.choice(_ODD)
    match scalar:
        case "Int":
            return dice.choice(
                (dice.choice(_INTS), dice.randrange(-(2**31), 2**31), float(dice.randrange(99)))
            )
        case "BigInt":
            wide = Int64(dice.choice((2**63 - 1, -(2**63), dice.randrange(-(2**63), 2**63))))
            return dice.choice((wide, dice.choice(_INTS)))
        case "Float":
            bits = struct.unpack("<d", dice.randbytes(8))[0]
            return dice.choice(
                (bits if bits == bits else 0.5, dice.choice(_FLOATS), dice.choice(_INTS))
            )
        case "Boolean":
            return dice.random() < 0.5
        case "String":
            return dice.choice((dice.choice(_TEXTS), oid(dice.randrange(9))))
        case "DateTime":
            return DatetimeMS(dice.choice((dice.choice(_DATES), dice.randrange(-LAST, LAST))))
        case "Bytes":
            data = dice.randbytes(dice.choice((0, 1, 2, 3, 300)))
            return dice.choice((data, Binary(data, dice.choice((0, 2, 4, 128)))))
        case "Json":
            return json_of(dice, 3)
        case _:
            return dice.choice(("A", "b b"))  # fmt: skip


_ODD: tuple[Any, ...] = (
    "text", 5, 1.5, True, Decimal128("1.1"), Regex("a"), Code("x"), MinKey(), MaxKey(), Timestamp(7, 1), {"$a": 1},
    [1], {}, Int64(SAFE + 1), DatetimeMS(LAST + 1), "B", None, oid(1), b"x",
)  # fmt: skip  # a table


def json_of(dice: random.Random, depth: int) -> Any:
    kind = dice.randrange(8 if depth else 6)
    match kind:
        case 0 | 1:
            return dice.choice(_TEXTS)
        case 2:
            return dice.choice(_INTS)
        case 3:
            return dice.choice((0.0, 1.5, -0.0, 1e300))
        case 4:
            return dice.random() < 0.5
        case 5 if depth < 3:
            return None
        case 5 | 6:
            return [json_of(dice, depth - 1) for _ in range(dice.randrange(4))]
        case _:
            return {
                f"k{at} é"[: 2 + at]: json_of(dice, depth - 1) for at in range(dice.randrange(4))
            }


def fields_of(dice: random.Random, *, is_box: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for scalar in SCALARS:
        if dice.random() < 0.4:
            found[f"o{scalar}"] = None if dice.random() < 0.2 else value_of(scalar, dice)
        if dice.random() < 0.2:
            items = [value_of(scalar, dice) for _ in range(dice.randrange(4))]
            found[f"l{scalar}"] = None if dice.random() < 0.1 else items
    if is_box and dice.random() < 0.5:
        found["inner"] = {"text": "x", "at": [DatetimeMS(1)]} if dice.random() < 0.8 else None
    return dict(sorted(found.items(), key=lambda _: dice.random()))


def documents(seed: int, count: int) -> Iterator[dict[str, Any]]:
    dice = random.Random(seed)
    for at in range(count):
        found = {"_id": oid(at), **fields_of(dice, is_box=False)}
        if dice.random() < 0.4:
            found["box"] = None if dice.random() < 0.2 else fields_of(dice, is_box=True)
        if dice.random() < 0.2:
            found["boxes"] = [fields_of(dice, is_box=True) for _ in range(dice.randrange(3))]
        yield found


# ---- what has to come out ------------------------------------------------------------------------


def number(value: Any) -> float:
    if type(value) not in (int, Int64, float):
        raise Refused
    return float(value)


def int_(value: Any) -> float:
    found = number(value)
    if found != math.floor(found) if math.isfinite(found) else True:
        raise Refused
    if abs(int(value)) > SAFE:
        raise Refused
    return found + 0.0


def bigint(value: Any) -> int:
    if (
        not math.isfinite(number(value))
        or int(value) != value
        or not -(2**63) <= int(value) < 2**63
    ):
        raise Refused
    return int(value)


def float_(value: Any) -> Any:
    found = number(value)
    if not math.isfinite(found):
        return {"$float": base64.b64encode(struct.pack("<d", value)).decode()}
    if isinstance(value, int) and int(found) != value:
        raise Refused
    return found


def boolean(value: Any) -> bool:
    if type(value) is not bool:
        raise Refused
    return value


def string(value: Any) -> str:
    if type(value) not in (str, bson.ObjectId):
        raise Refused
    return str(value)


def date(value: Any) -> float:
    if type(value) is Timestamp:
        return value.time * 1000.0
    if type(value) is not DatetimeMS or abs(int(value)) > LAST:
        raise Refused
    return float(int(value))


def data(value: Any) -> dict[str, str]:
    if type(value) is bson.ObjectId:
        value = value.binary
    if not isinstance(value, bytes):
        raise Refused
    return {"$bytes": base64.b64encode(value).decode()}


def json_(value: Any) -> Any:
    if value is None or type(value) in (bool, str):
        return value
    if type(value) in (int, Int64, float):
        return float(value)
    if isinstance(value, list):
        return [json_(one) for one in value]
    if not isinstance(value, dict) or not all(
        name.isascii() and not name.startswith("$") for name in value
    ):
        raise Refused  # Convex takes no such key, and Extended JSON writes all else with one
    return {name: json_(one) for name, one in value.items()}


def kind_(value: Any) -> str:
    if value not in ("A", "b b"):
        raise Refused
    return "A" if value == "A" else "B"


EXPECTED: Mapping[str, Callable[[Any], Any]] = dict(
    zip(
        SCALARS,
        (int_, bigint, float_, boolean, string, date, data, json_, kind_),
        strict=True,
    )
)


def expected(put: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for scalar in SCALARS:
        stored = put.get(f"o{scalar}", MISSING)
        if stored is not MISSING:
            found[f"o{scalar}"] = None if stored is None else EXPECTED[scalar](stored)
        items = put.get(f"l{scalar}") or []
        if None in items and scalar != "Json":
            raise Refused
        found[f"l{scalar}"] = [EXPECTED[scalar](one) for one in items]
    for name in ("box", "inner"):
        if name in put:
            inner = expected(put[name]) if name == "box" and put[name] is not None else None
            is_given = put[name] is not None
            found[name] = {"text": "x", "at": [1.0]} if name == "inner" and is_given else inner
    return found


def compared(mover: Mover, seed: int, count: int) -> tuple[int, int]:
    """How many documents are as they have to be, and how many were rejected."""
    put = list(documents(seed, count))
    mover.schema("mongodb", schema())
    folder = dump(mover.folder, {"Thing": put})
    moved = mover.run("export", "-o", "s.zip", "--dump", str(folder), "--bad-rows", "skip")
    assert moved.code in (0, 1), moved.err
    rejected = {one["key"] for one in moved.rejected}
    there = iter(moved.documents["things"])
    agreed = 0
    for one in put:
        try:
            wanted = expected(one)
            wanted["boxes"] = [expected(box) for box in one.get("boxes", [])]
        except Refused:
            assert str(one["_id"]) in rejected, one
            continue
        assert str(one["_id"]) not in rejected, (one, moved.rejected)
        stored = next(there)
        del stored["_id"]
        assert exactly(stored) == exactly(wanted)
        agreed += 1
    assert next(there, None) is None
    return agreed, len(rejected)


def exactly(value: Any) -> str:
    """With 5 and 5.0 apart, and -0; the order of fields makes no difference."""
    if isinstance(value, dict):
        return (
            f"{{{', '.join(f'{name!r}: {exactly(one)}' for name, one in sorted(value.items()))}}}"
        )
    return f"[{', '.join(map(exactly, value))}]" if isinstance(value, list) else repr(value)


def test_what_was_put_in(mover: Mover) -> None:
    agreed, rejected = compared(mover, seed=0, count=400)
    print(f"{agreed} documents as they were put in, {rejected} rejected")
    assert agreed > 150
    assert rejected > 50


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 4))
def test_what_was_put_in_at_length(mover: Mover, seed: int) -> None:
    agreed, _ = compared(mover, seed, count=5_000)
    assert agreed > 2_000


def test_a_second_reader_counts_the_same(mover: Mover) -> None:
    put = list(documents(7, 300))
    mover.schema("mongodb", schema())
    folder = dump(mover.folder, {"Thing": put})
    moved = mover.run("export", "-o", "s.zip", "--dump", str(folder), "--bad-rows", "skip")
    with Path(folder / "Thing.bson").open("rb") as file:
        ids = [str(one["_id"]) for one in bson.decode_file_iter(file, OPTIONS)]
    table = moved.manifest["tables"]["things"]
    assert table["rows"] == len(ids) == table["documents"] + table["rejected"]
    assert {one["key"] for one in moved.rejected} <= set(ids)
