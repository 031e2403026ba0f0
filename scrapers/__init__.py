"""Getting pages and reading articles out of them."""
