"""What in the rows will break, before anything is moved."""
