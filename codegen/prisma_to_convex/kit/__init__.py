"""Graphs, plurals, counted words, suggestions: what knows neither Prisma nor Convex."""
