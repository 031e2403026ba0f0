"""What a robots.txt allows (RFC 9309), by Protego. Pure."""

from urllib.parse import urlsplit

from protego import Protego

#: Bytes of a robots.txt that are read; the rest is left (RFC 9309, 2.5: at least 500 KiB).
ROBOTS_CAP = 512 * 1024
#: The product token our group of rules is found by.
AGENT = "Zongshu"
#: A longer delay than a day is not one: such a host gets one request a day.
_LONGEST = 86_400.0


def origin_of(address: str) -> str:
    """Scheme, host and port of an address: each has a robots.txt of its own (RFC 9309, 2.3)."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.lower()}"


class Rules:
    """The rules of a robots.txt; of None (there is none, 4xx) and of bytes that are no such file: everything is allowed."""

    def __init__(self, text: str | None) -> None:
        self._rules = Protego.parse(text) if text else None

    def allow(self, address: str) -> bool:
        """Whether we may ask for an address."""
        return self._rules is None or bool(self._rules.can_fetch(address, AGENT))

    @property
    def delay(self) -> float:
        """Seconds between two requests that the file asks for (`Crawl-delay`, `Request-rate`); 0 where it asks for none."""
        if self._rules is None:
            return 0.0
        rate = self._rules.request_rate(AGENT)
        asked = (self._rules.crawl_delay(AGENT) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)
        return min(max(0.0, *asked), _LONGEST)
