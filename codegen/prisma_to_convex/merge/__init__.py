"""Three-way merge of schema.ts: what was last generated, what stands there, what is generated now."""

from __future__ import annotations

from .conflict import Conflict, Prefer
from .tokens import NotTypeScript
from .whole import Merged, merge

__all__ = ["Conflict", "Merged", "NotTypeScript", "Prefer", "merge"]
