"""The finished ZIP against the database, or against its manifest."""
