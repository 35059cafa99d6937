"""What a schema means for the move, from its own facts: tenancy, relations, data, order, effort, risks."""
