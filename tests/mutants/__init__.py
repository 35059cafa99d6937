"""Mistakes made on purpose: `make mutants`."""
