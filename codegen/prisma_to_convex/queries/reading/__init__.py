"""A call and its arguments -> what it asks for, in the schema's words."""
