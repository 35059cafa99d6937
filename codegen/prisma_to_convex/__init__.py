"""Prisma schema -> Convex schema, and a report of every guarantee that is lost."""

__version__ = "0.1.0"
