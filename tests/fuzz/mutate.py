"""Bytes and texts damaged at random: bits, pieces, numbers, brackets, and what each format is sensitive to."""

import random
import re
from collections.abc import Callable, Sequence

_NUMBER = re.compile(rb"\d{1,12}")
_HUGE = (b"0", b"-1", b"1e400", b"99999999999999999999", b"2147483648", b"0000", b"NaN", b"1" * 5_000)
#: What parsers trip over, in any format.
_PIECES = (
    b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x1b[2J", b"\r\n", b"\r", b"\x85", b'"', b"'", b"\\", b"&#0;",
    b"&#xD800;", b"&#x110000;", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"<script>", b"</html>", b"<p", b"%00", b"%s{0}",
    b"../", b"\xe2\x80\xae", b"\xe3\x80\x80", b"\xf0\x9f\x98\x80", "２０２３年".encode(), "政".encode("gb18030"), b"{{7*7}}", b"1e999",
)  # fmt: skip
#: What is put in the place of a whole value.
_DEEP = (b"(" * 300, b"[" * 300, b"{" * 300, b"<b>" * 300, b'[{"a":' * 200, b"a." * 300, b"(a" * 100, b"[[" * 200)
Way = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def mutated(seed: bytes, draw: random.Random, words: Sequence[bytes] = ()) -> bytes:
    """The bytes with one to six kinds of damage; `words` are those of the format, and other seeds."""
    for _ in range(draw.choice((1, 1, 2, 3, 6))):
        seed = draw.choice(_WAYS)(seed, draw, words)
    return seed


def _bytes(seed: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    damaged = bytearray(seed)
    for _count in range(draw.choice((1, 1, 4, 30))):
        if damaged:
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
    return bytes(damaged)


def _cut(seed: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    at = draw.randrange(len(seed) + 1)
    return seed[:at] if draw.random() < 0.3 else seed[:at] + seed[at + draw.choice((1, 3, 40, 400)) :]


def _again(seed: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    """A piece stands twice, or a short one very often."""
    at = draw.randrange(len(seed) + 1)
    if draw.random() < 0.8:
        piece = seed[at : at + draw.randrange(1, 300)]
        return seed[:at] + piece + seed[at:]
    piece = seed[at : at + draw.randrange(1, 8)]
    return seed[:at] + piece * draw.choice((20, 300)) + seed[at:]


def _moved(seed: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    a, b, c = sorted(draw.randrange(len(seed) + 1) for _count in range(3))
    return seed[:a] + seed[b:c] + seed[a:b] + seed[c:]


def _piece(seed: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    at = draw.randrange(len(seed) + 1)
    return seed[:at] + draw.choice(_PIECES) + seed[at + draw.choice((0, 0, 1, 4)) :]


def _word(seed: bytes, draw: random.Random, words: Sequence[bytes]) -> bytes:
    at = draw.randrange(len(seed) + 1)
    word = draw.choice(words or _PIECES)
    if len(word) > 400:  # another seed: a piece of it
        begin = draw.randrange(len(word))
        word = word[begin : begin + draw.randrange(1, 400)]
    return seed[:at] + word + seed[at + draw.choice((0, len(word))) :]


def _numbers(seed: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    found = list(_NUMBER.finditer(seed))
    if not found:
        return seed
    one = draw.choice(found)
    by = draw.choice(_HUGE) if draw.random() < 0.5 else str(draw.randrange(10**5)).encode()
    return seed[: one.start()] + by + seed[one.end() :]


def _deep(seed: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    at = draw.randrange(len(seed) + 1)
    return seed[:at] + draw.choice(_DEEP) + seed[at:]


_WAYS: tuple[Way, ...] = (
    _bytes,
    _bytes,
    _cut,
    _cut,
    _again,
    _moved,
    _piece,
    _piece,
    _piece,
    _word,
    _word,
    _word,
    _numbers,
    _numbers,
    _deep,
)
