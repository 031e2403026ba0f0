"""A file of Word (.docx) as an article: read in a child, with bounds on what it unpacks to."""

import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import Any

from articles.errors import Unreadable
from scrapers.child import Limits, Task
from scrapers.dropped.paragraphs import Printed, paragraphs
from scrapers.plain import title_block
from scrapers.platforms import ArticlePage
from scrapers.platforms.blocks import Block, laid_out

LIMITS = Limits(seconds=60.0, megabytes=1536)
#: Parts of a file, bytes of its markup and of all of it; a long report has 40 parts and 2 MB of markup.
_MOST_PARTS, _MARKUP, _ALL = 2_000, 60 * 2**20, 300 * 2**20
_DASH = re.compile(r"[-—–－─]+\s*\S")
_LONGEST = 60


def read_word(payload: bytes, name: str) -> ArticlePage:
    """The article of a file of Word. Unreadable where it is damaged, locked, too large, or not safe to open."""
    return _EXTRACT.run(name, payload, name, limits=LIMITS)


def extract(payload: bytes, name: str) -> ArticlePage:
    """In a child: the article."""
    _check(payload, name)
    found = list(paragraphs(_body(payload, name)))
    title, subtitle, rest = _headed(found)
    flags = tuple(dict.fromkeys(flag for one in found for flag in one.flags))
    return ArticlePage(None, None, None, None, None, title, subtitle, None, laid_out(rest), name, flags=flags)


_EXTRACT = Task("scrapers.dropped.word:extract", ArticlePage, "file")


def _check(payload: bytes, name: str) -> None:
    """Nothing is unpacked before its list of parts was looked at."""
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable("word_damaged", name=name, why=str(error)[:200]) from error
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("word_locked", name=name)
    if strange := next((part.filename for part in parts if _outside(part.filename)), None):
        raise Unreadable("word_unsafe", name=name, part=strange[:80])
    markup = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if len(parts) > _MOST_PARTS or markup > _MARKUP or sum(part.file_size for part in parts) > _ALL:
        raise Unreadable("word_large", name=name, parts=len(parts), megabytes=sum(part.file_size for part in parts) // 2**20)


def _outside(part: str) -> bool:
    """Whether a part's name would lead out of the file."""
    return part.startswith(("/", "\\")) or ":" in part[:3] or ".." in PurePosixPath(part.replace("\\", "/")).parts


def _body(payload: bytes, name: str) -> Any:  # noqa: ANN401 - python-docx has no types
    """The document; its XML is parsed without entities and without the network."""
    import docx

    try:
        return docx.Document(io.BytesIO(payload))
    except MemoryError:
        raise
    except Exception as error:
        raise Unreadable("word_damaged", name=name, why=f"{type(error).__name__}: {error}"[:200]) from error


def _headed(found: list[Printed]) -> tuple[str | None, str | None, list[Block]]:
    """Title, subtitle, and the other paragraphs: by the paragraph's style or its place in the middle, else as a text's title is told."""
    held = [one for one in found if one.text]
    if held and held[0].middle and len(held[0].text) <= _LONGEST and len(held) > 1:
        under = held[1]
        subtitle = under.text if _DASH.match(under.text) and len(under.text) <= _LONGEST else None
        return held[0].text, subtitle, [one.block for one in held[2 if subtitle else 1 :]]
    title, subtitle, begin = title_block([one.text for one in found])
    return title, subtitle, [one.block for one in found[begin:] if one.text]
