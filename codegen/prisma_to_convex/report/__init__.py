"""The report: one model (`model.py`), one renderer a format."""
