"""A project's files: where the schema is, how it is read, how output is written."""
