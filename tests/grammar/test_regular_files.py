"""What is no file, or is too large, is refused at once, whether it is named or lies in a folder."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from prisma_schema_parser import files, load, regular_files
from prisma_schema_parser.regular_files import read_regular, reason

MODEL = "model A {\n  id Int @id\n}\n"
SPARSE = regular_files.LARGEST + 1


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)  # its path may be no longer than 107 bytes


def _large(path: Path) -> None:
    with open(path, "wb") as file:
        file.truncate(SPARSE)


KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a device": (lambda path: path.symlink_to("/dev/zero"), "a device, not a file"),
    "the terminal": (lambda path: path.symlink_to("/dev/tty"), "a device, not a file"),
    "a pipe": (os.mkfifo, "a pipe, not a file"),
    "a link to a pipe": (
        lambda path: (os.mkfifo(path.with_name("pipe")), path.symlink_to("pipe"))[1],  # type: ignore[func-returns-value]  # both are done
        "a pipe, not a file",
    ),
    "a socket": (_socket, "a socket, not a file"),
    "a link to nothing": (lambda path: path.symlink_to("none"), "no such file or directory"),
    "a link to itself": (
        lambda path: path.symlink_to(path.name),
        "too many levels of symbolic links",
    ),
    "a large file": (_large, "larger than 32 MiB"),
}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file(kind: str) -> None:
    make, why = KINDS[kind]
    Path("a.prisma").write_text(MODEL)
    make(Path("x.prisma"))
    assert load("x.prisma").message == f"x.prisma: {why}"
    assert load(".").message == f"x.prisma: {why}"


def test_a_folder_by_the_name_of_a_file_is_a_folder() -> None:
    """Prisma walks it like any other."""
    Path("x.prisma").mkdir()
    Path("x.prisma/a.prisma").write_text(MODEL)
    assert [source.name for source in load(".").sources] == ["x.prisma/a.prisma"]


def test_many_files_that_are_too_large_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 2 * len(MODEL))
    for name in "ab":
        Path(f"{name}.prisma").write_text(MODEL)
    assert len(load(".").sources) == 2
    Path("c.prisma").write_text("/")
    assert (
        load(".").message
        == f"c.prisma: with this file the schema is larger than {2 * len(MODEL)} bytes"
    )


@pytest.mark.parametrize("size", [0, 1, 9, 10])
def test_up_to_the_limit(size: int) -> None:
    Path("x").write_bytes(b"x" * size)
    assert read_regular("x", 10) == b"x" * size


def test_beyond_the_limit() -> None:
    Path("x").write_bytes(b"x" * 11)
    with pytest.raises(OSError, match="larger than 10 bytes") as error:
        read_regular("x", 10)
    assert reason(error.value) == "larger than 10 bytes"


def test_a_file_that_is_longer_than_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of /proc are, and those that grow meanwhile."""
    Path("x").write_bytes(b"x" * 11)
    status = os.stat_result((stat.S_IFREG, 0, 0, 1, 0, 0, 3, 0, 0, 0))
    monkeypatch.setattr(os, "stat", lambda _: status)
    monkeypatch.setattr(os, "fstat", lambda _: status)
    assert read_regular("x", 11) == b"x" * 11
    with pytest.raises(OSError, match="larger than 10 bytes"):
        read_regular("x", 10)


def test_a_name_that_can_not_be() -> None:
    assert load("a\0b").message == "a\0b: embedded null byte"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"], ids=repr)
def test_what_is_too_long(end: str) -> None:
    for name, lines in (("a", 300_000), ("b", 200_000)):
        Path(f"{name}.prisma").write_text(end * lines, newline="")
    assert len(load(".").sources) == 2
    Path("c.prisma").write_text(end, newline="")
    assert load(".").message == "c.prisma: with this file the schema is longer than 500,000 lines"
    Path("c.prisma").write_text(end * 500_001, newline="")
    assert load("c.prisma").message == "c.prisma: longer than 500,000 lines"
