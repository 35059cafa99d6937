"""The stages of an export, its parts, and the files that it leaves."""
