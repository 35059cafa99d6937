"""Schema -> ConvexSchema; `lower.py` is where the stage begins."""
