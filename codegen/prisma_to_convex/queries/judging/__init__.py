"""What a call costs on Convex, where its outcome differs, and which index would serve it."""
