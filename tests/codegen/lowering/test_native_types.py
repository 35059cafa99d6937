"""Every native type of every provider, to the letter: how it is held, and what becomes of what it bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prisma_schema_parser import SourceFile
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.native_types import NATIVE_TYPES, NativeTypeSpec
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.options.settings import Options, Settings
from support.compiling import datasource
from support.oracle import prisma

FOLDER = Path(__file__).parent / "native_types"
Golden = Callable[[Path, str], None]
# Settings that change how scalars are held; what each changes is in the golden file below its name.
CHOICES = {
    "by default": Settings(),
    "chosen": Settings(
        bigint="number", decimal="int64", datetime="string", json="string", bytes="storage"
    ),
    "rounded": Settings(decimal="number"),
}
# At each limit that our rules know, and one beyond it; mostly of lengths.
SIZES = {"DateTime": (2, 3), "Float": (24, 25), "Boolean": (1,)}
LENGTHS = (1, 2, 1 << 20, (1 << 20) + 1)
DIGITS = ((1, 0), (5, 2), (18, 0), (19, 0), (18, 18), (19, 19))


def arguments(scalar: str, spec: NativeTypeSpec) -> Iterator[str]:
    """All that may be written behind the type: nothing, sizes, the word for the largest."""
    most = spec.required + spec.optional
    if spec.required == 0:
        yield ""
    one = ((size,) for size in SIZES.get(scalar, LENGTHS))
    for sizes in (one, DIGITS)[most - 1] if most else ():
        limits = spec.limits[: len(sizes)]
        if all(low <= size <= high for size, (low, high) in zip(sizes, limits, strict=True)):
            yield f"({', '.join(map(str, sizes))})"
    if spec.word:
        yield f"({spec.word.capitalize()})"


def columns(provider: str) -> dict[str, str]:
    """Of one model, by the field's name: its scalar and native type as they are written."""
    written = [
        f"{scalar} @db.{name}{after}"
        for name, spec in NATIVE_TYPES[provider].items()
        for scalar in spec.scalars
        for after in arguments(scalar, spec)
    ]
    return {f"f{number}": text for number, text in enumerate(written)}


def schema(provider: str) -> str:
    key = '@map("_id") ' if provider == "mongodb" else ""
    fields = "".join(f"  {name} {text}\n" for name, text in columns(provider).items())
    return f"{datasource(provider)}model T {{\n  key String @id {key}\n{fields}}}\n"


def compiled(provider: str, settings: Settings) -> Compilation:
    found = compile_schema([SourceFile("schema.prisma", schema(provider))], Options(settings))
    assert isinstance(found, Compilation), found
    return found


def rows(provider: str, settings: Settings) -> dict[str, str]:
    """By what is written: what is emitted, and how the scalar and its native type end."""
    compilation = compiled(provider, settings)
    emitted = _emitted(compilation)
    ends: dict[str, list[str]] = {}
    for guarantee, outcome in compilation.ledger.entries:
        if guarantee.kind in ("scalar-type", "native-type"):
            one = outcome.diagnostic
            rule = f" {one.rule.code} {_short(one.message)}" if one else ""
            ends.setdefault(_field(guarantee), []).append(f"{outcome.state}{rule}")
    return {
        text: " | ".join([emitted[name], *ends[name]]) for name, text in columns(provider).items()
    }


def _field(guarantee: Guarantee) -> str:
    [name] = guarantee.fields
    return name


def _short(message: str) -> str:
    """Without the field and the type, which stand before it."""
    return message.partition("`: ")[2].rpartition(" is not checked: ")[2]


def _emitted(compilation: Compilation) -> dict[str, str]:
    text = schema_ts(compilation.lowered.convex, "schema.prisma", "report.md")
    lines = (line.strip().partition(": ") for line in text.splitlines())
    return {name: after for name, _, after in lines if after.startswith("v.")}


def _large(provider: str, settings: Settings) -> str:
    """The columns that may hold more than a document, as PC408 tells them."""
    texts = columns(provider)
    large = [one for one in compiled(provider, settings).ledger.advice if one.rule.code == "PC408"]
    named = [name for one in large for name in one.message.split("`")[3::2]]
    return "".join(f"{texts[name]}: large\n" for name in named)


@pytest.mark.parametrize("provider", NATIVE_TYPES)
def test_every_native_type(provider: str, golden: Golden) -> None:
    usual = rows(provider, CHOICES["by default"])
    text = ""
    for choice, settings in CHOICES.items():
        found = rows(provider, settings)
        shown = [f"{at}: {end}" for at, end in found.items() if not text or end != usual[at]]
        text += "".join(f"{line}\n" for line in (f"# {choice}", *shown))
        text += _large(provider, settings)
    golden(FOLDER / f"{provider}.txt", text)


@pytest.mark.parametrize("provider", NATIVE_TYPES)
def test_prisma_knows_them_all(provider: str) -> None:
    assert prisma().validate(schema(provider)).errors == ()
