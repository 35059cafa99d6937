"""The databases that rows are read from: one consistent snapshot, read only, texts as SQL forms them."""
