"""Ids of documents: the secret that they are minted with, the numbers of tables, the helper for TypeScript."""
