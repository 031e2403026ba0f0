"""Citations as plain strings: the short form 《西宁晚报》2023年1月5日第3版, and GB/T 7714."""

import re

from articles.model import Article, Page

#: The paper of files that belong to none.
NO_PAPER = "files"
#: Roles that make a person an author of the article, in the order they are cited.
_AUTHORS = ("作者", "本报记者", "记者", "通讯员")
_NUMBER = re.compile(r"0+(?=\d)")


def page_number(page: Page) -> str:
    """The number as one says it: `01` is 1, `A03` stays."""
    return _NUMBER.sub("", page.number, count=1) if page.number.isdigit() else page.number


def cite(article: Article, paper_name: str) -> str:
    """The short form; what is not known (date, page) is left out. A file without a paper is cited by its title and name."""
    if article.paper == NO_PAPER:
        title = f"《{article.title}》" if article.title else ""
        return f"{title}（{article.source.address}）"
    date = f"{article.date.year}年{article.date.month}月{article.date.day}日" if article.date else ""
    page = f"第{page_number(article.page)}版" if article.page else ""
    return f"《{paper_name}》{date}{page}"


def cite_full(article: Article, paper_name: str) -> str:
    """GB/T 7714-2015, newspaper article: `作者. 题名[N]. 报名, 2023-01-05(3).`, three authors and 等; `[Z]` for a file without a paper."""
    writers = authors(article)
    lead = f"{', '.join(writers[:3])}{', 等' if len(writers) > 3 else ''}. " if writers else ""
    title = article.title or "无题"
    if article.paper == NO_PAPER:
        return f"{lead}{title}[Z]. {article.source.address}."
    date = f", {article.date.isoformat()}" if article.date else ""
    page = f"({page_number(article.page)})" if article.page else ""
    return f"{lead}{title}[N]. {paper_name}{date}{page}."


def authors(article: Article) -> list[str]:
    """The names of an article's authors, each once, in the order they are cited."""
    return list(dict.fromkeys(byline.name for role in _AUTHORS for byline in article.bylines if byline.role == role))
