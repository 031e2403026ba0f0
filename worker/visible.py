"""Text from pages on its way to a terminal or a log: what would steer either is shown as an escape."""

import re

#: Control characters but tab and line feed (C0, DEL, C1), separators of lines, and what turns the direction of writing.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""The text with each such character as `\u001b`: as JSON has it, so that a line of JSON says the same as before."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
