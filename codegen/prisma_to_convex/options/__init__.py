"""What can be chosen, and how comments in the schema choose it."""
