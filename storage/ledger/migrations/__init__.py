"""Migrations of the ledger; alembic runs them when it is opened."""
