"""Kind, organ, place and period on the labelled titles: floors at the level reached, never lowered; and on the real reports and news."""

import datetime as dt
import gzip
import json
import re

import pytest
from scores import macro
from sets import rows

from articles.reading import Piece, read
from scrapers import read_dropped
from scrapers.divisions import divisions
from scrapers.sample import calendar, issue, world

#: Of each half: macro F1 of the kinds, and the shares of rows whose organ, place and period are right. `first` are the rows of the test
#: half up to the last that was labelled before the harder ones.
FLOORS = {
    "tune": {"kind": 0.998, "organ": 0.996, "place": 0.999, "period": 0.998},
    "test": {"kind": 0.987, "organ": 0.988, "place": 0.984, "period": 0.981},
    "first": {"kind": 0.985, "organ": 0.994, "place": 0.984, "period": 0.984},
}
_LAST_OF_FIRST = "t405"
#: The State Council's reports that review more than the year before.
_TERMS = {2008: (2003, 2007), 2011: (2006, 2010), 2013: (2008, 2012), 2018: (2013, 2017)}


def piece(row):
    printed = dt.date.fromisoformat(row["printed"]) if row["printed"] else None
    return Piece(row["kicker"] or None, row["title"] or None, row["subtitle"] or None, row["opening"], printed, row["home"] or None)


def read_out(row):
    """What is read of a row: kind, organ, place and period as the labels write them."""
    found = read(piece(row), divisions())
    years = (str(found.period.value.from_), str(found.period.value.to)) if found.period.value else ("", "")
    place = found.place.value.code if found.place.value else ""
    return {"kind": found.kind.value, "organ": found.organ.value or "", "place": place, "period": years}


def scores(labelled):
    """Macro F1 of the kinds, and the shares of right organs, places and periods."""
    read = [read_out(row) for row in labelled]
    shares = {name: sum(one[name] == row[name] for one, row in zip(read, labelled, strict=True)) for name in ("organ", "place")}
    shares["period"] = sum(one["period"] == (row["from"], row["to"]) for one, row in zip(read, labelled, strict=True))
    kinds = macro([(row["kind"], one["kind"]) for one, row in zip(read, labelled, strict=True)])
    return {"kind": kinds, **{name: right / len(labelled) for name, right in shares.items()}}


def labelled(part):
    """The rows of a half, or of the test half's `first` ones."""
    return rows("titles", part) if part != "first" else [row for row in rows("titles", "test") if row["id"] <= _LAST_OF_FIRST]


@pytest.mark.parametrize("part", FLOORS)
def test_floors_of_the_labelled_titles(part):
    held = labelled(part)
    assert len(held) > 190
    assert {name: share for name, share in scores(held).items() if share < FLOORS[part][name]} == {}


def test_every_finding_tells_the_words_it_rests_on():
    for row in rows("titles", "tune"):
        one = piece(row)
        found = read(one, divisions())
        parts = {"kicker": one.kicker, "title": one.title, "subtitle": one.subtitle, "text": one.text}
        for finding in (found.kind, found.organ, found.place, found.period):
            assert 0 <= finding.confidence <= 1
            for basis in finding.basis:
                if basis.part in parts:
                    assert re.sub(r"\s", "", parts[basis.part][basis.start : basis.end]) == basis.words
        if found.kind.value.startswith("summary."):
            assert found.kind.basis
            assert found.period.value is None or found.period.basis


def test_bodies_that_help_do_not_become_the_organ_of_an_account():
    accounts = [row for row in rows("titles", "tune") if row["kind"] != "news" and row["organ"]]
    helped = [row | {"opening": f"{row['opening']}市委、市政府高度重视，市人大常委会、市政协大力支持。"} for row in accounts]
    right = sum(read_out(row)["organ"] == row["organ"] for row in helped)
    assert right / len(helped) >= 0.995


def expected(name):
    """Place, years, session's year of a real report, by its file's name."""
    found = re.match(r"2025年(?P<province>.+?)政府|国务院(?P<state>\d{4})|海拉尔区(?P<district>\d{4})", name)
    if found["state"]:
        year = int(found["state"])
        return "中国", _TERMS.get(year, (year - 1, year - 1)), year
    if found["district"]:
        year = int(found["district"])
        return "海拉尔区", (2011, 2015) if year == 2016 else (year - 1, year - 1), year
    return found["province"], (2024, 2024), 2025


