"""Input that was made to hurt: it ends in a diagnostic, or is fine, in bounded time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc

import pytest

from prisma_schema_parser import SourceFile, read_schema
from prisma_schema_parser.files import decode

MILLION = 1_000_000
POSTGRESQL = 'datasource db {\n  provider = "postgresql"\n}\n'


def model(*lines: str, before: str = "") -> str:
    body = "".join(f"  {line}\n" for line in ("id Int @id", *lines))
    return f"{before}model A {{\n{body}}}\n"


def many(count: int, line: str) -> tuple[str, ...]:
    return tuple(line.replace("#", str(number)) for number in range(count))


def chain(count: int) -> str:
    """Every model refers to the next twice: two to the power of `count` ways."""
    return 'datasource db {\n  provider = "sqlserver"\n}\n' + "".join(
        f"model M{at} {{\n  id Int @id\n  a Int\n  b Int\n"
        f'  p M{at + 1} @relation("a{at}", fields: [a], references: [id])\n'
        f'  q M{at + 1} @relation("b{at}", fields: [b], references: [id])\n'
        f'  x M{at - 1}[] @relation("a{at - 1}")\n  y M{at - 1}[] @relation("b{at - 1}")\n}}\n'
        for at in range(count)
    )


def types(count: int) -> str:
    return 'datasource db {\n  provider = "mongodb"\n}\n' + "".join(
        f"type T{at} {{\n  a T{at + 1}\n  b T{at + 1}\n}}\n" for at in range(count)
    )


CASES: dict[str, tuple[str, bool]] = {
    "a line of 10 MB": ("x" * 10 * MILLION, False),
    "a field of 10 MB": (model(f'a String @default("{"x" * 10 * MILLION}")'), True),
    "a comment of 10 MB": ("// " + "x" * 10 * MILLION, True),
    "100,000 fields": (model(*many(100_000, "f# String?")), True),
    "one field 100,000 times": (model(*["f String?"] * 100_000), False),
    "100,000 unknown types": (model(*many(100_000, "f# Strng#")), False),
    "30,000 models": ("".join(many(30_000, "model M# {\n  id Int @id\n}\n")), True),
    "30,000 ambiguous fields": (model(*many(30_000, "r# A")), False),
    "30,000 unknown index fields": (model(*many(30_000, "@@index([id, x#])")), False),
    "30,000 indexes of one name": (
        model(*["@@index([id])"] * 30_000, before=POSTGRESQL),
        False,
    ),
    "30,000 columns of one name": (model(*many(30_000, 'f# Int @map("x")')), False),
    "30,000 values": (
        "enum E {\n" + "".join(many(30_000, "  V#\n")) + "}\n" + model("e E @default(X)"),
        False,
    ),
    "30,000 unknown keys": (
        "datasource db {\n" + "".join(many(30_000, "  k# = 1\n")) + "}\n",
        False,
    ),
    "a deep array": (model(f"a Int @default({'[' * 100_000}{']' * 100_000})"), False),
    "an open deep array": (model(f"a Int @default({'[' * MILLION}"), False),
    "deep calls": (model(f"a Int @default({'f(' * 100_000}{')' * 100_000})"), False),
    "deep objects": (
        f"generator g {{\n  provider = {'{a: ' * 50_000}1{'}' * 50_000}\n}}\n",
        False,
    ),
    "a wide array": (model(f"@@index([{', '.join(many(50_000, 'a#'))}])"), False),
    "many arguments": (model(f"@@index([id], {', '.join(many(30_000, 'a#: 1'))})"), False),
    "many attributes": (model("a Int" + "".join(many(30_000, " @a#"))), False),
    "a long path": (model(f"@@index([a{'.a' * 200_000}])"), False),
    "an open string": (model('a String @default("' + "a" * MILLION), False),
    "an open string of escapes": (model('a String @default("' + "\\" * MILLION), False),
    "quotes": (model("a String " + '"' * MILLION), False),
    "an open comment": ("/*" + "*" * MILLION, False),
    "open comments": ("/*" * MILLION, False),
    "slashes": ("/" * MILLION, True),
    "at signs": (model("a Int " + "@" * MILLION), False),
    "braces": ("{" * MILLION, False),
    "open blocks": ("model A {\n" * 30_000, False),
    "empty lines": ("\n" * MILLION, True),
    "carriage returns": ("\r" * MILLION, True),
    "blanks": ("\u00a0" * MILLION, True),
    "NUL in a field": ("model A {\n  id\x00 Int @id\n}\n", False),
    "a million NUL": ("\x00" * MILLION, False),
    "byte order marks": ("\ufeff" * MILLION, False),
    "surrogates": (
        'model A {\n  id Int @id\n  a String @default("\ud800")\n  \udc00 Int\n}\n',
        False,
    ),
    "a long name": (f"model {'A' * MILLION} {{\n  id Int @id\n  x {'B' * MILLION}\n}}\n", False),
    "a long number": (model(f"a Int @default({'9' * MILLION})"), False),
    "a long zero": (model(f"a Int @default({'0' * MILLION})"), True),
    "a long length": (model(f"a String @db.VarChar({'9' * MILLION})", before=POSTGRESQL), False),
    "a long unsupported type": (
        model(f'a Unsupported("{"(" * MILLION}")', before=POSTGRESQL),
        True,
    ),
    "deep JSON": (model(f'a Json @default("{"[" * MILLION}{"]" * MILLION}")'), False),
    "a long JSON string": (model('a Json @default("' + '\\"' * MILLION + '")'), False),
    "a long JSON number": (model(f'a Json @default("{"9" * MILLION}")'), True),
    "long base64": (model(f'a Bytes @default("{"A" * MILLION}=")'), False),
    "a long decimal": (model(f'a Decimal @default("1e{"9" * MILLION}")', before=POSTGRESQL), False),
    "ways without number": (chain(1000), False),
    "types without number": (types(2000), False),
}


# Those that take longest, which CI runs apart.
SLOW = frozenset(
    [
        "100,000 unknown types",
        "30,000 models",
        "30,000 unknown index fields",
        "30,000 ambiguous fields",
        "30,000 unknown keys",
        "a long JSON string",
        "a wide array",
        "deep calls",
        "many arguments",
        "many attributes",
        "open blocks",
    ]
)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in CASES],
)
def test_ends(name: str) -> None:
    text, is_valid = CASES[name]
    result = read_schema([SourceFile("hostile.prisma", text)])
    assert result.is_valid is is_valid
    for found in result.diagnostics[:1000]:
        for span in (found.span, *(label.span for label in found.labels)):
            assert 0 <= span.start <= span.end <= len(text)
        assert len(found.message) <= 400
        assert len(found.help) <= 400


@pytest.mark.parametrize("name", ["an open comment", "a deep array", "an open string"])
def test_memory(name: str) -> None:
    text, _ = CASES[name]
    tracemalloc.start()
    read_schema([SourceFile("hostile.prisma", text)])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60 * len(text) + 100 * MILLION


@pytest.mark.parametrize("data", [b"\xff", b"model A {\n  id\xc3 Int @id\n}\n", b"\xed\xa0\x80"])
def test_not_utf_8(data: bytes) -> None:
    source, problem = decode("hostile.prisma", data)
    assert problem is not None
    assert problem.rule.name == "unreadable-source"
    read_schema([source])


# ---- ten megabytes -------------------------------------------------------------------------------

LINES = {
    "a name": "x" * 10 * MILLION + " Int",
    "a name beyond ASCII": "\u00e9" * 10 * MILLION + " Int",
    "a string": 'a String @default("' + "x" * 10 * MILLION + '")',
    "escapes": 'a String @default("' + "\\\\" * 5 * MILLION + '")',
    "wrong escapes": 'a String @default("' + "\\q" * 5 * MILLION + '")',
    "attributes": "a Int " + "@a" * 5 * MILLION,
    "brackets": "a Int @default(" + "[" * 10 * MILLION,
    "a path": "@@index([a" + ".a" * 5 * MILLION + "])",
    "deep JSON": 'a Json @default("' + "[" * 10 * MILLION + '")',
    "quotes": "a String " + '"' * 10 * MILLION,
    "many bad lines": ("!" * 20 + "\n") * (10 * MILLION // 21),
    "many lines with a mistake": "".join(f"  f{at} Int @@@ \n" for at in range(499_000)),
    "fields of Prisma 1": "".join(f"  f{at}: Int!\n" for at in range(499_000)),
    "many unknown types": "".join(f"  f{at} T{at}\n" for at in range(250_000)),
}


# How many calls of functions they take, where that is no handful: five or ten a line or a sign, 70 where each is a
# mistake of its own that is explained. Half as much again is allowed.
CALLS = {
    "attributes": 2 * MILLION,
    "brackets": 1 * MILLION,
    "many bad lines": 5 * MILLION,
    "many lines with a mistake": 5 * MILLION,
    "fields of Prisma 1": 5 * MILLION,
    "many unknown types": 17 * MILLION,
}
# In a process of its own, since what counts is the most that it ever held. What calls no function, a search that never
# ends, is broken off by the system, long after any machine is done.
TEN_MEGABYTES = """
import resource, sys
from prisma_schema_parser import SourceFile, read_schema
from support.work import calls
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
text = sys.stdin.read()
found = []
made = calls(lambda: found.extend(read_schema([SourceFile("a", text)]).diagnostics))
assert all(len(one.message) <= 400 for one in found) and len(found) <= 10_001
status = open("/proc/self/status").read()  # getrusage counts what the parent held
print(made, status.split("VmHWM:")[1].split()[0])
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", LINES)
def test_ten_megabytes(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TEN_MEGABYTES],
        input=model(LINES[name]),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    made, kilobytes = map(int, done.stdout.split())
    assert made < 1.5 * CALLS.get(name, 50_000)
    assert kilobytes < 300 * 1024


def test_more_than_a_line_may_hold() -> None:
    (found,) = read_schema([SourceFile("a", model("a Int " + "@a" * 150_000))]).diagnostics
    assert found.message == "the line has more than 200,000 words and signs"


@pytest.mark.parametrize("sign", ["`", '"'])
def test_names_in_messages_are_cut(sign: str) -> None:
    text = (
        model(f"@@index([{'x' * 81}])")
        if sign == "`"
        else f'datasource d {{\n  provider = "{"x" * 81}"\n}}\n'
    )
    found = [one.message for one in read_schema([SourceFile("a", text)]).diagnostics]
    assert any(f"{'x' * 50}...{sign}" in message for message in found)
    assert all("x" * 81 not in message for message in found)


def test_a_name_of_eighty_letters_is_whole() -> None:
    (found,) = read_schema([SourceFile("a", model(f"@@index([{'x' * 80}])"))]).diagnostics
    assert f"`{'x' * 80}`" in found.message
