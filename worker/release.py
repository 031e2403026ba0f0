"""Which release of Zongshu this is, as installed."""

from importlib.metadata import version

VERSION = version("zongshu")
