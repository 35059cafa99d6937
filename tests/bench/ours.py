"""Our side of the benchmark, in a process of its own.

python ours.py warm        one path a line on stdin, the milliseconds to read it a line on stdout
python ours.py memory FILE the bytes that a read schema and its diagnostics take
"""

from __future__ import annotations

import gc
import sys
import time

from prisma_schema_parser import Result, SourceFile, line_parser, read_schema


def read(path: str) -> SourceFile:
    with open(path, encoding="utf-8", newline="") as file:
        return SourceFile(path, file.read())


def timed(source: SourceFile) -> tuple[float, Result]:
    """Nothing is remembered from earlier runs: lines that were seen in the last one are read again."""
    line_parser.forget()
    started = time.perf_counter()
    result = read_schema([source])
    return (time.perf_counter() - started) * 1000, result


def warm() -> None:
    gc.disable()
    for line in sys.stdin:
        milliseconds, result = timed(read(line.rstrip("\n")))
        assert result.is_valid, result.diagnostics[:3]
        del result
        gc.collect()
        print(milliseconds, flush=True)


def memory(path: str) -> None:
    """What is held when all is read, the memory of lines included; the text itself is not counted."""
    import tracemalloc

    timed(SourceFile("small", "model A {\n  id Int @id\n}\n"))
    source = read(path)
    tracemalloc.start()
    result = read_schema([source])
    used, peak = tracemalloc.get_traced_memory()
    assert result.is_valid
    print(used, peak, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "warm":
        warm()
    else:
        memory(sys.argv[2])
