"""Which files are no code of the application itself, by their paths: tests, seeds, examples, what was built."""

from __future__ import annotations

import posixpath
import re

SUFFIXES = frozenset(
    {".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte"}
)

_WRITTEN = frozenset({".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte"})

# Nobody wrote what is in these; they are not even counted.
NEVER_ENTERED = frozenset({
    "node_modules", ".git", ".hg", ".svn", ".yarn", ".pnpm-store", ".next", ".nuxt", ".svelte-kit",
    ".turbo", ".vercel", ".cache", "bower_components", ".venv", "__pycache__",
})  # fmt: skip  # one set

TESTS, SEEDS, EXAMPLES = "tests", "seeds and scripts", "examples and stories"
MIGRATIONS, GENERATED, TYPES = "migrations", "generated code", "type declarations"
BUILT = "what was built"
TOO_LARGE, NOT_READ = "files above 1 MB", "files that can't be read"
LONG_LINE = "files with a line above 100 kB"
TOO_DEEP = "files with brackets in more than 1,000 others"

LEFT_OUT_BY_CHOICE = (TESTS, SEEDS, EXAMPLES, MIGRATIONS)
"""Those that `--all` reads."""

_FOLDERS = {
    **dict.fromkeys(
        ("__tests__", "__test__", "test", "tests", "e2e", "playwright", "cypress", "spec", "specs",
         "fixtures", "__fixtures__", "mock", "mocks", "__mocks__", "testing", "integration-tests"),
        TESTS,
    ),
    **dict.fromkeys(("seed", "seeds", "seeding", "seeders", "scripts", "script"), SEEDS),
    **dict.fromkeys(("example", "examples", "stories", ".storybook"), EXAMPLES),
    "migrations": MIGRATIONS,
    **dict.fromkeys(("generated", "__generated__", ".prisma"), GENERATED),
    **dict.fromkeys(("dist", "build", "coverage"), BUILT),
}  # fmt: skip  # a table

_NAMES = (
    (re.compile(r"\.d\.[mc]?ts$"), TYPES),
    (re.compile(r"[.-](?:test|tests|spec|e2e|e2e-spec|test-d|mock|fixture|setup)\.\w+$"), TESTS),
    (re.compile(r"^(?:jest|vitest|playwright|cypress)\.(?:config|setup)"), TESTS),
    (re.compile(r"\.stories\.\w+$"), EXAMPLES),
    (re.compile(r"^(?:seed|seeds|seeder)\.\w+$|^seed[-.]|[-.]seed(?:er|s)?\.\w+$"), SEEDS),
    (re.compile(r"\.(?:generated|gen|min)\.\w+$"), GENERATED),
)

_HEAD = re.compile(
    rb"@generated\b|\bdo not (?:edit|modify)\b"
    rb"|\b(?:this|the) (?:file|code|module|client) (?:is|was|has been) (?:auto[a-z]*[ -]?)?generated\b"
    rb"|\bauto(?:matically)?[ -]?generated (?:file|code|client|by|from|with|using|via)\b"
    rb"|\bauto(?:matically)?[ -]?generated\b[ \t]*(?:[.!;:*-]|\r?$)",
    re.IGNORECASE | re.MULTILINE,
)


def reason_by_folder(name: str) -> str:
    """Why everything in a folder of that name is left out; empty: it is read."""
    return _FOLDERS.get(name.lower(), "")


def reason_inside(outer: str, reason: str) -> str:
    """Of what stands in a folder that is left out."""
    return reason or outer if outer == BUILT else outer or reason


def reason_of_file(name: str, outer: str) -> str:
    """`outer` is that of its folder. What a compiler writes is JavaScript: TypeScript that stands in a folder called
    `build` was written by hand (`src/build/build.service.ts`).
    """
    reason = reason_by_name(name)
    if outer == BUILT and posixpath.splitext(name)[1] in _WRITTEN:
        return reason
    return reason_inside(outer, reason)


def reason_by_name(name: str) -> str:
    lowered = name.lower()
    return next((reason for pattern, reason in _NAMES if pattern.search(lowered)), "")


def is_left_out(path: str, *, everything: bool) -> bool:
    """Of a path from the top of a repository: whether it is no code, or code that is not read."""
    *folders, name = path.split("/")
    if posixpath.splitext(name)[1] not in SUFFIXES or NEVER_ENTERED.intersection(folders):
        return True
    outer = ""
    for folder in folders:
        outer = reason_inside(outer, _unless_chosen(reason_by_folder(folder), everything))
    return bool(_unless_chosen(reason_of_file(name, outer), everything))


def _unless_chosen(reason: str, everything: bool) -> str:
    return "" if everything and reason in LEFT_OUT_BY_CHOICE else reason


def is_generated(data: bytes) -> bool:
    """Whether the comment at the top says so."""
    head = data[:600].lstrip()
    if not head.startswith((b"/", b"#", b"<!--", b"'use", b'"use')):
        return False
    return bool(_HEAD.search(head[:400]))
