"""Three-way merge of schema.ts: what was last generated, what stands there, what is generated now."""
