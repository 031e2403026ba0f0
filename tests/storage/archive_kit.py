"""Records the tests of the archive keep."""

import datetime as dt

from storage import Archive, Position, Response

DAY = dt.date(2023, 1, 5)
ISSUE = ("ljrb", DAY, 1, "ljrb-20230105")
NAME = "ljrb/2023/ljrb-20230105-1.warc.gz"
AT = dt.datetime(2023, 1, 5, 0, 30, 1, 250, tzinfo=dt.UTC)


def made(
    number: int = 0, payload: bytes | None = None, headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),)
) -> Response:
    body = f"第{number}页".encode() * (number + 1) if payload is None else payload
    return Response.received(f"http://a.example/{number}.html", 200, headers, body, AT)


def keep(archive: Archive, count: int, known_end: int = 0) -> list[Position]:
    positions = []
    for number in range(count):
        with archive.locked(NAME):
            positions.append(archive.append(*ISSUE, made(number), known_end))
        known_end = positions[-1].end
    return positions
