"""Whether Convex accepts a document, one by one or whole columns of plain ones; and one text of each."""
