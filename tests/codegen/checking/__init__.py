"""The tests of `prisma-to-convex check`."""
