"""What is kept: the archive, article files and the ledger."""
