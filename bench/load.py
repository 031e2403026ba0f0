"""Whole answers over HTTP from a server of its own process: idle, then 20 requests a second in an open loop."""

import multiprocessing
import random
import socket
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import uvicorn

from bench import Figure
from indexing import Tokenizer, load_words, open_index
from search import Holdings, Search
from search.api import Taken, Upload, WebSettings, create_app
from storage import Archive
from storage.ledger import Ledger

RATE, SECONDS, IDLE = 20, 60, 200
#: Between two requests of the idle row, in seconds.
_PAUSE = 0.05
_SENDERS = 40


def measured(folder: Path, words: Sequence[str]) -> dict[str, dict[str, Figure]]:
    """Milliseconds at the median and the 95th percentile, errors, and the ratio of the percentiles; `folder` holds the index."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(folder, port), daemon=True)
    server.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30.0) as client:
            _wait(client)
            idle, loaded = _idle(client, words), _open_loop(client, words)
    finally:
        server.terminate()
        server.join()
    ratio = _at(loaded, 0.95) / _at(idle, 0.95)
    rows = {"over HTTP, idle": _row(idle), f"over HTTP, {RATE} requests/s for {SECONDS} s": _row(loaded)}
    return {**rows, "p95 under load / idle": {"p95 ratio": ratio}}


def _serve(folder: Path, port: int) -> None:
    tokenizer = Tokenizer(load_words(()))
    with tempfile.TemporaryDirectory() as kept, Ledger(f"sqlite:///{kept}/ledger.sqlite3") as ledger:
        holdings = Holdings(ledger, Archive(Path(kept) / "archive"))
        with closing(open_index(folder, tokenizer)) as index:
            app = create_app(Search(index, holdings, {}, tokenizer), holdings, WebSettings(), _refuse)
            uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)


def _refuse(upload: Upload) -> Taken:
    raise NotImplementedError(f"nothing is taken in: {upload}")


def _wait(client: httpx.Client) -> None:
    for _ in range(600):
        try:
            client.get("/health")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server does not answer")


def _asking(client: httpx.Client, words: Sequence[str], seed: int) -> Callable[[], bool]:
    dice = random.Random(seed)

    def ask() -> bool:
        query = f"{dice.choice(words)} {dice.choice(words)}"
        answer = client.get("/api/v1/search", params={"q": query, "facets": "true"})
        return answer.status_code == httpx.codes.OK and "summary" in answer.json()

    return ask


def _idle(client: httpx.Client, words: Sequence[str]) -> list[float | None]:
    ask, found = _asking(client, words, 1), []
    for number in range(IDLE + IDLE // 10):
        time.sleep(_PAUSE)
        taken = _sent(ask, time.perf_counter())
        if number >= IDLE // 10:
            found.append(taken)
    return found


def _open_loop(client: httpx.Client, words: Sequence[str]) -> list[float | None]:
    """Each request goes out when it is due; what it takes counts from then on, waiting for a free sender included."""
    ask, start = _asking(client, words, 2), time.perf_counter()
    with ThreadPoolExecutor(_SENDERS) as senders:
        sent = []
        for number in range(RATE * SECONDS):
            due = start + number / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            sent.append(senders.submit(_sent, ask, due))
        return [one.result() for one in sent]


def _sent(ask: Callable[[], bool], due: float) -> float | None:
    """Milliseconds from when a request was due; None where it failed."""
    try:
        good = ask()
    except httpx.HTTPError:
        return None
    return (time.perf_counter() - due) * 1e3 if good else None


def _at(taken: Sequence[float | None], share: float) -> float:
    good = sorted(one for one in taken if one is not None)
    return good[int(len(good) * share)]


def _row(taken: Sequence[float | None]) -> dict[str, Figure]:
    return {"p50 ms": _at(taken, 0.5), "p95 ms": _at(taken, 0.95), "requests": len(taken), "errors": sum(one is None for one in taken)}
