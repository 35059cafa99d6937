"""What an expression of code can be found to be, without types."""
