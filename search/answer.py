"""Questions answered: query → clause → engine → hits marked on the printed text, with what is missing and what lies outside."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Protocol

from articles.exchange import from_json
from articles.model import Article
from indexing.engines.protocol import After, All, Clause, Everything, Hit, OneOf, Range, Request, Response, Sort, View
from search.blame import blamed
from search.bodies import neighbours
from search.explain import explain
from search.fold import folded
from search.found import found
from search.highlight import Highlighter
from search.index import Index
from search.lexicon import Lexicon
from search.nearby import MOST_NEAR, near_hits
from search.query import Added, Span, Tokens, Tree, clause, filters, kinds, organs, paper, parse, places, texts, widened
from search.question import Answer, Bookmark, Counted, Found, Lack, Nearby, Question
from search.similar import Similar
from search.suggest import Completion, Suggestion, suggest
from search.terms import explained


class MissingIssues(Protocol):
    """Issues a search cannot see, counted by paper and by outcome."""

    @property
    def total(self) -> int:
        """How many."""
        ...

    @property
    def by_paper(self) -> Mapping[str, int]:
        """How many of each paper."""
        ...

    @property
    def by_outcome(self) -> Mapping[str, int]:
        """How many for each reason."""
        ...


class Coverage(Protocol):
    """Who knows which issues are missing (`ledger.reports`)."""

    def missing(self, papers: Sequence[str] | None = None, first: dt.date | None = None, last: dt.date | None = None) -> MissingIssues:
        """Issues of those papers (or all) printed from `first` to `last` that a search cannot see."""
        ...


class Search:
    """Answers questions; any number of threads may ask."""

    def __init__(self, index: Index, coverage: Coverage, names: Mapping[str, str], tokens: Tokens, lexicon: Lexicon | None = None) -> None:
        """`names` maps codes of papers to their names."""
        self.index = index
        self.names = names
        self.lexicon = lexicon or Lexicon()
        self.similar = Similar(index)
        self._completion = Completion(names, self.lexicon)
        self._coverage = coverage
        self.tokens = tokens

    def whole(self, article: Article) -> Article:
        """An article that is held as it is shown to who asks for it. EngineError.

        With its cluster now, its sections, parts and key terms, and the accounts of the same body before and after it.
        """
        previous, following = neighbours(self.index, article)
        found = replace(self.similar.with_cluster(article), previous=previous, next=following)
        return explained(found, self.tokens, self.index)

    def ask(self, question: Question, after: Bookmark | None = None, *, walk: bool = False) -> Answer:
        """The answer. QueryError says where the query cannot be understood; EngineError where the index cannot answer.

        A `walk` tells in `next` where the next page begins; asked `after` it, no hit comes twice or is left out. By relevance all pages
        are of one view of the index, because scores move as articles arrive.
        """
        tree, added = self._read(question)
        papers = tuple(paper(value, self.names) for value in question.paper)
        whole = self._request(question, tree)
        scope = self._scope(question, tree)
        page = replace(
            whole,
            filter=_both(whole.filter, scope),
            sort=_sort(question.sort, tree),
            limit=question.limit + (1 if walk and question.limit else 0),  # one more tells whether there is a next page
            offset=question.offset,
            facets=question.facets,
            after=After(after.key, after.id, after.rank) if after else None,
        )
        view = self._view(page, after, walk)
        response = (view or self.index).ask(page)
        further = (view or self.index).ask(whole).total - response.total if scope else 0
        hits = self._shown(question, tree, response.hits[: question.limit], view or self.index)
        more = len(response.hits) > question.limit
        near = self._near(question, tree, hits, page.filter) if not after and not question.offset else ()
        if view and not after and not more:
            view.close()  # nobody was given a place in it
        return Answer(
            hits=folded(hits) if question.fold else hits,
            total=response.total,
            facets={name: [Counted(str(value), count) for value, count in values] for name, values in response.facets.items()},
            missing=self._missing(question, papers),
            further=max(0, further),
            next=_bookmark(hits, page, view) if more else None,
            added=added,
            blamed=() if response.total else blamed(question, tree, self._count),
            nearby=near,
        )

    def request(self, question: Question) -> Request:
        """What a question asks of the index, its scope among the filters, its order: for who reads the articles themselves. QueryError."""
        tree, _ = self._read(question)
        whole = self._request(question, tree)
        return replace(whole, filter=_both(whole.filter, self._scope(question, tree)), sort=_sort(question.sort, tree))

    def suggest(self, prefix: str, limit: int = 10) -> tuple[Suggestion, ...]:
        """What somebody who typed `prefix` may want to ask; see `search.suggest`."""
        return suggest(prefix, limit, self.index, self._completion, self.tokens)

    def _view(self, page: Request, after: Bookmark | None, walk: bool) -> View | None:
        """The view a walk by relevance is on; by date none is needed."""
        if page.sort != "relevance" or not page.limit:
            return None
        return self.index.view(after.view if after else None) if walk or after else None

    def _read(self, question: Question) -> tuple[Tree | None, tuple[Added, ...]]:
        """The tree of a question's query, and what was added to it."""
        tree = self.tree(question.query)
        return widened(tree, self.lexicon.synonyms if question.synonyms else None, self.lexicon.places if question.names else None)

    def _request(self, question: Question, tree: Tree | None) -> Request:
        """The request of a question whose query is a tree, without its scope."""
        return Request(clause=self._clause(question, tree), filter=self._narrowed(question), limit=0)

    def _clause(self, question: Question, tree: Tree | None) -> Clause:
        return clause(tree, self.tokens, self.names, self.lexicon.places, question.words)

    def _count(self, question: Question, tree: Tree | None) -> int:
        """How many hits a question has whose query is a tree."""
        request = self._request(question, tree)
        return self.index.ask(replace(request, filter=_both(request.filter, self._scope(question, tree)))).total

    def tree(self, query: str) -> Tree | None:
        """A query as read. QueryError."""
        return parse(query, lambda text: bool(self.tokens.units(text)))

    def highlighter(self, query: str, words: bool = False, synonyms: bool = True) -> Highlighter:
        """What marks a query on any text. QueryError."""
        tree, _ = self._read(Question(query, words=words, synonyms=synonyms))
        return Highlighter(texts(tree), self.tokens, words)

    def _scope(self, question: Question, tree: Tree | None) -> Clause | None:
        """The kinds looked at, None for all: a kind that is asked for is the scope."""
        if question.kind:
            return OneOf("kind", tuple(dict.fromkeys(kind for name in question.kind for kind in kinds(name))))
        return None if question.all_ or "kind" in filters(tree) else OneOf("scope", ("summary",))

    def _shown(self, question: Question, tree: Tree | None, hits: Sequence[Hit], asked: Index | View) -> tuple[Found, ...]:
        """The hits of a page as they are sent, explained by what was asked for them."""
        shown = self._found(hits, tree, question)
        if question.explain:
            told = (explain(asked.ask, tree, self.tokens, question.words, hit.id) for hit in shown)
            shown = tuple(replace(hit, explanation=weights) for hit, weights in zip(shown, told, strict=True))
        return shown

    def _found(self, hits: Sequence[Hit], tree: Tree | None, question: Question) -> tuple[Found, ...]:
        if not hits:
            return ()
        asked = texts(tree)
        highlighter = Highlighter(asked, self.tokens, question.words)
        articles = [from_json(hit.article) for hit in hits]
        clusters = self.similar.clusters(articles) if question.clusters or question.fold else [None] * len(articles)
        names = [self.names.get(article.paper, article.paper) for article in articles]
        told = zip(hits, articles, clusters, names, strict=True)
        return tuple(found(article, hit.score, cluster, name, asked, highlighter) for hit, article, cluster, name in told)

    def _near(self, question: Question, tree: Tree | None, hits: Sequence[Found], filter_: Clause) -> tuple[Nearby, ...]:
        """What fills the first page up where the hits do not: what comes near."""
        free = min(question.limit - len(hits), MOST_NEAR) if question.nearby else 0
        if free <= 0:
            return ()

        def ask(requests: Sequence[Request]) -> list[Response]:
            return self.index.ask_all([replace(one, filter=_both(filter_, one.filter)) for one in requests])

        near = near_hits(tree, [hit.id for hit in hits], free, lambda part: self._clause(question, part), ask)
        shown = self._found([hit for hit, _ in near], tree, question)
        return tuple(Nearby(hit, lacked) for hit, (_, lacked) in zip(shown, near, strict=True))

    def _narrowed(self, question: Question) -> Clause:
        """The filters of a question, but for its scope."""
        spans = (("years", question.years), ("printed_year", question.printed))
        ranges: list[Clause] = [Range(name, span.first, span.last) for name, span in spans if span]
        values: tuple[tuple[str, list[tuple[str, ...]]], ...] = (
            ("organ", [organs(value) for value in question.organ]),
            ("within", [places(value, self.lexicon.places) for value in question.place]),
            ("paper", [(paper(value, self.names),) for value in question.paper]),
        )
        chosen = [OneOf(name, tuple(dict.fromkeys(chain.from_iterable(wanted)))) for name, wanted in values if wanted]
        clauses = (*ranges, *chosen)
        return All(clauses) if clauses else Everything()

    def _missing(self, question: Question, papers: tuple[str, ...]) -> Lack:
        first, last = printed_days(question)
        known = self._coverage.missing(papers or None, first, last)
        return Lack(known.total, dict(known.by_paper), dict(known.by_outcome))


def _bookmark(hits: Sequence[Found], page: Request, view: View | None) -> Bookmark:
    """The place behind the last hit of a page."""
    last, before = hits[-1], page.after.rank if page.after else page.offset
    dated = int(last.date.replace("-", "")) if last.date else None
    return Bookmark(before + len(hits), last.score if view else dated, last.id, view.name if view else None)


def printed_days(question: Question) -> tuple[dt.date | None, dt.date | None]:
    """The days whose issues may hold what is asked for: an account is printed in the year it covers or in the next."""
    span = question.printed or question.years or Span()
    last = span.last if question.printed or span.last is None else span.last + 1
    first = dt.date(max(1, span.first), 1, 1) if span.first is not None else None
    return first, dt.date(max(1, min(9999, last)), 12, 31) if last is not None else None


def _sort(wanted: Sort | None, tree: Tree | None) -> Sort:
    """Where nothing scores, relevance would be no order: by date then."""
    scored = bool(texts(tree))
    return "date" if not scored and wanted in (None, "relevance") else (wanted or "relevance")


def _both(first: Clause, second: Clause | None) -> Clause:
    if second is None:
        return first
    return second if isinstance(first, Everything) else All((first, second))
