"""Every guarantee with its end, how much it matters, and what was decided of it."""
