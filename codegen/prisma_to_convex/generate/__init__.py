"""`prisma-to-convex generate`: what writes files."""
