"""Where code calls Prisma Client, its wrappers and raw SQL."""
