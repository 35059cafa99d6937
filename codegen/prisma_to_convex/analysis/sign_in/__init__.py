"""Which library signs people in, or the application's own tables."""
