"""Who owns the rows: tenants and users, level by level, and what is shared."""
