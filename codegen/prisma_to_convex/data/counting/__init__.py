"""What is counted and hashed of rows and of documents, whatever their order."""
