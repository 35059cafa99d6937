"""What the database itself is asked: whether its catalog is the schema's, and which rows will break."""
