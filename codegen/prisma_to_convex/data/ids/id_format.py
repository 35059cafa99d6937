"""How Convex writes a document id down: what minting one by one and minting thousands at once share."""

from __future__ import annotations

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's, in lower case."""
INTERNAL = 16
"""Bytes of an id between the table number and the checksum."""
HASHED = 14
"""How many of them a minted id has from its hash; the others are zeros."""
