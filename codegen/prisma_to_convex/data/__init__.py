"""Rows of the old database -> one snapshot that `npx convex import` takes, and the proof that nothing was lost."""
