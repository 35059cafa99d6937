"""Who gets a name that several want."""

from __future__ import annotations

import pytest

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.options.settings import DEFAULTS, Options, Settings
from support.compiling import POSTGRESQL


def model(*lines: str) -> str:
    body = "".join(f"  {line}\n" for line in lines)
    return f"{POSTGRESQL}model A {{\n{body}}}\n"


def names(text: str, settings: Settings = DEFAULTS.project) -> dict[str, str]:
    """The fields of `A` by Prisma's name, and what they are called in Convex."""
    found = compile_schema([SourceFile("schema.prisma", text)], Options(settings))
    assert isinstance(found, Compilation)
    model = found.lowered.models["A"]
    fields = {name: field.name for name, field in model.fields.items()}
    if model.legacy is not None and model.replaced_id is not None:
        fields[model.replaced_id] = model.legacy.name
    return fields


CHOSEN = ("id Int @id", "a String", "b String // @convex.name(a)")
MAPPED = ("id Int @id", 'a String @map("x y")', 'b String @map("x_y")')
KEPT = ("id Int @id @default(autoincrement())", "a String", 'legacyId String @map("old")')


@pytest.mark.parametrize("order", [1, -1])
def test_a_chosen_name_goes_before_one_as_written(order: int) -> None:
    assert names(model(*CHOSEN[::order])) == {"id": "id", "a": "a2", "b": "a"}


@pytest.mark.parametrize("order", [1, -1])
def test_a_name_as_written_goes_before_one_that_had_to_be_changed(order: int) -> None:
    found = names(model(*MAPPED[::order]), Settings(field_names="database"))
    assert found == {"id": "id", "a": "x_y2", "b": "x_y"}


@pytest.mark.parametrize("order", [1, -1])
def test_the_old_id_goes_behind_a_name_as_written(order: int) -> None:
    found = names(model(*KEPT[::order]), Settings(ids="keep"))
    assert found == {"id": "legacyId2", "a": "a", "legacyId": "legacyId"}


@pytest.mark.parametrize("order", [1, -1])
def test_the_old_id_goes_before_one_that_had_to_be_changed(order: int) -> None:
    lines = (KEPT[0], 'b String @map("legacyId ")')
    found = names(model(*lines[::order]), Settings(ids="keep", field_names="database"))
    assert found == {"id": "legacyId", "b": "legacyId2"}
