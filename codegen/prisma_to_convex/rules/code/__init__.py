"""What is said of calls in application code: one rule a file, judged on what `queries/` found."""
