"""Single values: the tokens of an import's JSON, dates, the texts of keys."""
