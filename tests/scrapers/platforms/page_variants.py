"""Mechanical variants of a page: the same page, as another editor, server or template would have written it.

Each is made from a seed: tags and attributes in other case and order, other quotes or none, classes in another order and among others,
white space inside and between tags, characters as entities, comments, line ends, encodings (declared truly, wrongly or not at all), and
the page at other addresses.
"""

import json
import random
import re
from typing import NamedTuple
from urllib.parse import urlsplit

#: A comment, a declaration, a script or style with what is in it, a tag.
_TOKEN = re.compile(
    r"(<!--.*?-->|<![^>]*>|<(script|style)\b.*?</\2\s*>|<title\b.*?</title\s*>|</?[A-Za-z][^>]*>)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)(.*?)(/?)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?""")
_BARE = re.compile(r"[A-Za-z0-9_.,:#?&;%+=/-]*[A-Za-z0-9_]")
#: Between these a line break is no text.
_BOXES = frozenset(
    ["html", "head", "body", "div", "ul", "li", "table", "tbody", "tr", "td", "dl", "dt", "dd", "p", "map", "area", "h1", "h2", "h3"]
)
_ENTITY = re.compile(r"&#?\w+;")
_CHARSET = re.compile(r"(charset\s*=\s*[\"']?)[\w-]+", re.IGNORECASE)
_SAVED = "http://saved.example/pc/"
_PREFIXES = (
    _SAVED,
    "https://paper.example:8443/tsrb/pc/",
    "http://epaper.example/pc/tsrb/",
    "https://epaper.example/cn-pc/tsrb/",
    "http://paper.example/pad/",
    "http://paper.example/pc/paper/",
    "http://paper.example/",
)
#: Fields nobody reads.
_FURTHER = [("readCount", 7), ("isTop", False), ("remark", None), ("tags", ["甲", "乙"])]
_ENCODINGS = (
    ("utf-8", "utf-8"),
    ("utf-8-sig", "utf-8"),
    ("utf-8-sig", "gb2312"),
    ("utf-8", "gb2312"),
    ("utf-8", None),
    ("gb18030", "gb2312"),
    ("gb18030", "gbk"),
    ("gb18030", None),
    ("gbk", "gb2312"),
)


class Variant(NamedTuple):
    """A page as bytes, and the prefix it is at instead of the sample's."""

    payload: bytes
    prefix: str


def _case(text: str, draw: random.Random) -> str:
    return draw.choice((str.lower, str.upper, str.title, str.swapcase, str))(text)


def _classes(value: str, draw: random.Random) -> str:
    names = [*value.split(), *draw.sample(["fl", "w1000", "clearfix", "on"], draw.randrange(3))]
    draw.shuffle(names)
    return " ".join(names)


def _attribute(name: str, value: str | None, draw: random.Random) -> str:
    if value is None:
        return _case(name, draw)
    bare = value[1:-1] if value[0] in "\"'" else value
    if name.lower() == "class":
        bare = _classes(bare, draw)
    quotes = [quote for quote in ('"', "'") if quote not in bare]
    quotes += [""] if _BARE.fullmatch(bare) else []
    quote = draw.choice(quotes)
    equals = draw.choice(("=", " = ", "=  ", "\n=")) if quote else "="
    return f"{_case(name, draw)}{equals}{quote}{bare}{quote}"


def _tag(token: str, draw: random.Random) -> str:
    found = _TAG.fullmatch(token)
    if not found:
        return token
    closing, name, attributes, slash = found.groups()
    pairs = [(found[1], found[2]) for found in _ATTRIBUTE.finditer(attributes)]
    draw.shuffle(pairs)
    gap = draw.choice((" ", "  ", "\n", "\t"))
    parts = [_case(name, draw), *(_attribute(*pair, draw) for pair in pairs)]
    return f"<{closing}{gap.join(parts)}{' /' if slash else draw.choice(('', ' ')) if not closing else ''}>"


def _text(token: str, draw: random.Random) -> str:
    """Some characters as entities, now and then a comment among them; those that are entities stay."""
    if len(token) > 3 and draw.random() < 0.1:
        cut = draw.randrange(1, len(token) - 1)
        if "&" not in token[max(0, cut - 9) : cut + 1]:
            return f"{_text(token[:cut], draw)}<!-- 注：--- -->{_text(token[cut:], draw)}"
    made = []
    at = 0
    for found in _ENTITY.finditer(token):
        made += [_entities(token[at : found.start()], draw), draw.choice(("&#160;", "\xa0")) if found[0] == "&nbsp;" else found[0]]
        at = found.end()
    return "".join([*made, _entities(token[at:], draw)])


def _entities(text: str, draw: random.Random) -> str:
    def one(character: str) -> str:
        if character.isspace() or character in "&<>" or draw.random() > 0.06:
            return character
        return draw.choice((f"&#{ord(character)};", f"&#x{ord(character):X};", f"&#x{ord(character):04x};"))

    return "".join(map(one, text))


