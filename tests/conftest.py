"""Options and fixtures that all rooms share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from support import databases

# A busy machine fails no law: none is about time.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files again instead of comparing; review them with git diff",
    )


def pytest_configure(config: pytest.Config) -> None:
    databases.prepare()


@pytest.fixture
def postgresql() -> Iterator[databases.Database]:
    """An empty database on a real PostgreSQL."""
    with databases.database("postgresql") as made:
        yield made


@pytest.fixture
def mariadb() -> Iterator[databases.Database]:
    """An empty database on a real MariaDB."""
    with databases.database("mariadb") as made:
        yield made


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def golden(update_golden: bool) -> Callable[[Path, str], None]:
    """`golden(path, text)`: the file holds exactly this text."""

    def compare(path: Path, text: str) -> None:
        if update_golden:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path.name} is missing: run pytest --update-golden"
        assert text == path.read_bytes().decode("utf-8")

    return compare


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real schemas; tests that take it carry the marker `corpus`."""
    folder = os.environ.get("P2C_CORPUS")
    if not folder:
        pytest.fail("set P2C_CORPUS to the corpus folder")
    return Path(folder)
