"""Queries at random, and what they find by looking at the stored text of every article: the language written a second time, slowly."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import strategies as st

from articles.model import Article
from indexing import Tokenizer

FIELDS = {"标题": "title", "正文": "text", "": None, "title": "title", "ＴＥＸＴ": "text", "標題": "title"}
#: Pieces of texts and queries: neighbours that make words across borders, forms that fold, figures that begin alike.
PIECES = (
    *("政协", "全国政协", "人民政协", "加紧", "更加紧密", "提案", "委员", "委员会", "会议", "東", "西", "鎔", "協商", "议"),
    *("5.1％", "５.1", "99.3%", "99", "15.1%", "ＧＤＰ", "gdp2", "ab c"),
    *("2011年", "２０12", "禾川市"),
)
SYNONYMS = (("委员会", "全国政协"), ("鎔", "东"), ("提案", "协商议"))
PLACES = {"澄浦": ("990100",), "旧澄浦": ("990100", "990200"), "禾川市": ("990200",)}
_FOLDED = str.maketrans("東鎔協商會議％０１２３４５６７８９ＧＤＰ．", "东镕协商会议%0123456789gdp.")
_UNIT = re.compile("[\u4e00-\u9fff]|[0-9a-z]+(?:[.%+-][0-9a-z]+)*%?")

Matcher = Callable[[Article], bool]
#: Terms that are names, folded, and what was read as being about them.
NAMED: dict[str, Matcher] = {
    **dict.fromkeys(("政协", "人民政协"), lambda one: one.organ == "政协"),
    "2011年": lambda one: _covers(one, 2011, 2011),
    "2012": lambda one: _covers(one, 2012, 2012),
    "禾川市": lambda one: one.place is not None and one.place.code == "990200",
    **dict.fromkeys(
        ("禾川市政协", "禾川市人民政协"), lambda one: one.place is not None and (one.place.code, one.organ) == ("990200", "政协")
    ),
}


@dataclass(frozen=True)
class Drawn:
    """A query as somebody types it, what it should find, and whether it stands for itself without parentheses."""

    query: str
    matches: Matcher
    simple: bool = True


def folded(text: str) -> str:
    return text.translate(_FOLDED).lower()


def units(text: str) -> list[str]:
    return _UNIT.findall(folded(text))


class Oracle:
    """Draws queries and knows their answers; `words` is the switch for whole words, `widened` that for synonyms and names."""

    def __init__(self, tokenizer: Tokenizer, words: bool, widened: bool) -> None:
        self._tokenizer = tokenizer
        self._words = words
        self._widened = widened
        self._seen: dict[tuple[str, str], bool] = {}
        self._cut: dict[str, frozenset[str]] = {}

    def queries(self) -> st.SearchStrategy[Drawn]:
        """Trees of leaves; what stands below a NOT is not widened."""
        return self._trees(True)

    def _trees(self, positive: bool, depth: int = 3) -> st.SearchStrategy[Drawn]:
        leaf = st.one_of(self._texts(positive), self._texts(positive), _filters())
        if not depth:
            return leaf
        inner = self._trees(positive, depth - 1)
        excluded = self._trees(False, depth - 1)
        return st.one_of(
            leaf,
            st.builds(_both, inner, inner, st.sampled_from([" ", " AND ", " 与 ", "　與　"])),
            st.builds(_either, inner, inner, st.sampled_from([" OR ", " 或 ", " ＯＲ "])),
            st.builds(_without, inner, excluded, st.sampled_from([" NOT ", " AND NOT ", " 非 ", " -"])),
            st.builds(_not, excluded, st.sampled_from(["NOT ", "非 "])),
        )

    def _texts(self, positive: bool) -> st.SearchStrategy[Drawn]:
        pieces = st.lists(st.sampled_from(PIECES), min_size=1, max_size=2).map("".join).map(lambda text: text.replace(" ", ""))
        field = st.sampled_from(list(FIELDS))
        two = st.lists(st.sampled_from(PIECES), min_size=2, max_size=3)
        return st.one_of(
            st.builds(lambda name, text: self._term(name, text, positive), field, pieces),
            st.builds(self._quoted, field, pieces, st.sampled_from(["", " ", "，", "\u3000"])),
            st.builds(self._begun, field, st.sampled_from([*PIECES[:6], "9*", "99.", "5.", "g", "政协5", "提案委员9", "ab", "gdp9"])),
            st.builds(self._near, field, two, st.integers(0, 12)),
        )

    def _term(self, name: str, text: str, positive: bool) -> Drawn:
        ways = [text]
        if positive and self._widened:
            same = [[word for word in group if units(word) != units(text)] for group in SYNONYMS if units(text) in map(units, group)]
            ways += [word for group in same for word in group]
        about = NAMED.get(folded(text)) if positive and self._widened and not name else None
        return _leaf(name, text, lambda texts: any(self._matches_term(texts, way) for way in ways), about)

    def _matches_term(self, texts: Sequence[str], way: str) -> bool:
        wanted = units(way)
        if len(wanted) == 1 and not self._words:
            return any(wanted[0] in units(text) for text in texts)
        by_words = set(self._tokenizer.words(way)) <= self._held(texts)
        return by_words or (not self._words and self._stands(texts, wanted))

    def _held(self, texts: Sequence[str]) -> frozenset[str]:
        key = "\0".join(texts)
        if key not in self._cut:
            self._cut[key] = frozenset(word for text in texts for word in self._tokenizer.words(text))
        return self._cut[key]

    def _stands(self, texts: Sequence[str], wanted: list[str]) -> bool:
        return any(any(True for _ in starts(units(text), wanted)) for text in texts)

    def _quoted(self, name: str, text: str, between: str) -> Drawn:
        shown = between.join(text) if between and not re.search(r"[^\u4e00-\u9fff]", text) else text
        return _leaf(name, f'"{shown}"', lambda texts: self._stands(texts, units(text)))

    def _begun(self, name: str, text: str) -> Drawn:
        bare = text.rstrip("*")
        run = re.search(r"[0-9a-z]+(?:[.%][0-9a-z]+)*[.%]?$", folded(bare))
        if run is None:
            if self._words:
                return _leaf(name, f"{bare}*", lambda texts: any(word.startswith(folded(bare)) for word in self._held(texts)))
            return _leaf(name, f"{bare}*", lambda texts: self._stands(texts, units(bare)))
        head = units(folded(bare)[: run.start()])

        def found(texts: Sequence[str]) -> bool:
            return any(
                start + len(head) < len(held) and held[start + len(head)].startswith(run[0])
                for held in map(units, texts)
                for start in (starts(held, head) if head else range(len(held)))
            )

        return _leaf(name, f"{bare}*", found)

    def _near(self, name: str, parts: list[str], distance: int) -> Drawn:
        cut = [units(part) for text in parts for part in text.split()]
        alone = any(len(part) == 1 for part in cut)

        def found(texts: Sequence[str]) -> bool:
            return all(_close(texts, one, other, distance, alone) for one, other in pairwise(cut))

        return _leaf(name, f'"{" ".join(parts)}"~{distance}', found)


def starts(held: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    """Where units stand side by side."""
    return (start for start in range(len(held) - len(wanted) + 1) if list(held[start : start + len(wanted)]) == list(wanted))


def _close(texts: Sequence[str], one: list[str], other: list[str], distance: int, alone: bool) -> bool:
    """Whether both stand near, in either order: beside each other, or sharing a character where both have more than one."""
    spots: tuple[list[int], list[int]] = ([], [])
    begin = 0
    for held in map(units, texts):
        for spot, wanted in zip(spots, (one, other), strict=True):
            spot.extend(begin + start for start in starts(held, wanted))
        begin += len(held) + 1 if alone and held else len(held) if len(held) > 1 else 0
    least = 0 if alone else -1
    return any(
        least <= second - (first + len(one)) <= distance or least <= first - (second + len(other)) <= distance
        for first in spots[0]
        for second in spots[1]
    )


def _leaf(name: str, shown: str, found: Callable[[Sequence[str]], bool], about: Matcher | None = None) -> Drawn:
    field = FIELDS[name]

    def matches(article: Article) -> bool:
        kept = {
            "title": (article.title,),
            "kicker": (article.kicker, article.subtitle, *(one.text for one in article.paragraphs if one.role == "heading")),
            "text": (article.text,),
        }
        printed = any(found([text for text in texts if text]) for only, texts in kept.items() if field in (None, only))
        return printed or (about is not None and about(article))

    return Drawn(f"{name}:{shown}" if name else shown, matches)


def _filters() -> st.SearchStrategy[Drawn]:
    return st.sampled_from(
        [
            Drawn("年份:2011..2012", lambda one: _covers(one, 2011, 2012)),
            Drawn("years:..2010", lambda one: _covers(one, 0, 2010)),
            Drawn("机构:市政协", lambda one: one.organ == "政协"),
            Drawn("機構：人民代表大会", lambda one: one.organ == "人大"),
            Drawn("地区:澄浦", lambda one: _within(one, "9901")),
            Drawn("地区:舊澄浦", lambda one: _within(one, "9901", "9902")),
            Drawn("place:99", lambda one: _within(one, "99")),
            Drawn("报纸:澄浦晚報", lambda one: one.paper == "cpwb"),
            Drawn("版:2", lambda one: one.page is not None and one.page.number == "02"),
            Drawn("作者:甲", lambda one: any(byline.name == "甲" for byline in one.bylines)),
            Drawn("形式:综述", lambda one: one.kind.startswith("summary.")),
            Drawn("kind:news", lambda one: one.kind == "news"),
        ]
    )


def _covers(article: Article, first: int, last: int) -> bool:
    if article.period:
        return article.period.from_ <= last and article.period.to >= first
    return article.date is not None and first <= article.date.year <= last


def _within(article: Article, *codes: str) -> bool:
    return article.place is not None and article.place.code.startswith(codes)


def _grouped(drawn: Drawn) -> str:
    return drawn.query if drawn.simple else f"({drawn.query})"


def _both(one: Drawn, other: Drawn, between: str) -> Drawn:
    query = f"{_grouped(one)}{between}{_grouped(other)}"
    return Drawn(query, lambda article: one.matches(article) and other.matches(article), simple=False)


def _either(one: Drawn, other: Drawn, between: str) -> Drawn:
    query = f"{_grouped(one)}{between}{_grouped(other)}"
    return Drawn(query, lambda article: one.matches(article) or other.matches(article), simple=False)


def _without(one: Drawn, other: Drawn, between: str) -> Drawn:
    shown = _grouped(other)
    sign = " NOT " if between == " -" and not re.match('["(a-z\u4e00-\u9fff]', folded(shown)) else between
    return Drawn(f"{_grouped(one)}{sign}{shown}", lambda article: one.matches(article) and not other.matches(article), simple=False)


def _not(other: Drawn, sign: str) -> Drawn:
    return Drawn(f"{sign}{_grouped(other)}", lambda article: not other.matches(article), simple=False)
