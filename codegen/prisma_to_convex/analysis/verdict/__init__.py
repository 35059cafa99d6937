"""What follows of all that was found: effort, risks, the answer, the next steps."""
