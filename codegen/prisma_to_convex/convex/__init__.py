"""What is emitted: Convex's schema as data, its limits and names, its text."""
