"""Calls of Prisma Client in application code: found, read, judged by what Convex needs for them."""
