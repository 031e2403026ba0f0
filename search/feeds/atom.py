"""A feed as Atom (RFC 4287)."""

from collections.abc import Sequence

from lxml import etree

from search.feeds.facts import summary, tags, title
from search.feeds.model import Entry, Head, stamp
from search.safe import line

MEDIA = "application/atom+xml; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGES = {"zh": "zh-Hans", "en": "en"}


def atom(head: Head, entries: Sequence[Entry]) -> bytes:
    """The document. Every text is plain (`type="text"`): nothing printed can become markup."""
    feed = etree.Element(f"{{{_NAMESPACE}}}feed", nsmap={None: _NAMESPACE})  # type: ignore[dict-item] # None is the default namespace
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", _LANGUAGES.get(head.lang, head.lang))
    _put(feed, "id", head.name)
    _put(feed, "title", line(head.title))
    _put(feed, "updated", stamp(head.updated))
    _put(feed, "link", rel="self", href=head.itself, type="application/atom+xml")
    _put(feed, "link", rel="alternate", href=head.page, type="text/html")
    _put(feed, "generator", "Zongshu")
    _named(feed, "author", "综述 · Zongshu")
    for entry in entries:
        _add(feed, entry, head)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8")


def _add(feed: etree._Element, entry: Entry, head: Head) -> None:
    one = _put(feed, "entry")
    _put(one, "id", entry.name)
    _put(one, "title", title(entry, head.lang))
    _put(one, "updated", stamp(entry.updated))
    _put(one, "published", stamp(entry.first))
    _put(one, "link", rel="alternate", href=f"{head.root}articles/{entry.item.article.id}", type="text/html")
    _named(one, "author", line(entry.item.paper_name))
    for tag in tags(entry):
        _put(one, "category", term=tag)
    _put(one, "summary", summary(entry, head.lang), type="text")


def _put(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    found = etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
    found.text = text
    return found


def _named(parent: etree._Element, role: str, name: str) -> None:
    _put(_put(parent, role), "name", name)
