"""Which manifest belongs to a ZIP, where nobody names it.

out/c.zip    out/c.manifest.json, else snapshot.manifest.json or the only manifest: here, else in out/
"""

from __future__ import annotations

import os
from pathlib import Path

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.regular_files import read_regular

from .manifest import NoManifest

_END = ".manifest.json"
_USUAL = f"snapshot{_END}"
_SHOWN = 5


def found(file: Path) -> Path | NoManifest:
    """It is there; whether it can be read is seen by who reads it."""
    own = file.with_suffix(_END) if file.name else Path(_USUAL)
    if os.path.isfile(own):
        return own
    for folder in dict.fromkeys((Path(), file.parent)):
        if os.path.isfile(folder / _USUAL):
            return folder / _USUAL
        near = _manifests(folder)
        if len(near) == 1:
            return near[0]
        if near:
            names = ", ".join(plain(one.name) for one in near[:_SHOWN])
            more = ", ..." if len(near) > _SHOWN else ""
            return NoManifest(
                f"which manifest belongs to {plain(file.name)}? There are {names}{more}"
            )
    looked_for = dict.fromkeys((plain(own.as_posix()), _USUAL))
    return NoManifest(f"there is no {' and no '.join(looked_for)}")


def _manifests(folder: Path) -> list[Path]:
    """Those that an export wrote."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(_END))
    except OSError:
        return []
    return [folder / name for name in names if _is_ours(folder / name)]


def _is_ours(path: Path) -> bool:
    try:
        return b'"tool": "prisma-to-convex' in read_regular(path)[:200]
    except OSError:
        return False
