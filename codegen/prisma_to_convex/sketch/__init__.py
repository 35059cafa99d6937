"""Calls of Prisma Client -> Convex functions that read and write the same rows. Pure."""
