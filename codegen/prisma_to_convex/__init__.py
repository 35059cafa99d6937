"""Prisma schema -> Convex schema, and a report of every guarantee that is lost."""
