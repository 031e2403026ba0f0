"""Questions answered: query → clause → engine → hits marked on the printed text, with what is missing and what lies outside."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from articles.exchange import from_json
from articles.model import Article
from indexing.engines.protocol import After, All, Clause, Everything, Hit, OneOf, Range, Request, Sort, View
from search.cite import cite
from search.highlight import Highlighter
from search.index import Index
from search.query import SUMMARIES, Span, Tokens, Tree, clause, filters, kinds, paper, parse, texts
from search.question import Answer, Bookmark, Counted, Found, Lack, Question
from search.similar import Similar
from search.suggest import Suggestion, suggest


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

    def __init__(self, index: Index, coverage: Coverage, names: Mapping[str, str], tokens: Tokens) -> None:
        """`names` maps codes of papers to their names."""
        self.index = index
        self.names = names
        self.similar = Similar(index)
        self._coverage = coverage
        self._tokens = tokens

    def ask(self, question: Question, after: Bookmark | None = None, *, walk: bool = False) -> Answer:
        """The answer. QueryError says where the query cannot be understood; EngineError where the index cannot answer.

        A `walk` tells in `next` where the next page begins; asked `after` it, no hit comes twice or is left out. By relevance all pages
        are of one view of the index, because scores move as articles arrive.
        """
        tree = self.tree(question.query)
        papers = tuple(paper(value, self.names) for value in question.paper)
        whole = Request(clause=clause(tree, self._tokens, self.names), filter=_narrowed(question, papers), limit=0)
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
        hits = self._found(response.hits[: question.limit], tree, question.clusters)
        more = len(response.hits) > question.limit
        if view and not after and not more:
            view.close()  # nobody was given a place in it
        return Answer(
            hits=hits,
            total=response.total,
            facets={name: [Counted(str(value), count) for value, count in values] for name, values in response.facets.items()},
            missing=self._missing(question, papers),
            further=max(0, further),
            next=_bookmark(hits, page, view) if more else None,
        )

    def suggest(self, prefix: str, limit: int = 10) -> tuple[Suggestion, ...]:
        """What somebody who typed `prefix` may want to ask; see `search.suggest`."""
        return suggest(prefix, limit, self.index, self.names, self._tokens)

    def _view(self, page: Request, after: Bookmark | None, walk: bool) -> View | None:
        """The view a walk by relevance is on; by date none is needed."""
        if page.sort != "relevance" or not page.limit:
            return None
        return self.index.view(after.view if after else None) if walk or after else None

    def tree(self, query: str) -> Tree | None:
        """A query as read. QueryError."""
        return parse(query, lambda text: bool(self._tokens.units(text)))

    def highlighter(self, query: str) -> Highlighter:
        """What marks a query on any text. QueryError."""
        return Highlighter(texts(self.tree(query)), self._tokens)

    def _scope(self, question: Question, tree: Tree | None) -> Clause | None:
        """The kinds looked at, None for all: a kind that is asked for is the scope."""
        if question.kind:
            return OneOf("kind", tuple(dict.fromkeys(kind for name in question.kind for kind in kinds(name))))
        return None if question.all_ or "kind" in filters(tree) else OneOf("kind", SUMMARIES)

    def _found(self, hits: Sequence[Hit], tree: Tree | None, clustered: bool) -> tuple[Found, ...]:
        if not hits:
            return ()
        highlighter = Highlighter(texts(tree), self._tokens)
        articles = [from_json(hit.article) for hit in hits]
        clusters = self.similar.clusters(articles) if clustered else [None] * len(articles)
        told = zip(hits, articles, clusters, strict=True)
        return tuple(found(article, hit.score, cluster, self.names, highlighter) for hit, article, cluster in told)

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


def found(article: Article, score: float, cluster: str | None, names: Mapping[str, str], highlighter: Highlighter) -> Found:
    """A hit of the engine as it is sent."""
    name = names.get(article.paper, article.paper)
    lines = (("title", article.title), ("kicker", article.kicker), ("subtitle", article.subtitle))
    heads = tuple(snippet for field, line in lines if line and (snippet := highlighter.whole(line, field)).marks)
    return Found(
        id=article.id,
        revision=article.revision,
        paper=article.paper,
        paper_name=name,
        date=article.date.isoformat() if article.date else None,
        page=article.page,
        kicker=article.kicker,
        title=article.title,
        subtitle=article.subtitle,
        kind=article.kind,
        organ=article.organ,
        place=article.place,
        period=article.period,
        cluster=cluster,
        citation=cite(article, name),
        score=score,
        snippets=(*heads, highlighter.snippet(article.text)),
        source=article.source,
    )


def _sort(wanted: Sort | None, tree: Tree | None) -> Sort:
    """Where nothing scores, relevance would be no order: by date then."""
    scored = bool(texts(tree))
    return "date" if not scored and wanted in (None, "relevance") else (wanted or "relevance")


def _narrowed(question: Question, papers: tuple[str, ...]) -> Clause:
    """The filters of a question, but for its scope."""
    ranges = [Range(name, span.first, span.last) for name, span in (("years", question.years), ("printed_year", question.printed)) if span]
    values = (("organ", question.organ), ("within", question.place), ("paper", papers))
    clauses: tuple[Clause, ...] = (*ranges, *(OneOf(name, wanted) for name, wanted in values if wanted))
    return All(clauses) if clauses else Everything()


def _both(first: Clause, second: Clause | None) -> Clause:
    if second is None:
        return first
    return second if isinstance(first, Everything) else All((first, second))
