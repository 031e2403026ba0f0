"""Every page's numbers are the API's and the command line's, on one home: a row a page."""

import csv
import io
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest
from bs4 import BeautifulSoup, Tag
from search_kit import Walked

from search.watch import CLASSES
from worker.cli.face import Face
from worker.cli.program import ended

Rows = list[list[str]]
PLACE, QUERY = "990100", "政协 提案"


def told(cell: Tag) -> str:
    return " ".join(cell.get_text().split())


def numbers(cell: Tag | str) -> list[str]:
    """The numbers of a cell without their commas."""
    words = cell if isinstance(cell, str) else cell.get_text()
    return re.findall(r"-?\d+(?:\.\d+)?", words.replace(",", "").replace("−", "-"))


def multiplied(cell: Tag) -> list[str]:
    """The numbers of a cell, 万 and 亿 multiplied out."""
    power = next((power for sign, power in (("万", 4), ("亿", 8)) if sign in cell.get_text()), 0)
    return [f"{(Decimal(one).scaleb(power)).normalize():f}" for one in numbers(cell)]


def results(soup: BeautifulSoup) -> Any:
    facets = [[told(name) for name in one.select("li .count")] for one in soup.select(".facets section")]
    years = {numbers(one.select_one(".year"))[0]: int(numbers(one.select(".hidden")[-1])[0]) for one in soup.select(".timeline li")}  # type: ignore[arg-type]
    hits = [told(one).removeprefix("引用: ") for one in soup.select(".hits .cite")]
    return numbers(soup.select_one(".total"))[0], hits, sorted(facets), years, numbers(soup.select_one(".further") or "")  # type: ignore[arg-type]


def results_of(lines: list[dict[str, Any]]) -> Any:
    *hits, last = lines
    summary = last["summary"]
    facets = [[str(one["count"]) for one in _ordered(name, values)] for name, values in summary["facets"].items() if values]
    years = {str(one["year"]): one["count"] for one in summary["timeline"]["covered"]}
    return (
        str(summary["total"]),
        [one["citation"] for one in hits],
        sorted(facets),
        years,
        [str(summary["further"])] if summary["further"] else [],
    )


def _ordered(name: str, values: Any) -> Any:
    pairs = [
        {"value": one["value"], "count": one["count"]} if isinstance(one, dict) else {"value": one[0], "count": one[1]} for one in values
    ]
    return sorted(pairs, key=lambda one: str(one["value"]), reverse=True) if name in ("years", "printed_year") else pairs


def trends(soup: BeautifulSoup) -> Rows:
    return [[numbers(cell) for cell in row.select("td")] for row in soup.select("table.numbers tbody tr")][::-1]  # type: ignore[misc]


def trends_of(lines: list[dict[str, Any]]) -> Any:
    points = [line["points"] for line in lines if "points" in line]
    return [[[str(one["count"]), str(one["held"]), f"{one['share'] * 100:.1f}"] for one in row] for row in zip(*points, strict=True)]


def figures(soup: BeautifulSoup) -> Any:
    return sorted([numbers(row.select("th")[0])[-1], *numbers(row.select("td")[0])[:1]] for row in soup.select("table.told tbody tr"))


def figures_of(lines: list[dict[str, Any]]) -> Any:
    series = [line for line in lines if "points" in line]
    held = [[str(one["year"]), one["value"]] for line in series for one in line["points"]]
    return sorted(held + [[str(one["year"])] for line in series for one in line["gaps"]])


def compared(soup: BeautifulSoup) -> Any:
    values = [[multiplied(cell)[:1] for cell in row.select("td")[:2]] for row in soup.select("table.values tbody tr")]
    return numbers(soup.select_one(".sums")), sorted(values)  # type: ignore[arg-type]


def compared_of(lines: list[dict[str, Any]]) -> Any:
    (data,) = lines
    counts = [str(data["counts"][name]) for name in ("kept", "reworded", "new", "gone", "borrowed")]
    return counts, sorted([[one[side]["value"]] if one[side] else [] for side in ("before", "after")] for one in data["figures"])


def coverage(soup: BeautifulSoup) -> Any:
    return sorted([told(cell) for cell in row.select("td")] for row in soup.select("tbody tr"))


def coverage_of(lines: list[dict[str, Any]]) -> Any:
    return sorted([str(one["year"]), *(str(one.get("counts", one)[kind]) for kind in CLASSES), str(one["articles"])] for one in lines)


def status(soup: BeautifulSoup) -> Any:
    rows = soup.select("section[aria-labelledby=papers] tbody tr")
    return sorted([told(row.select("td")[0]), *numbers(row.select("td")[2])[:2], *numbers(row.select("td")[3])] for row in rows)


