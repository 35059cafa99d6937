"""The configuration: where it is, what it says."""
