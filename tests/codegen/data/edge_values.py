"""Values of every native type at the edges of what it holds, then random ones, as text that the database reads."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from random import Random
from typing import Any

TEXTS = (
    "", " ", "a", "A ", "é", "é", "ß", "日本", "😀", "\u2028\u2029", "\r\n", "\t", "\x01", "\x7f", "\\N", "\\", "\\\\t", '"', "'",
    '"}', "${a}", "%s {}", "\ufeff", "a\u0300", "null", "true", "00123", "1e3", "NaN", "!PC708!", "x" * 5000,
)  # fmt: skip  # a table
FLOATS = (
    "0", "-0", "1", "-1", "0.1", "1.5", "5e-324", "2.2250738585072014e-308", "1.7976931348623157e308", "1e21", "1e22", "-1e-7",
    "9007199254740993", "123456789012345680000", "0.30000000000000004", "1e16", "1e15", "4.35", "100",
)  # fmt: skip
REALS = ("0", "-0", "1", "0.1", "16777217", "3.4028235e38", "1e-45", "1.17549435e-38", "123456.789")
DECIMALS = (
    "0", "-0", "0.0", "1.10", "-1.10", "100", "1e2", "0.000000000000000000000000000001", "12345678901234567890.12345678901234567890",
    "99999999999999999999999999999999999", "-99999999999999999999999999999999999", "0.5", "1234567890.0001",
)  # fmt: skip
INSTANTS = (
    "1970-01-01 00:00:00", "1969-12-31 23:59:59.999", "1969-12-31 23:59:59.9999", "1970-01-01 00:00:00.001", "1969-12-31 23:59:59.0005",
    "2000-02-29 12:34:56.789", "2024-12-31 23:59:59.999999", "2038-01-19 03:14:08", "9999-12-31 23:59:59.999", "1600-02-29 00:00:00",
    "1582-10-10 00:00:00", "1900-01-01 00:00:00", "1000-01-01 00:00:00", "2016-12-31 23:59:59.123456",
)  # fmt: skip
DATES = (
    "1970-01-01",
    "1969-12-31",
    "2000-02-29",
    "9999-12-31",
    "1000-01-01",
    "1582-10-15",
    "2024-02-29",
)
TIMES = ("00:00:00", "23:59:59.999999", "12:34:56", "12:34:56.7", "00:00:00.001", "00:00:00.000001")
BYTES = (b"", b"\0", bytes(range(256)), b"\xff\xfe", b"\\x41", b"'\"\\", b"a" * 3000)
JSONS = (
    "null", "true", "5", "-0", "5.0", "1e3", "1.5e-7", "9007199254740993", "9223372036854775807", "0.1", '""', '"a"', "[]", "{}",
    '[1,[2,[3,{"a":[]}]]]', '{"a":1,"b":null,"c":{"d":"é"}}', '{"b":1,"a":2}', '{ "a" : 1 }', '"\\u00e9\\ud83d\\ude00"',
    '"\\u2028"', '"\\t\\n\\"\\\\\\/"', '{"":1}', '{"$bytes":"AAAA"}', '{"a":1,"$b":2}', '{"é":1}', "1e400", "123456789012345678901234567890",
    "[" * 14 + "]" * 14, "[" * 18 + "]" * 18, '{"a":[null,true,-0.0,1e21]}', "1e-400", '"!PC707!"', '{"__proto__":1}', '{"10":1,"9":2}',
)  # fmt: skip
IDS = ("00000000-0000-0000-0000-000000000000", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11")
INETS = ("1.2.3.4", "10.0.0.0/8", "::1", "2001:db8::/32", "0.0.0.0/0")
_WHOLE = {
    "TinyInt": (-128, 127), "UnsignedTinyInt": (0, 255), "SmallInt": (-(1 << 15), (1 << 15) - 1), "UnsignedSmallInt": (0, 65535),
    "MediumInt": (-(1 << 23), (1 << 23) - 1), "UnsignedMediumInt": (0, (1 << 24) - 1), "UnsignedInt": (0, (1 << 32) - 1),
    "BigInt": (-(1 << 63), (1 << 63) - 1), "UnsignedBigInt": (0, (1 << 64) - 1), "Oid": (0, (1 << 32) - 1),
}  # fmt: skip


def values(
    scalar: str, native: str, size: int, provider: str, random: Random, more: int
) -> list[Any]:
    """Text for the database to read, bytes, or for SQLite a value of whatever class; `more` random ones."""
    made = [_MADE[scalar](native, size, random) for _ in range(more)]
    return [*_edges(scalar, native, size, provider), *made]


def _edges(scalar: str, native: str, size: int, provider: str) -> tuple[Any, ...]:
    match scalar:
        case "Int" | "BigInt":
            low, high = _WHOLE.get(
                native, _WHOLE["BigInt"] if scalar == "BigInt" else (-(1 << 31), (1 << 31) - 1)
            )
            if native == "Year":
                return "1901", "2155", "2000"
            near = (0, 1, -1, low, high, 1 << 53, (1 << 53) + 1, -(1 << 53) - 1)
            return tuple(str(one) for one in near if low <= one <= high)
        case "Float":
            special = ("NaN", "Infinity", "-Infinity") if provider == "postgresql" else ()
            return (*(REALS if native in ("Real", "Float") else FLOATS), *special)
        case "Decimal":
            return (
                ("0", "1.10", "-1234.56", "92233720368547758.07")
                if native == "Money"
                else (*DECIMALS, *(("NaN",) if provider == "postgresql" else ()))
            )
        case "Boolean":
            return (
                ("true", "false")
                if provider == "postgresql"
                else ("0", "1", "2", "-1") if native == "TinyInt" else ("0", "1")
            )
        case "DateTime":
            return _dates(native, provider)
        case "Json":
            only = (
                ('{"a":1,"a":2}', '"\\ud800"', '"a\\u0000"', "[1 , 2 ]") if native == "Json" else ()
            )
            return (*JSONS, *only)
        case "Bytes":
            return tuple(one for one in BYTES if not size or len(one) <= size)
        case _:
            return _texts(native, size)


def _texts(native: str, size: int) -> tuple[Any, ...]:
    match native:
        case "Uuid":
            return IDS
        case "Inet":
            return INETS
        case "Xml":
            return "<a/>", "<a b='c'>é &amp; x</a>", "text"
        case "Bit":
            return "0" * size, "1" * size, "01" * (size // 2)
        case "VarBit":
            return "", "0", "1", "0101"
        case _:
            return tuple(one for one in TEXTS if not size or len(one) <= size)


def _dates(native: str, provider: str) -> tuple[Any, ...]:
    bc = ("0044-03-15 BC", "12345-01-01", "infinity", "-infinity", "0001-01-01", "0099-06-15")
    match native:
        case "Date":
            return (*DATES, *(bc if provider == "postgresql" else ("0000-00-00", "2024-00-00")))
        case "Time":
            return (
                *TIMES,
                *(("24:00:00",) if provider == "postgresql" else ("838:59:59", "-01:00:00")),
            )
        case "Timetz":
            return "12:00:00+00", "12:00:00.5+05:30", "23:59:59.999999-08"
        case "Timestamp" if provider == "mysql":
            return tuple(
                one for one in INSTANTS if "1970-01-01 00:00:01" < one < "2038-01-19 03:14:08"
            )
        case _:
            return (
                *INSTANTS,
                *(
                    bc
                    if provider == "postgresql"
                    else ("0000-00-00 00:00:00", "2024-00-10 00:00:00")
                ),
            )


# ---- random -------------------------------------------------------------------------------------


def _whole(native: str, size: int, random: Random) -> str:
    if native == "Year":
        return str(random.randint(1901, 2155))
    low, high = _WHOLE.get(native, (-(1 << 31), (1 << 31) - 1))
    return str(
        max(low, min(high, random.choice((1, -1)) * random.getrandbits(random.randint(1, 64))))
    )


def _big(native: str, size: int, random: Random) -> str:
    return _whole(native or "BigInt", size, random)


def _float(native: str, size: int, random: Random) -> str:
    if native in ("Real", "Float"):
        (found,) = struct.unpack("<f", random.randbytes(4))
    else:
        (found,) = struct.unpack("<d", random.randbytes(8))
    return (
        repr(found)
        if abs(found) < 1e300 and abs(found) > 1e-300
        else repr(random.uniform(-1e6, 1e6))
    )


def _decimal(native: str, size: int, random: Random) -> str:
    digits = str(random.getrandbits(random.randint(1, 40 if native == "Money" else 100)))
    fraction = str(random.getrandbits(random.randint(1, 6 if native == "Money" else 90)))
    return f"{random.choice(('', '-'))}{digits}.{fraction}"


def _boolean(native: str, size: int, random: Random) -> str:
    return random.choice(("0", "1"))


def _text(native: str, size: int, random: Random) -> str:
    if native == "Uuid":
        text = random.randbytes(16).hex()
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
    if native == "Inet":
        return ".".join(str(byte) for byte in random.randbytes(4))
    if native == "Xml":
        return f"<a>{random.randint(0, 999)}</a>"
    if native in ("Bit", "VarBit"):
        return "".join(random.choice("01") for _ in range(size or 5))
    return "".join(chr(_character(random)) for _ in range(random.randint(0, min(size or 30, 30))))


def _character(random: Random) -> int:
    found = random.choice(
        (random.randint(1, 127), random.randint(128, 0x2FFF), random.randint(0xE000, 0x10FFFF))
    )
    return 64 if 0xD800 <= found < 0xE000 else found


def _date(native: str, size: int, random: Random) -> str:
    year = random.randint(1971, 2037) if native == "Timestamp" else random.randint(1000, 9999)
    date = f"{year:04}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    time = f"{random.randint(0, 23):02}:{random.randint(0, 59):02}:{random.randint(0, 59):02}.{random.randint(0, 999999):06}"
    match native:
        case "Date":
            return date
        case "Time":
            return time
        case "Timetz":
            return f"{time}{random.choice(('+00', '-03:30', '+14'))}"
        case _:
            return f"{date} {time}"


def _json(native: str, size: int, random: Random) -> str:
    return json.dumps(_json_value(random, 4), ensure_ascii=random.random() < 0.5)


def _json_value(random: Random, depth: int) -> Any:
    match random.randint(0, 7 if depth else 5):
        case 0:
            return random.choice((None, True, False))
        case 1:
            return random.getrandbits(random.randint(1, 52))
        case 2:
            return random.uniform(-1e9, 1e9)
        case 3:
            return float(_float("", 0, random))
        case 4 | 5:
            return _text("", 0, random)
        case 6:
            return [_json_value(random, depth - 1) for _ in range(random.randint(0, 3))]
        case _:
            return {f"k{at}": _json_value(random, depth - 1) for at in range(random.randint(0, 3))}


def _bytes(native: str, size: int, random: Random) -> bytes:
    return random.randbytes(random.randint(0, min(size or 60, 60)))


_MADE: dict[str, Callable[[str, int, Random], Any]] = {
    "Int": _whole,
    "BigInt": _big,
    "Float": _float,
    "Decimal": _decimal,
    "Boolean": _boolean,
    "DateTime": _date,
    "Json": _json,
    "Bytes": _bytes,
    "String": _text,
}

SQLITE: dict[str, tuple[Any, ...]] = {
    # What other writers than Prisma leave: SQLite keeps any class of value in any column.
    "DateTime": (
        0, -1, 1577836800123, 253402300799999, -62135596800000, "2020-01-01T00:01:00.000+00:00", "2020-01-01T00:01:00Z", "2020-01-01 00:01:00",
        "2020-01-01T00:01:00.123456+02:00", "Wed, 01 Jan 2020 00:01:00 GMT", "2020-01-01", "soon", 1.5, 1577836800000.0,
    ),
    "Int": (0, 2147483647, -2147483648, 2147483648, 1.0, 1.5, "7", "x"),
    "BigInt": (0, (1 << 63) - 1, -(1 << 63), (1 << 53) + 1, 1.0, 1.5, "7"),
    "Float": (0.0, -0.0, 5, 1e308, float("inf"), "x"),
    "Decimal": (1.1, 5, 1234567890123456789, "1.10", "12345678901234567890.12", "x"),
    "Boolean": (0, 1, 2, "true", 1.0),
    "Json": (5, 1.5, "null", "x", b"{}"),
    "Bytes": (b"", b"\0\xff", "text"),
    "String": ("a\0b", 5, 1.5, b"x"),
}  # fmt: skip  # a table
