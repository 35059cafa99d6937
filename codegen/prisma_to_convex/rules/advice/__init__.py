"""Rules that advise (PC5xx)."""
