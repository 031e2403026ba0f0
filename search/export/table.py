"""Articles as rows of a table."""

from decimal import Decimal

from search.cite import authors, cite, cite_full, page_number
from search.export.model import Item
from search.safe import inert

#: The columns of a table of articles. `removed` counts the control characters its cells lack.
COLUMNS = (
    *("id", "paper", "paper_name", "date", "page", "page_name", "kicker", "title", "subtitle", "authors", "kind"),
    *("organ", "place", "place_code", "from", "to", "citation", "gbt7714", "address", "removed"),
)
Cell = str | int | Decimal | None


def row(item: Item) -> list[Cell]:
    """The cells of an article in the order of `COLUMNS`; no cell of text begins a formula."""
    article, page, place, period = item.article, item.article.page, item.article.place, item.article.period
    writers = authors(article)
    cells: tuple[Cell, ...] = (
        *(article.id, article.paper, item.paper_name, article.date.isoformat() if article.date else None),
        *((page_number(page), page.name) if page else (None, None)),
        *(article.kicker, article.title, article.subtitle, "; ".join(writers), article.kind, article.organ),
        *((place.name, place.code) if place else (None, None)),
        *((period.from_, period.to) if period else (None, None)),
        *(cite(article, item.paper_name), cite_full(article, item.paper_name), article.source.address),
        item.removed(*writers, page.name if page else None, article.source.address) or None,
    )
    return [inert(cell) if isinstance(cell, str) else cell for cell in cells]
