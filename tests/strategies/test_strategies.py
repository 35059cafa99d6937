"""The strategies keep their promises: valid by construction, every construct, text that shrinks."""

import re

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from strategies import (
    CONSTRUCTS,
    PROVIDERS,
    SchemaText,
    constructs,
    mutations,
    native_types,
    schemas,
)
from support.oracle import PrismaFiles, prisma


def drawn(count: int, provider: str | None = None) -> list[SchemaText]:
    """The same `count` schemas every time."""
    collected: list[SchemaText] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(schemas(provider))
    def collect(schema: SchemaText) -> None:
        collected.append(schema)

    collect()
    return collected


def refused(drawn_schemas: list[SchemaText]) -> list[str]:
    """What the engine has against each schema that it does not accept."""
    verdicts = [prisma().validate(_given(schema)) for schema in drawn_schemas]
    return [str(verdict.errors or verdict.panic) for verdict in verdicts if not verdict.ok]


def _given(schema: SchemaText) -> PrismaFiles:
    return list(schema.files)


def test_engine_accepts_95_percent() -> None:
    messages = refused(drawn(150))
    assert len(messages) <= 150 * 0.05, messages


@pytest.mark.slow
@pytest.mark.parametrize("provider", PROVIDERS)
def test_engine_accepts_98_percent_of_each_provider(provider: str) -> None:
    messages = refused(drawn(400, provider))
    assert len(messages) <= 400 * 0.02, messages


def test_every_construct_occurs() -> None:
    everything = (schema for provider in PROVIDERS for schema in drawn(80, provider))
    found = set[str]().union(*map(constructs, everything))
    assert found == {*CONSTRUCTS, *PROVIDERS, "folder"}


@pytest.mark.slow
@pytest.mark.parametrize("provider", ["postgresql", "cockroachdb", "mysql", "sqlserver", "mongodb"])
def test_every_native_type_occurs(provider: str) -> None:
    text = "\n".join(schema.text for schema in drawn(1500, provider))
    found = set(re.findall(r"@\s*(?:db|Main_db2)\.(\w+)", text))
    assert found == set(native_types(provider))


def test_a_schema_shrinks_to_what_matters() -> None:
    small = find(
        schemas("postgresql"),
        lambda schema: "onDelete: SetNull" in schema.text,
        settings=settings(derandomize=True, database=None, max_examples=5000),
    )
    assert len(small.files) == 1
    assert len(small.text.splitlines()) <= 15, small.text


def test_files_of_a_schema_have_different_names() -> None:
    for schema in drawn(100):
        names = [name for name, _ in schema.files]
        assert len(names) == len(set(names)) > 0


@settings(max_examples=100, derandomize=True, database=None, deadline=None)
@given(st.data())
def test_mutations_are_text(data: st.DataObject) -> None:
    """They can be written to a file: no lone surrogates."""
    text = data.draw(schemas()).text
    mutated = data.draw(mutations(text))
    assert mutated.encode().decode() == mutated


def test_mutations_break_schemas() -> None:
    text = "model A {\n  id Int @id\n}\n"
    broken = find(
        mutations(text),
        lambda mutated: not prisma().validate(mutated).ok,
        settings=settings(derandomize=True, database=None),
    )
    assert broken != text