def status_of(lines: list[dict[str, Any]]) -> Any:
    papers = [one for one in lines if "held" in one]
    return sorted(
        [one["newest"] or "", *(str(one["held"].get(kind, 0)) for kind in ("whole", "partial")), str(one["due"])] for one in papers
    )


def failures(soup: BeautifulSoup) -> Any:
    return [(told(one.select("code")[0]), numbers(one.select(".pairs dd")[0])[0]) for one in soup.select("section.cause")]


def failures_of(lines: list[dict[str, Any]]) -> Any:
    return [(one.get("cause") or one["id"], str(len(one["issues"]) if isinstance(one["issues"], list) else one["issues"])) for one in lines]


def _search(answer: Any) -> Any:
    return [*answer["hits"], {"summary": {**answer["summary"], "timeline": answer["summary"]["timeline"]}}]


#: The page, what is read off it; the API's address and the lines in its answer; the command; what both say.
Row = tuple[str, Callable[[BeautifulSoup], Any], str, Callable[[Any], Any], list[str], Callable[[Any], Any]]
ROWS: dict[str, Row] = {
    "results, facets, timeline": (
        f"/?q={QUERY}&unfold=1",
        results,
        f"search?q={QUERY}&facets=1&timeline=1",
        _search,
        ["search", QUERY, "--facets", "--timeline", "--limit", "10"],
        results_of,
    ),
    "narrowed": (
        f"/?q={QUERY}&place={PLACE}&all=1&unfold=1",
        results,
        f"search?q={QUERY}&place={PLACE}&all=1&facets=1&timeline=1",
        _search,
        ["search", QUERY, "--place", PLACE, "--all", "--facets", "--timeline", "--limit", "10"],
        results_of,
    ),
    "trends": (
        "/trends?q=提案&q=共同富裕",
        trends,
        "trends?q=提案&q=共同富裕",
        lambda one: one["lines"],
        ["trends", "提案", "共同富裕"],
        trends_of,
    ),
    "figures": (
        "/figures?q=立案提案&organ=政协&place=990100",
        figures,
        "figures?q=立案提案&organ=政协&place=990100&limit=20",
        lambda one: one["series"],
        ["figures", "--what", "立案提案", "--organ", "政协", "--place", "990100", "--limit", "20"],
        figures_of,
    ),
    "compare": (
        f"/compare?by=year&a=2019&b=2020&organ=政协&place={PLACE}",
        compared,
        f"compare?by=year&a=2019&b=2020&organ=政协&place={PLACE}",
        lambda one: [one],
        ["compare", "2019", "2020", "--organ", "政协", "--place", PLACE],
        compared_of,
    ),
    "coverage": ("/coverage", coverage, "coverage/years", lambda one: one["years"], ["coverage", "--by-year"], coverage_of),
    "status": ("/status", status, "status", lambda one: one["papers"], ["status"], status_of),
    "failures": ("/failures", failures, "failures", lambda one: one["causes"], ["failures", "--by", "cause"], failures_of),
}


@pytest.mark.parametrize("name", ROWS)
def test_page_api_and_command_say_the_same(name: str, walked: Walked, capsys: pytest.CaptureFixture[str]) -> None:
    path, read, api, lines, command, said = ROWS[name]
    with httpx.Client(base_url=walked.address, timeout=60) as client:
        page = client.get(path, headers={"Accept": "text/html"})
        answer = client.get(f"/api/v1/{api}")
    assert (page.status_code, answer.status_code) == (200, 200)
    shown = read(BeautifulSoup(page.text, "lxml"))
    assert shown
    capsys.readouterr()
    assert ended(Face(json=True), ["--home", str(walked.home), *command, "--json"]) == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert shown == said(lines(answer.json()))
    assert shown == said(printed)


def test_the_bars_of_a_narrowed_search_are_its_table(walked: Walked) -> None:
    with httpx.Client(base_url=walked.address, timeout=60) as client:
        asked = {"q": QUERY, "place": PLACE, "years": "2018..2020"}
        soup = BeautifulSoup(client.get("/", params=asked, headers={"Accept": "text/html"}).text, "lxml")
        table = list(csv.reader(io.StringIO(client.get("/timeline.csv", params=asked).text)))[1:]
        drawn = [[*numbers(one.select_one(".year")), *numbers(one.select(".hidden")[-1])] for one in soup.select(".timeline li")]  # type: ignore[arg-type]
        assert drawn == table
        assert len(table) == 12
        chosen = [told(one.select(".year")[0]) for one in soup.select(".timeline .chosen")]
        assert chosen == ["2018", "2019", "2020"]
        for link, (year, count) in zip(soup.select(".timeline a"), table, strict=True):
            found = BeautifulSoup(client.get(str(link["href"]), headers={"Accept": "text/html"}).text, "lxml")
            assert numbers(found.select_one(".total")) == ([count] if int(count) else []), year  # type: ignore[arg-type]
