"""The ledger and what is put into it."""

from watch_kit import host, ledger, put

__all__ = ["host", "ledger", "put"]
