"""Rules on representations that change (PC3xx)."""
