"""Which files are no code of the application, by their paths alone."""

from __future__ import annotations

import pytest

from prisma_to_convex.queries.files.left_out_paths import is_left_out


@pytest.mark.parametrize(
    ("path", "everything", "left_out"),
    [
        ("src/users.ts", False, False),
        ("src/users.test.ts", False, True),
        ("src/users.test.ts", True, False),
        ("tests/helpers/users.ts", False, True),
        ("tests/helpers/users.ts", True, False),
        ("src/users.css", True, True),
        ("node_modules/a/index.js", True, True),
        ("src/generated/client.ts", True, True),
        # What was built is JavaScript; the TypeScript in a folder of that name was written.
        ("dist/users.js", True, True),
        ("dist/users.d.ts", True, True),
        ("build/server/users.mjs", False, True),
        ("src/build/build.service.ts", False, False),
        ("src/build/Build.vue", False, False),
        ("src/build/build.service.test.ts", False, True),
        ("src/build/tests/users.ts", False, True),
        ("src/build/tests/users.ts", True, False),
        ("tests/build/users.ts", False, True),
        ("src/build/generated/users.ts", True, True),
    ],
)
def test_paths(path: str, everything: bool, left_out: bool) -> None:
    assert is_left_out(path, everything=everything) is left_out
