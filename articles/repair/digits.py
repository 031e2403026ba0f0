"""Numbers in and beside overprinted zones: which readings they have.

`118811880000` is 118800 run by run, 181800 glyph by glyph.
"""

from collections.abc import Iterable

#: No printed number is longer; of longer runs the readings are not listed.
_LONGEST = 64
_MOST = 8


def readings(printed: str, copies: int) -> tuple[str, ...]:
    """Every text that gives `printed` when its runs, however cut, are each printed `copies` times; the one with the fewest runs first."""
    if len(printed) > _LONGEST or len(printed) % copies:
        return ()
    best: list[dict[str, int]] = [{"": 0}] + [{} for _ in printed]
    for at in range(len(printed)):
        for length in range(1, (len(printed) - at) // copies + 1) if best[at] else ():
            piece = printed[at : at + length]
            if printed[at : at + length * copies] == piece * copies:
                _add(best[at + length * copies], best[at], piece)
    return tuple(sorted(best[-1], key=lambda text: (best[-1][text], text)))


def _add(into: dict[str, int], from_: dict[str, int], piece: str) -> None:
    for text, runs in from_.items():
        if len(into) < _MOST or text + piece in into:
            into[text + piece] = min(runs + 1, into.get(text + piece, runs + 1))


def doubtful(printed: str, found: Iterable[str]) -> str:
    """The flag of a number that can be read in several ways."""
    return f"digits_ambiguous:{printed}:{'|'.join(dict.fromkeys(found))}"
