"""Charts: lines break where there is no point, axes are round, everything stands inside."""

import pytest

from search.web.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, ChartLine, ChartPoint, drawing, scale


def line(**values: float) -> ChartLine:
    return ChartLine("线", [ChartPoint(int(year[1:]), value, year) for year, value in values.items()])


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        (0, 0, (0, 0.25, 1)),
        (0, 0.8, (0, 0.2, 4)),
        (0, 0.03, (0, 0.01, 3)),
        (0, 1, (0, 0.25, 4)),
        (3, 12_345, (0, 5_000, 3)),
        (-5, 8, (-5, 5, 3)),
        (-3, -1, (-3, 1, 3)),
    ],
)
def test_axes_are_round_and_hold_zero(least: float, most: float, expected: tuple[float, float, int]) -> None:
    assert scale(least, most) == pytest.approx(expected)
    bottom, step, count = scale(least, most)
    assert bottom <= min(least, 0)
    assert bottom + step * count >= max(most, 0)


def test_lines_break_at_gaps() -> None:
    found = drawing([line(y2010=0.1, y2011=0.2, y2014=0.3, y2016=0.4, y2017=0.5)], range(2010, 2018), "{:.0%}".format, (2012, 2013))
    (stroke,) = found.strokes
    assert [len(corners.split()) for corners in stroke.stretches] == [2, 2]
    assert len(stroke.dots) == 5
    assert stroke.stretches[1].split()[0] == f"{stroke.dots[3].x},{stroke.dots[3].y}"
    assert len(found.bands) == 2
    assert found.bands[0].x > stroke.dots[1].x
    assert found.bands[1].x + found.bands[1].width < stroke.dots[2].x
    assert [tick.label for tick in found.values] == ["0%", "20%", "40%", "60%"]


@pytest.mark.parametrize("count", [1, 2, 30, 200])
def test_everything_stands_inside(count: int) -> None:
    years = range(2000, 2000 + count)
    values = {f"y{year}": year - 2000 - count / 2 for year in years}
    found = drawing([line(**values), ChartLine("空", [])], years, str)
    for dot in found.strokes[0].dots:
        assert LEFT <= dot.x <= WIDTH - RIGHT
        assert TOP <= dot.y <= HEIGHT - BOTTOM
    heights = [dot.y for dot in found.strokes[0].dots]
    assert heights == sorted(heights, reverse=True)
    assert 1 <= len(found.years) <= 13
    assert found.strokes[1].stretches == []
