import datetime as dt

import pytest

from articles.errors import Unreachable
from scrapers.fetch.statuses import DEFAULT_WAIT, LONGEST_WAIT, refusal, seconds_to_wait

NOW = dt.datetime(2024, 1, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30), (" 30 ", 30), ("0", 0), ("Mon, 01 Jan 2024 12:01:00 GMT", 60), ("Mon, 01 Jan 2024 20:01:00 +0800", 60),
        ("Mon, 01 Jan 2024 11:00:00 GMT", 0), ("Fri, 01 Jan 2100 00:00:00 GMT", LONGEST_WAIT), ("1" * 400, LONGEST_WAIT),
        (None, None), ("", None), ("-5", None), ("1.5", None), ("soon", None), ("٣", None), ("Mon, 99 Jan 2024", None),
    ],
)  # fmt: skip
def test_retry_after_is_read_as_seconds(header, seconds):
    assert seconds_to_wait(header, NOW) == seconds


def test_too_many_requests_without_a_time_waits_by_default():
    error = refusal(429, "http://a.example/", None, NOW)
    assert isinstance(error, Unreachable)
    assert error.facts["retry_after"] == DEFAULT_WAIT
    assert "retry_after" not in refusal(503, "http://a.example/", None, NOW).facts