@pytest.mark.corpus
def test_real_reports(corpus):
    files = sorted((corpus / "reports").glob("*.txt"))
    assert len(files) == 52
    for file in files:
        article = read_dropped(file.name, file.read_bytes())[0]
        place, years, given = expected(file.name)
        assert (article.kind, article.organ) == ("summary.report", "政府"), file.name
        assert article.place.name.startswith(place[:2]), file.name
        assert (article.period.from_, article.period.to) == years, file.name
        assert (article.period.given, article.period.planned) == (given, given), file.name


def items(corpus):
    """The items of 新闻联播 as printed, without the dateline that all of them share: it would give each away as news."""
    with gzip.open(corpus / "news/xinwen-lianbo.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = re.sub(r"<[^>]+>", "", row["html"]).strip()
            yield Piece(None, row["title"], None, re.sub(r"^.{0,6}央视网消息（新闻联播）：", "", text), None, "110000")


@pytest.mark.corpus
def test_broadcast_news_and_resolutions_are_no_summaries(corpus):
    taken = [read(one, divisions()).kind.value.startswith("summary.") for one in items(corpus)]
    assert len(taken) > 4000
    assert sum(taken) / len(taken) <= 0.005
    for line in (corpus / "news/npc-resolutions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found = read(Piece(None, row["title"], None, row.get("text") or ""), divisions())
        assert (found.kind.value, found.organ.value) == ("news", "人大")


@pytest.mark.corpus
def test_the_seed_is_the_account_of_a_city(corpus):
    truth = json.loads((corpus / "seed/truth.json").read_text("utf-8"))
    found = read(Piece(None, truth["title"], truth["subtitle"], truth["reading_order_text"]), divisions())
    assert (found.kind.value, found.organ.value, found.place.value.name) == ("summary.account", "政协", "西宁市")
    assert (found.period.value.from_, found.period.value.to) == (2022, 2022)
    assert found.period.basis[0].part == "subtitle"
    home = read(Piece(None, truth["title"], truth["subtitle"], truth["reading_order_text"], None, "630100"), divisions())
    assert home.place.value.code == "630100"
    assert home.place.basis[1].part == "home"


def bare(code):
    """A sample place's name without its rank."""
    return world.place(code).name.removesuffix("自治州").rstrip("省市县区")


def test_the_sample_newspapers_are_read_as_they_were_written():
    faults, accounts, unnamed = {"kind": 0, "organ": 0, "place": 0, "period": 0}, 0, []
    for paper, home in ((code, one.home) for code, one in world.newspapers().items()):
        for date in calendar(paper):
            for printed in getattr(issue(paper, date), "articles", ()):
                draft = printed.draft
                text = "\n".join(line.text for line in draft.lines)
                found = read(Piece(draft.kicker, draft.title, draft.subtitle, text, date, home), divisions())
                faults["kind"] += found.kind.value != draft.kind
                if draft.organ is None:
                    continue
                accounts += 1
                faults["organ"] += found.organ.value != draft.organ
                if found.place.value is None:
                    unnamed.append((draft.place, f"{draft.kicker}{draft.title}{draft.subtitle}{text}"))
                else:
                    faults["place"] += found.place.value.code != draft.place
                years = found.period.value
                faults["period"] += draft.years is not None and (years is None or (years.from_, years.to) != draft.years)
    assert accounts > 400
    assert faults == {"kind": 0, "organ": 0, "place": 0, "period": 0}
    assert len(unnamed) <= 4
    assert [place for place, text in unnamed if bare(place) in text] == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("湟中区", "630106"),
        ("湟中县", "630106"),
        ("大通县", "630121"),
        ("襄樊市", "420600"),
        ("海南州", "632500"),
        ("海南省", "460000"),
        ("巴州", "652800"),
        ("丹岫州", "990600"),
    ],
)
def test_names_of_divisions(name, code):
    assert [one.codes for one in divisions().mentions(name)] == [(code,)]
