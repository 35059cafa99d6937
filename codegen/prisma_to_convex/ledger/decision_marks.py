"""How comments start that decide."""

from __future__ import annotations

MARKS = ("@convex.allow", "@convex.enforced")
"""How comments start that decide; looked for before anything that reads one is imported."""
