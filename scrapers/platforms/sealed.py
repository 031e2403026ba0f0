"""XML from a site, read so that nothing in it is expanded: a file with a document type is refused, whatever it declares."""

import re

from lxml import etree

from articles.errors import Unreadable

_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def root_of(text: str, address: str, limit: int, key: str) -> etree._Element:
    """The root of an XML file of at most `limit` code points. Unreadable for a larger one, and under `key` for what is no such XML."""
    if len(text) > limit:
        raise Unreadable("layout_too_large", address=address, size=len(text), limit=limit)
    if _DECLARED.search(text):
        raise Unreadable(key, address=address)
    # Bytes and a named encoding: what the file declares has no say any more.
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(text.strip("\ufeff \t\r\n\0").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(key, address=address) from error
