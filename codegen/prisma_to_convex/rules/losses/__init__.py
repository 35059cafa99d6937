"""Rules on guarantees that are lost (PC2xx)."""
