"""The page: plain HTML made on the server, no script."""
