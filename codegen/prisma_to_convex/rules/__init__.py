"""Every rule of the translation: `table.py` has them in order, `registry.py` finds one."""
