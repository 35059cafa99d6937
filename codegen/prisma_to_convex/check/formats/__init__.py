"""The formats of `--format`: one renderer a module; `renderer` imports the one that is asked for."""
