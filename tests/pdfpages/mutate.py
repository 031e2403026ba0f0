"""PDFs damaged at random: bytes, objects, numbers, and the packed streams from inside, so that the damage reaches the page."""

import random
import re
import zlib
from collections.abc import Callable

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_NAME = re.compile(rb"/[A-Za-z]\w{1,20}")
_HUGE = (b"0", b"-1", b"1e9", b"99999999999", b"2147483648", b"-0.0001", b"65536", b"nan")


def mutated(pdf: bytes, draw: random.Random) -> bytes:
    """A PDF with one to four kinds of damage."""
    for _ in range(draw.randint(1, 4)):
        pdf = draw.choice(_WAYS)(pdf, draw)
    return pdf


def _bytes(pdf: bytes, draw: random.Random) -> bytes:
    damaged = bytearray(pdf)
    for _ in range(draw.choice((1, 4, 30, 300))):
        if damaged:
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
    return bytes(damaged)


def _cut(pdf: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(pdf) + 1)
    return pdf[:at] if draw.random() < 0.5 else pdf[:at] + pdf[min(len(pdf), at + draw.randrange(1, 4000)) :]


def _moved(pdf: bytes, draw: random.Random) -> bytes:
    a, b = sorted(draw.randrange(len(pdf) + 1) for _ in range(2))
    return pdf[:a] + pdf[a:b] * draw.choice((0, 2)) + pdf[b:] if b - a < 20_000 else pdf


def _numbers(pdf: bytes, draw: random.Random) -> bytes:
    return _replaced(pdf, draw, _NUMBER, lambda _: draw.choice(_HUGE))


def _names(pdf: bytes, draw: random.Random) -> bytes:
    names = _NAME.findall(pdf) or [b"/X"]
    return _replaced(pdf, draw, _NAME, lambda _: draw.choice(names))


def _replaced(pdf: bytes, draw: random.Random, pattern: re.Pattern[bytes], by: Callable[[re.Match[bytes]], bytes]) -> bytes:
    found = list(pattern.finditer(pdf))
    for match in sorted(draw.sample(found, min(len(found), draw.randint(1, 6))), key=lambda one: -one.start()):
        pdf = pdf[: match.start()] + by(match) + pdf[match.end() :]
    return pdf


def _inside(pdf: bytes, draw: random.Random) -> bytes:
    """Damage a stream's own content and pack it again; its length no longer holds, which readers mend."""
    streams = list(_STREAM.finditer(pdf))
    if not streams:
        return pdf
    match = draw.choice(streams)
    content = match[1]
    ascii85 = content.rstrip().endswith(b"~>")
    try:
        plain = zlib.decompress(_from85(content) if ascii85 else content)
    except (zlib.error, ValueError):
        return pdf
    spoiled = draw.choice((_bytes, _numbers, _cut, _moved))(plain, draw) if plain else plain
    packed = zlib.compress(spoiled)
    return pdf[: match.start(1)] + (_to85(packed) if ascii85 else packed) + pdf[match.end(1) :]


def _from85(content: bytes) -> bytes:
    import base64

    return base64.a85decode(content.strip().removesuffix(b"~>"))


def _to85(content: bytes) -> bytes:
    import base64

    return base64.a85encode(content) + b"~>"


_WAYS = (_bytes, _cut, _moved, _numbers, _names, _inside, _inside, _inside)
