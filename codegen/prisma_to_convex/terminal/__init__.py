"""What a terminal can show, and how text gets there."""
