"""The one error of this folder."""


class Missing(Exception):
    """A server is not to be had on this machine; the message says how to get it."""
