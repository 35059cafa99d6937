"""How Prisma's own configuration may be called, in the order in which Prisma looks.

facts: Prisma 7, config/loadConfigFromFile.
"""

from __future__ import annotations

EXTENSIONS = ("js", "ts", "mjs", "cjs", "mts", "cts")
CONFIGS = tuple(
    f"{base}.{extension}"
    for base in ("prisma.config", ".config/prisma", ".config/prisma.config")
    for extension in EXTENSIONS
)
