"""Values as people read them."""

from decimal import Decimal

#: From where on a number is told in a larger step: 14315元, but 22.5万元.
_STEPS = (
    (Decimal(10) ** 12, Decimal(10) ** 12, "万亿"),
    (Decimal(10) ** 8, Decimal(10) ** 8, "亿"),
    (Decimal(10) ** 5, Decimal(10) ** 4, "万"),
)
#: Qualifiers that stand between number and unit, and behind the unit; others stand before.
_BETWEEN, _BEHIND_UNIT = ("多", "余"), ("左右", "以上", "以下", "以内", "上下", "之内", "之上")


def humane(value: str, unit: str, qualifier: str | None = None) -> str:
    """A value as one reads it: 5.285亿吨, 约3万人, 200多件, 65%以上."""
    number = Decimal(value)
    step, name = next(((step, name) for least, step, name in _STEPS if abs(number) >= least), (Decimal(1), ""))
    between = qualifier if qualifier in _BETWEEN else ""
    behind = qualifier if qualifier in _BEHIND_UNIT else ""
    before = qualifier if qualifier and not (between or behind) else ""
    return f"{before}{_plain(number / step)}{name}{between}{unit}{behind}"


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
