"""Somebody who searches all the time: a page may be away, or say what is wrong, but never break."""

import http.client
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter

_ASKED = ("api/v1/search?all=true&q=" + urllib.parse.quote("政协"), "api/v1/status", "?q=" + urllib.parse.quote("工作报告"))


class Searcher:
    """A thread that asks a page in turn for hits, its state and the page itself; `answers` counts by status (0: nobody there)."""

    def __init__(self, address: str) -> None:
        self.answers: Counter[int] = Counter()
        self.bodies: list[str] = []
        self._address = address
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    @property
    def broken(self) -> list[str]:
        """Answers that name no error of ours."""
        return [body for body in self.bodies if not body.startswith("503")]

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask no more; idempotent."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def _ask(self) -> None:
        turn = 0
        while not self._over.wait(0.25):
            turn += 1
            self._one(self._address + _ASKED[turn % len(_ASKED)])

    def _one(self, address: str) -> None:
        try:
            with urllib.request.urlopen(address, timeout=8) as answer:
                answer.read()
                self.answers[int(answer.status)] += 1
        except urllib.error.HTTPError as error:
            self.answers[error.code] += 1
            with error:
                self.bodies.append(f"{error.code} {address}: {error.read()[:300].decode(errors='replace')}")
        except (OSError, http.client.HTTPException):
            self.answers[0] += 1
