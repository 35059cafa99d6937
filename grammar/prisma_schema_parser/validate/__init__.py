"""Prisma's own rules on a schema that could be read: `validator.validate`, one idea a module."""
