"""Numbers as printed into exact decimals: digits (full width ones and separators too) and Chinese numerals."""

from decimal import Decimal

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
_WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
#: What stands between number and unit and multiplies.
MULTIPLIERS = {"万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4}


def digits(printed: str) -> Decimal:
    """A number in digits."""
    return Decimal(printed.translate(_WIDE).replace(",", ""))


def chinese(printed: str) -> int:
    """A Chinese numeral, with steps (二千一百零四) or place by place (二〇二二)."""
    if not any(sign in _STEPS or sign in _GROUPS for sign in printed):
        return int("".join(str(_DIGITS[sign]) for sign in printed))
    total = group = last = 0
    for sign in printed:
        if sign in _DIGITS:
            last = _DIGITS[sign]
        elif sign in _STEPS:
            group += (last or 1) * _STEPS[sign]
            last = 0
        else:
            total = (total + group + last) * _GROUPS[sign]
            group = last = 0
    return total + group + last


def plain(value: Decimal) -> str:
    """A decimal without exponent and without zeros behind the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
