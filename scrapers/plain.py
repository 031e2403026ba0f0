"""A text file as an article: repaired where it is broken, else a recognisable title block, then its lines as they stand."""

import re
from collections.abc import Sequence

from articles.reading import title_kind
from articles.repair import restore
from scrapers.platforms import ArticlePage
from scrapers.platforms.blocks import Block, laid_out

#: Titles have up to some forty characters; a body's paragraph is longer.
_LONGEST = 40
_BREAK = re.compile(r"\r\n|[\r\n\f\v\x85\u2028\u2029]")
_WHITE = " \t\xa0\u3000\u2002\u2003\u2005\u200b\ufeff"
_NO_TITLE = re.compile(
    r"各位|尊敬的|同志们|女士们|来源\s*[:：]"  # salutations and sources
    r"|[（(]?[一二三四五六七八九十\d]+[)）、.．]"  # headings of sections
    r"|.*(?:记者|通讯员|作者|摄影)|.*讯[（(\s]|.*日电"  # bylines and datelines
)
_CUT = re.compile(r".*[。；，、：:,;…]$|.*。")
_DASH = re.compile(r"[-—–－─]+\s*\S")
#: What stands under a title and never under the first line of a running text.
_UNDER = re.compile(r"[-—–－─]+\s*\S|来源\s*[:：]|各位|.*(?:记者|通讯员|作者)|.*大会.*会议上|[（(].*[)）]$")


def _is_title(lines: Sequence[str], at: int) -> bool:
    """Whether the line at `at`, the first that holds anything, is a title: short, no sentence, and set off from what follows."""
    line, rest = lines[at], lines[at + 1 :]
    if len(line) > _LONGEST or _NO_TITLE.match(line) or _DASH.match(line) or _CUT.match(line):
        return False
    following = next(filter(None, rest), "")
    set_off = not rest[:1] or not rest[0] or len(following) > _LONGEST or _UNDER.match(following) is not None
    return bool(following) and (set_off or title_kind(None, line, None).startswith("summary"))


def title_block(lines: Sequence[str]) -> tuple[str | None, str | None, int]:
    """Title, subtitle (a line behind a dash directly under it) and where the text begins."""
    at = next((at for at, line in enumerate(lines) if line), len(lines))
    if at == len(lines) or not _is_title(lines, at):
        return None, None, 0
    under = next((after for after in range(at + 1, len(lines)) if lines[after]), at)
    if _DASH.match(lines[under]) and len(lines[under]) <= 2 * _LONGEST:
        return lines[at], lines[under], under + 1
    return lines[at], None, at + 1


def _as_printed(text: str) -> tuple[str | None, str | None, list[Block]]:
    """Title, subtitle and the other lines of a text that is not set in columns."""
    lines = [line.strip(_WHITE) for line in _BREAK.split(text)]
    title, subtitle, begin = title_block(lines)
    return title, subtitle, [(line, "body") for line in lines[begin:] if line]


def read_text(text: str, name: str) -> ArticlePage:
    """A text file, repaired where it is broken (`articles.repair`).

    Where it is not set in columns, every non-empty line that is not of its title block is a paragraph, white space at its ends aside.
    """
    page = restore(text)
    title, subtitle, parts = (page.title, page.subtitle, list(page.parts)) if page.parts else _as_printed(page.text)
    return ArticlePage(
        number=None,
        date=None,
        page_number=None,
        page_name=None,
        kicker=None,
        title=title,
        subtitle=subtitle,
        author=None,
        paragraphs=laid_out(parts),
        address=name,
        flags=page.flags,
        repairs=tuple(step.repair() for step in page.edits),
    )
