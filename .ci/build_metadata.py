"""The package's metadata beyond pyproject.toml: the README as its page on a package index, and the project's links.

The repository does not know its own address, and the links of README.md are relative, so that they work in a clone, in a
fork and at any revision. An index shows the README without the files around it. So a release is built with
P2C_REPOSITORY (`make release` sets it), and then links lead to that repository at the tag of the version.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

VARIABLE = "P2C_REPOSITORY"
_RELATIVE = re.compile(r"(?<=\]\()(?!https?:|#)([^)\s]+)(?=\))")
_VERSION = re.compile(r'^VERSION = "([^"]+)"', re.MULTILINE)


class CustomMetadataHook(MetadataHookInterface):
    def update(self, metadata: dict[str, Any]) -> None:
        root = Path(self.root)
        version_py = root / "codegen" / "prisma_to_convex" / "kit" / "version.py"
        found = _VERSION.search(version_py.read_text(encoding="utf-8"))
        assert found is not None
        address = os.environ.get(VARIABLE, "").rstrip("/").removesuffix(".git")
        files = f"{address}/blob/v{found[1]}"
        text = (root / "README.md").read_text(encoding="utf-8")
        if address:
            text = _RELATIVE.sub(rf"{files}/\1", text)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
        metadata["urls"] = {} if not address else links(address, files)


def links(address: str, files: str) -> dict[str, str]:
    return {
        "Repository": address,
        "Documentation": f"{files}/docs/README.md",
        "Changelog": f"{files}/CHANGELOG.md",
        "Issues": f"{address}/issues",
    }
