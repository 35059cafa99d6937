"""SQL of each database: how a row becomes texts that a document is put together from."""
