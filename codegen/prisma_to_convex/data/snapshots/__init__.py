"""The ZIP: how it is written, and the second, simpler reader."""
