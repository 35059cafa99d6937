"""What is moved and into what form, made of the schema and of schema.ts before any row is read."""
