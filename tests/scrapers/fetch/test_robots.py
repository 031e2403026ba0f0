"""What a robots.txt allows, and the delay it asks for."""

import pytest

from scrapers.fetch import Rules, origin_of


def test_no_file_allows_everything():
    assert Rules(None).allow("http://paper.example/x")
    assert Rules(None).delay == 0


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nRequest-rate: 1/30", 30),
        ("User-agent: *\nCrawl-delay: 5\nRequest-rate: 1/30", 30),
        ("User-agent: *\nCrawl-delay: 5\n\nUser-agent: zongshu\nDisallow:", 0),
        ("User-agent: *\nCrawl-delay: -3", 0),
        ("User-agent: *\nCrawl-delay: soon", 0),
        ("User-agent: *\nCrawl-delay: 1e9", 86_400),
        ("User-agent: *\nRequest-rate: 0/5", 0),
    ],
)
def test_delays(text, delay):
    assert Rules(text).delay == delay


def test_paths_are_compared_percent_decoded():
    rules = Rules("User-agent: *\nDisallow: /文章/\nDisallow: /a%2Fb\nAllow: /文章/open")
    assert not rules.allow("http://paper.example/%E6%96%87%E7%AB%A0/1.htm")
    assert rules.allow("http://paper.example/%E6%96%87%E7%AB%A0/open/1.htm")
    assert rules.allow("http://paper.example/a/b")


def test_patterns_cost_little():
    rules = Rules("User-agent: *\n" + "Disallow: /" + "*a" * 5000 + "b\n")
    assert rules.allow("http://paper.example/" + "a" * 5000)


def test_an_origin_is_scheme_host_and_port():
    assert origin_of("https://Paper.Example:8443/x?y") == "https://paper.example:8443"
    assert origin_of("http://paper.example/x") != origin_of("https://paper.example/x")
