"""A short form of `./run bench crawl`: open files stay flat, memory grows within generous bounds."""

from bench.crawl import measured, slope


def test_a_crawl_s_open_files_are_flat_and_its_memory_bounded() -> None:
    done = measured(200, scale=1)
    assert max(look.pages for look in done.looks) > 150
    files = [look.files for look in done.warm]
    assert max(files[len(files) // 2 :]) <= max(files[: len(files) // 2 + 1]) + 15
    assert max(files) < 100
    grown = max(look.runner for look in done.warm) - min(look.runner for look in done.warm)
    assert grown < 120 * 2**20
    assert 0 < max(look.readers for look in done.warm) < 600 * 2**20


def test_a_slope_is_that_of_the_line() -> None:
    assert slope([(0, 1), (1, 3), (2, 5)]) == 2
    assert slope([(1, 7), (2, 7), (3, 7)]) == 0
    assert slope([(1, 7)]) == 0
