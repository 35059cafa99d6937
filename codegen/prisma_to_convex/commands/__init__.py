"""One module a command: its arguments, its help, what it calls."""
