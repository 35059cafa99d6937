"""TypeScript as text: literals, comments, tokens."""
