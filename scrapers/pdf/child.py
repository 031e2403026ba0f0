"""Reading a PDF in a child process with limits of memory and time: the way in."""

from scrapers.child import Limits, Task
from scrapers.pdf.result import PdfRead

LIMITS = Limits()
_EXTRACT = Task("scrapers.pdf.extract:extract", PdfRead, "pdf")


def is_pdf(payload: bytes) -> bool:
    """Whether bytes begin as a PDF does."""
    return payload.startswith(b"%PDF-")


def read_pdf(payload: bytes, name: str, limits: Limits = LIMITS) -> PdfRead:
    """The articles of a PDF. Unreadable (damaged, locked, too large, too slow, crashed), Scanned, Garbled."""
    return _EXTRACT.run(name, payload, name, limits=limits)
