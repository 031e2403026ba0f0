"""Zongshu: yearly accounts of public bodies, collected from newspapers and searchable by full text.

`Client` asks a server over HTTP; it is imported when it is first used.
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from zongshu.client import Client as Client

__all__ = ["Client", "__version__"]


def __getattr__(name: str) -> object:
    if name == "Client":
        from zongshu.client import Client

        return Client
    raise AttributeError(name)