def _between(before: str, after: str, draw: random.Random) -> str:
    """White space or a comment between two tags between which there is no text."""
    names = {found[2].lower() for tag in (before, after) if (found := _TAG.fullmatch(tag))}
    if not names <= _BOXES or draw.random() > 0.3:
        return ""
    return draw.choice(("\n", "  ", "\r\n\t", "<!-- 模板 -->", "\n<!--[if IE]><![endif]-->\n"))


def _markup(text: str, draw: random.Random) -> str:
    """The page's tokens, each written another way."""
    made: list[str] = []
    before = ""
    at = 0
    for found in _TOKEN.finditer(text):
        between = text[at : found.start()]
        token = found[0]
        plain = _TAG.fullmatch(token) and not found[2] and not token.lower().startswith("<title")
        made.append(_text(between, draw) if between else _between(before, token, draw))
        made.append(_tag(token, draw) if plain else token)
        before, at = token, found.end()
    return "".join([*made, text[at:]])


def _encoded(text: str, draw: random.Random) -> bytes:
    encoding, declared = draw.choice(_ENCODINGS)
    text = _CHARSET.sub(lambda found: found[1] + declared if declared else found[1] + "utf-8", text)
    if declared is None:
        text = re.sub(r"<meta[^>]*charset[^>]*>", "", text, flags=re.IGNORECASE)
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("gb18030")


def _reply(value: object, draw: random.Random) -> object:
    """A reply with its fields in another order, others among them, and markup in its texts written another way."""
    if isinstance(value, dict):
        pairs = [(name, _reply(below, draw)) for name, below in value.items()] + draw.sample(_FURTHER, draw.randrange(3))
        draw.shuffle(pairs)
        return dict(pairs)
    if isinstance(value, list):
        return [_reply(below, draw) for below in value]
    return _markup(value, draw) if isinstance(value, str) and "<p>" in value else value


def _reply_variant(text: str, draw: random.Random) -> Variant:
    prefix = draw.choice(_PREFIXES)
    made = _reply(json.loads(text.replace(_SAVED, prefix)), draw)
    spaces = draw.choice((None, 0, 1, "\t"))
    written = json.dumps(made, ensure_ascii=draw.random() < 0.4, indent=spaces, separators=draw.choice(((",", ":"), (", ", " : "))))
    payload = f"{draw.choice(('', ' '))}{written}\r\n".encode(draw.choice(("utf-8", "utf-8-sig", "gb18030")))
    return Variant(payload, prefix)


def _quoted(token: str, draw: random.Random) -> str:
    """A tag of a feed with other quotes and white space; names of XML have one case."""
    found = re.fullmatch(r"<([\w:]+)((?:\s+[\w:]+=\"[^\"]*\")*)\s*(/?)>", token)
    if not found:
        return token
    pairs = re.findall(r'([\w:]+)="([^"]*)"', found[2])
    draw.shuffle(pairs)
    quote, gap = draw.choice("\"'"), draw.choice((" ", "\n", "  "))
    return f"<{gap.join([found[1], *(f'{name}={quote}{value}{quote}' for name, value in pairs)])}{found[3]}>"


def _feed_variant(text: str, draw: random.Random) -> Variant:
    """A feed with its texts as entities or CDATA, comments and white space between its elements, in another encoding."""
    prefix = draw.choice(_PREFIXES)
    encoding, declared = draw.choice((*_ENCODINGS[:2], ("gb18030", "gbk"), ("gb18030", "gb18030"), ("utf-8", None)))
    body = text.replace(_SAVED, prefix).partition("?>")[2]
    made: list[str] = []
    for part in re.split(r"(<!--.*?-->|<[^>]+>)", body):
        if part.startswith("<!--"):
            made.append(part)
        elif part.startswith("<"):
            made.append(_quoted(part, draw) + (draw.choice(("", "\n", "<!-- 注 -->")) if part.startswith("</") else ""))
        elif part.strip():
            made.append(f"<![CDATA[{part}]]>" if draw.random() < 0.3 and "&" not in part else _entities(part, draw))
        else:
            made.append(draw.choice(("", part, "\r\n")))
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else draw.choice(("", '<?xml version="1.0"?>'))
    return Variant((head + "".join(made)).encode(encoding), prefix)


def variant(text: str, seed: int) -> Variant:
    """One variant of a page, of a reply or of a feed, always the same for a seed."""
    draw = random.Random(seed)
    if text.startswith("{"):
        return _reply_variant(text, draw)
    if text.startswith("<?xml"):
        return _feed_variant(text, draw)
    prefix = draw.choice(_PREFIXES)
    made = _markup(text.replace(_SAVED, prefix).replace('"/pc/', f'"{urlsplit(prefix).path}'), draw)
    if draw.random() < 0.5:
        made = made.replace("\r\n", "\n").replace("\n", "\r\n")
    return Variant(_encoded(made, draw), prefix)
