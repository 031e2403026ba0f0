"""A function in a child: its result, its errors, its limits; and nothing a hijacked child could send that harms who asked."""

import multiprocessing
import os
import signal
import time

import pytest

from articles.errors import EmptyIssue, ReadError, StorageFull, Unreadable, ZongshuError
from scrapers.bounds import Told
from scrapers.child import Limits, Task

LIMITS = Limits(seconds=10.0, megabytes=768, answer=2**20)
QUICK = Limits(seconds=0.5, megabytes=768, answer=2**20)


def echo(word: str) -> Told:
    return Told(word)


def refuse(key: str) -> Told:
    raise EmptyIssue(key, address="here")


def break_off(why: str) -> Told:
    raise KeyError(why)


def fill_the_disk(path: str) -> Told:
    raise StorageFull("storage_full", path=path, why="full")


def speak_in_tongues(key: str) -> Told:
    raise Unreadable(key)


def grow(_: str) -> Told:
    return Told(str(len(bytearray(4 * 2**30))))


def sleep(_: str) -> Told:
    time.sleep(60)
    return Told(None)


def spin(_: str) -> Told:
    while True:
        pass


def die(_: str) -> Told:
    os.kill(os.getpid(), signal.SIGSEGV)
    return Told(None)


def talk(size: str) -> Told:
    return Told("x" * int(size))


def lie(_: str) -> int:
    return 7


def write(path: str) -> Told:
    with open(path, "w") as file:  # noqa: PTH123 # as plainly as can be
        file.write("x")
    return Told("written")


def run(function: object, argument: str, limits: Limits = LIMITS) -> Told:
    name = getattr(function, "__name__", "")
    return Task(f"{__name__}:{name}", Told, "page").run("here", argument, limits=limits)


def fault(function: object, argument: str = "", limits: Limits = LIMITS) -> ZongshuError:
    with pytest.raises(ZongshuError) as caught:
        run(function, argument, limits)
    return caught.value


def test_a_result_and_an_error_of_the_page_come_back() -> None:
    assert run(echo, "文字 \x00 \U0001f409") == Told("文字 \x00 \U0001f409")
    error = fault(refuse, "page_blank")
    assert type(error) is EmptyIssue
    assert error.facts == {"address": "here"}


@pytest.mark.parametrize(
    ("function", "argument", "key"),
    [
        (break_off, "why", "page_damaged"),
        (grow, "", "page_memory"),
        (sleep, "", "page_time"),
        (spin, "", "page_time"),
        (die, "", "page_memory"),
        (talk, str(2**21), "page_memory"),
        (lie, "", "page_memory"),
        (fill_the_disk, "/", "page_memory"),
        (speak_in_tongues, "no_such_key", "page_memory"),
        (speak_in_tongues, "layout_too_large", "page_memory"),
    ],
)
def test_whatever_goes_wrong_is_said_of_the_page(function: object, argument: str, key: str) -> None:
    """An error that is not about a page (a full disk would stop a crawl), or that has no words, is none we take from a child."""
    error = fault(function, argument, QUICK if key == "page_time" else LIMITS)
    assert isinstance(error, ReadError)
    assert error.key == key
    assert "here" in error.message("zh")
    assert not multiprocessing.active_children()


def test_a_child_writes_no_file(tmp_path) -> None:
    assert fault(write, str(tmp_path / "a")).key == "page_damaged"
    assert not (tmp_path / "a").exists() or (tmp_path / "a").read_text() == ""
