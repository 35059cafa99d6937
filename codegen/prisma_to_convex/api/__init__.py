"""What another Python program calls: no files, no terminal."""
