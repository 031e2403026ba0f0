"""Pages made to harm whoever parses them: by name, in any size. What honest pages could hold, and what none does."""

from collections.abc import Callable

PAGES: dict[str, Callable[[int], str]] = {
    "flat": lambda n: "<html><body>" + "<p>文字</p>" * (n // 9) + "</body></html>",
    "attributes": lambda n: "<a " + " ".join(f"a{at}=1" for at in range(n // 9)) + ">x</a>",
    "same attribute": lambda n: "<a " + "a=1 " * (n // 4) + ">x</a>",
    "tags begun": lambda n: "<a " * (n // 3),
    "links unclosed": lambda n: "<a href=content_1.html>文" * (n // 24),
    "bold unclosed": lambda n: "<b>文" * (n // 4),
    "formatting": lambda n: "<font><b><i><u><p>" * (n // 18),
    "nested": lambda n: "<div>" * (n // 5) + "深",
    "nested and closed": lambda n: "<div>" * (n // 11) + "深" + "</div>" * (n // 11),
    "tables in tables": lambda n: "<table><tr><td class=font01>" * (n // 28) + "深",
    "comment": lambda n: "<!--" + "x" * n + "-->",
    "comments begun": lambda n: "<!--" * (n // 4),
    "property blocks": lambda n: ("<!--enpproperty " + "<a>" * 1000 + "-->") * (n // 6_000 + 1),
    "content marks": lambda n: "<!--enpcontent-->" * (n // 17),
    "cdata": lambda n: "<![CDATA[" * (n // 9),
    "entities": lambda n: "&amp;" * (n // 5),
    "entities of a billion": lambda n: '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + "&b;" * (n // 3),
    "closing": lambda n: "<b>" + "</x>" * (n // 4),
    "scripts": lambda n: "<script>" * (n // 8),
    "long attribute": lambda n: '<a href="' + "x" * n + '">x</a>',
    "long name": lambda n: "<" + "x" * n + ">",
    "areas": lambda n: "<map>" + '<area href="node_1.htm" coords="1,2,3,4">' * (n // 41),
    "coordinates": lambda n: '<map><area href="content_1.htm" coords="' + "1," * (n // 2) + '1">',
    "hrefs begun": lambda n: "href=" * (n // 5),
    "refresh begun": lambda n: "<meta http-equiv " * (n // 17),
    "wide spaces": lambda n: "<title>报" + "\u3000" * n + "报</title><h1>题" + "\u3000" * n + "目</h1>",
    "one line": lambda n: "文" * n,
    "styles": lambda n: '<p style="' + "display:" * (n // 8) + '">x</p>',
    "nothing": lambda n: " " * n,
}


def within(page: str) -> str:
    """The page inside an article's page of a known skin, so that every reader looks at all of it."""
    return (
        "<html><!--enpproperty <type>1</type><title>题目</title><date>2023-01-05</date>/enpproperty--><body>"
        f"<h1 id=main-title>题目</h1><div id=articleContent class=article>{page}</div></body></html>"
    )


def list_of(page: str) -> str:
    """The page inside a layout page, likewise."""
    listed = "<p class=ban>第01版</p><ul class=news-list><li><a href=content_1.html>一</a></ul><a href=node_02.html>第02版</a>"
    return f"<html><body>{listed}{page}"
