"""Rules on Convex's limits (PC4xx)."""
