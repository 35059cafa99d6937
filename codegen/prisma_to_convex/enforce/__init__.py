"""What gives lost guarantees back: constraints.ts and the code that enforces it."""
