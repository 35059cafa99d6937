"""Where the secret of ids is. Texts: help names them, and imports nothing for it."""

from __future__ import annotations

VARIABLE = "PRISMA_TO_CONVEX_ID_KEY"
KEY_FOLDER = ".prisma-to-convex/data"
KEY_FILE = f"{KEY_FOLDER}/key"
