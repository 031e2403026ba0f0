"""An article that was found → a hit as it is sent."""

from collections.abc import Iterable

from articles.model import Article
from indexing import years
from search.cite import cite
from search.highlight import Highlighter
from search.query import Named, Text
from search.question import Found


def found(article: Article, score: float, cluster: str | None, name: str, asked: Iterable[Text], highlighter: Highlighter) -> Found:
    """A hit: `name` is its paper's, `asked` are the texts of the query."""
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
        named=_named(article, asked),
    )


def _named(article: Article, asked: Iterable[Text]) -> tuple[str, ...]:
    """The fields that hold what terms of the query name."""
    held = [text.named for text in asked if all(_holds(article, one) for one in text.named)]
    return tuple(dict.fromkeys(one.field for names in held for one in names))


def _holds(article: Article, name: Named) -> bool:
    match name.field:
        case "place":
            return article.place is not None and article.place.code in name.values
        case "organ":
            return article.organ in name.values
        case _:
            return int(name.values[0]) in years(article)
