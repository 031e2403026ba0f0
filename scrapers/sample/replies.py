"""The replies of the sample's sites that answer in JSON: an issue, a page or an article in the form of each family."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import escape

from scrapers.sample.drafts import PrintedArticle, PrintedPage, SampleIssue
from scrapers.sample.sites import Site, Skin

Fields = dict[str, Any]
_SHELL = "<!DOCTYPE html><html><head><title>电子报</title></head><body><div id='app'></div><script src='/js/app.js'></script></body></html>"


def layout_reply(site: Site, issue: SampleIssue, page: PrintedPage) -> str:
    """What a site tells of a page, or of the whole issue."""
    return _written(_LAYOUTS[site.skin](site, issue, page))


def article_reply(article: PrintedArticle) -> str:
    """What 解放日报's form tells of an article."""
    draft = article.draft
    body = "<br/>".join(_line(line.text, line.role) for line in draft.lines)
    told = {"id": article.number, "title": draft.title, "author": draft.author or "", "content": body}
    return _written({"success": True, "object": {"article": told}})


def newest_reply(site: Site, date: dt.date) -> str:
    """What a site tells of its newest issue; a shell that a script fills where the family's call for it is not known."""
    days = {"中国国防报": "2012-01-01", "解放军报": f"{date}"}, {"whb": "2012-01-01", "jfrb": f"{date}"}
    told: Mapping[Skin, Fields] = {
        "jfjb": {"code": 0, "data": [{"paperName": name, "paperData": day} for name, day in days[0].items()]},
        "jfrb": {"success": True, "object": {"departList": [{"code": code, "jdate": day} for code, day in days[1].items()]}},
    }
    return _written(told[site.skin]) if site.skin in told else _SHELL


def _jfjb(site: Site, issue: SampleIssue, page: PrintedPage) -> Fields:
    return {"paperInfo": [_jfjb_page(one, f"{issue.date}") for one in issue.pages]}


def _jfjb_page(one: PrintedPage, day: str) -> Fields:
    return {"paperNumber": one.number, "paperBk": one.name, "paperData": day, "xyList": [_jfjb_article(row) for row in one.articles]}


def _jfjb_article(one: PrintedArticle) -> Fields:
    draft = one.draft
    head = {"title": draft.title, "guideTitle": draft.kicker or "", "title2": draft.subtitle or "", "author": draft.author}
    return {"id": one.number, "type": "文字", **head, "content": content(one, author=False)}


def _ncrb(site: Site, issue: SampleIssue, page: PrintedPage) -> Fields:
    pages = [{"pageno": one.node, "pagename": f"第{one.number}版：{one.name}", "url": "/"} for one in issue.pages]
    shown = {"pdf": f"/upload/ljrb/{issue.date:%Y%m%d}/{page.node}.pdf"}
    articles = [{"title": one.draft.title, "url": f"/html/{one.number}.html", "content": content(one), **shown} for one in page.articles]
    return {"layoutlist": pages, "infolist": {"total": len(articles), "list": articles}}


def _naqu(site: Site, issue: SampleIssue, page: PrintedPage) -> Fields:
    pages = [{"name": f"{one.number}版：{one.name}", "pageDraftList": [_naqu_article(row) for row in one.articles]} for one in issue.pages]
    return {"code": 0, "datas": {"newspaperPageList": pages}}


def _naqu_article(one: PrintedArticle) -> Fields:
    return {"uuid": f"{one.number:08x}-0000", "title": one.draft.title, "content": content(one)}


def _jfrb(site: Site, issue: SampleIssue, page: PrintedPage) -> Fields:
    own = {"pnumber": page.number, "pname": page.name, "jdate": f"{issue.date}"}
    articles = [{"id": one.number, "title": one.draft.title} for one in reversed(page.articles)]
    pages = [{"pnumber": one.number, "pname": one.name} for one in issue.pages]
    return {"success": True, "object": {"page": own, "pagelist": pages, "articlelist": articles}}


_LAYOUTS: Mapping[Skin, Callable[[Site, SampleIssue, PrintedPage], Fields]] = {"jfjb": _jfjb, "ncrb": _ncrb, "naqu": _naqu, "jfrb": _jfrb}


def content(one: PrintedArticle, *, author: bool = True) -> str:
    """The markup of an article's text."""
    first = [f"<p>　　{escape(one.draft.author)}</p>"] if author and one.draft.author else []
    return "".join([*first, *(f"<p>{_line(line.text, line.role)}</p>" for line in one.draft.lines)])


def _line(text: str, role: str) -> str:
    return f"<strong>　　{escape(text)}</strong>" if role == "heading" else f"　　{escape(text)}"


def _written(data: Fields) -> str:
    return json.dumps(data, ensure_ascii=False)
