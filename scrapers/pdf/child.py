"""Reading a PDF in a child process with limits of memory and time.

A page that makes the engine crash, eat memory or never end costs its reader nothing. The result crosses as JSON, so that nothing a
hijacked child sends is run.
"""

import multiprocessing
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext

from pydantic import TypeAdapter, ValidationError

from articles.errors import Garbled, Scanned, Unreadable, ZongshuError
from scrapers.pdf.result import PdfRead


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of wall time and megabytes of address space a PDF may take; the result's own size in bytes."""

    seconds: float = 60.0
    megabytes: int = 1536
    answer: int = 64 * 2**20


LIMITS = Limits()
_READ: TypeAdapter[PdfRead] = TypeAdapter(PdfRead)
_Reason = dict[str, str | int | float | None]
_REASON: TypeAdapter[_Reason] = TypeAdapter(_Reason)
_ERRORS: Mapping[str, type[ZongshuError]] = {kind.__name__: kind for kind in (Unreadable, Scanned, Garbled)}
_DONE, _FAILED = b"+", b"-"


def is_pdf(payload: bytes) -> bool:
    """Whether bytes begin as a PDF does."""
    return payload.startswith(b"%PDF-")


def read_pdf(payload: bytes, name: str, limits: Limits = LIMITS) -> PdfRead:
    """The articles of a PDF. Unreadable (damaged, locked, too large, too slow, crashed), Scanned, Garbled."""
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, payload, name, limits), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(limits.seconds):
            raise Unreadable("pdf_time", name=name, seconds=limits.seconds)
        answer = receiver.recv_bytes(limits.answer)
    except (EOFError, OSError) as error:
        raise Unreadable("pdf_memory", name=name, megabytes=limits.megabytes) from error
    finally:
        process.kill()
        process.join()
        receiver.close()
    return _told(answer, name, limits)


def _context() -> SpawnContext | ForkServerContext:
    """A server that forks clean children where there is one: a fresh interpreter for each PDF costs more than reading it."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", "scrapers.pdf.extract"])
    return context


def _told(answer: bytes, name: str, limits: Limits) -> PdfRead:
    """What the child sent: a result, or the error to raise."""
    try:
        if answer[:1] == _DONE:
            return _READ.validate_json(answer[1:])
        reason = _REASON.validate_json(answer[1:])
    except ValidationError as error:
        raise Unreadable("pdf_memory", name=name, megabytes=limits.megabytes) from error
    facts = {key: value for key, value in reason.items() if key not in ("error", "key")}
    raise _ERRORS.get(str(reason.get("error")), Unreadable)(str(reason.get("key")), **facts)


def _work(sender: Connection, payload: bytes, name: str, limits: Limits) -> None:
    """In the child: read, and send what came of it."""
    _limit(limits)
    from scrapers.pdf.extract import extract

    try:
        answer = _DONE + _READ.dump_json(extract(payload, name))
    except ZongshuError as error:
        answer = _FAILED + _REASON.dump_json(error.reason())
    except MemoryError:
        answer = _FAILED + _REASON.dump_json(Unreadable("pdf_memory", name=name, megabytes=limits.megabytes).reason())
    except Exception as error:  # noqa: BLE001 # whatever the file did to the reader is said of the file
        reason = Unreadable("pdf_damaged", name=name, why=f"{type(error).__name__}: {error}"[:200]).reason()
        answer = _FAILED + _REASON.dump_json(reason)
    sender.send_bytes(answer)
    sender.close()


def _limit(limits: Limits) -> None:
    """Bound this process's memory and processor time, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, limits.megabytes * 2**20),
        (resource.RLIMIT_CPU, int(limits.seconds) + 1),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
