"""Reading newspaper PDFs beside other extractors, in one run: pypdfium2's own text, pdfplumber, pdfminer.six, pypdf and pdftotext.

The pages are the test half of the fixed set (tests/pdfpages), the five made pages of the corpus and its real page where they are. Each
extractor runs in a process of its own, so that peak memory is its own; speed is by processor time. Doubled and lost characters are
counted against the printed text; order is the edit distance to the articles in reading order, by characters, averaged over pages (the
real page and the made page whose truth says its order cannot be told are left out of it); text under its title is the part of each
article's text that stands between its own title and the next one.
"""

import json
import os
import pickle
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench import Figure, Figures
from scrapers.pdf import PdfRead, read_pdf
from tests.pdfpages.given import made_pages, real_page
from tests.pdfpages.maker import TEST, made
from tests.pdfpages.score import order_edits, true_lines
from tests.pdfpages.truth import Told, TrueArticle
from worker.cli.against import distance, squeezed

_CORPUS = Path(os.environ.get("ZONGSHU_CORPUS", Path(__file__).resolve().parents[2] / "shared" / "data"))
Extractor = Callable[[bytes], str]


class Page(NamedTuple):
    """A page, its truth, and whether its articles' order can be told."""

    pdf: bytes
    articles: tuple[TrueArticle, ...]
    furniture: tuple[str, ...]
    ordered: bool


def pages() -> list[Page]:
    """The pages measured on."""
    found = [Page(one.pdf, one.articles, one.furniture, ordered=True) for one in map(made, TEST)]
    if _CORPUS.is_dir():
        found += [Page(one.pdf, one.articles, one.furniture, "seedlike" not in one.name) for one in made_pages(_CORPUS)]
        pdf, articles = real_page(_CORPUS)
        true = tuple(TrueArticle(one["title"], (Told(one["text"]),)) for one in articles)
        found.append(Page(pdf, true, (), ordered=False))
    return found


def _told(read: PdfRead) -> str:
    lines: list[str] = []
    for one in read.articles:
        lines += [text for text in (one.read.kicker, one.read.title, one.read.subtitle) if text]
        lines += [paragraph.text for paragraph in one.read.paragraphs]
    return "\n".join(lines)


def _ours(pdf: bytes) -> str:
    from scrapers.pdf.extract import extract

    return _told(extract(pdf, "page.pdf"))


def _child(pdf: bytes) -> str:
    return _told(read_pdf(pdf, "page.pdf"))


def _pdfium(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(document[at].get_textpage().get_text_range() for at in range(len(document)))


def _plumber(pdf: bytes) -> str:
    import pdfplumber

    with pdfplumber.open(BytesIO(pdf)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def _plumber_once(pdf: bytes) -> str:
    import pdfplumber

    with pdfplumber.open(BytesIO(pdf)) as document:
        return "\n".join(page.dedupe_chars().extract_text() for page in document.pages)


def _miner(pdf: bytes) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(BytesIO(pdf)))


def _pypdf(pdf: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def _pdftotext(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode("utf-8", "replace")


EXTRACTORS: dict[str, Extractor] = {
    "ours": _ours,
    "ours, each in a child process (wall time)": _child,
    "pypdfium2": _pdfium,
    "pdfplumber": _plumber,
    "pdfplumber, dedupe_chars": _plumber_once,
    "pdfminer.six": _miner,
    "pypdf": _pypdf,
    "pdftotext": _pdftotext,
}


def _under(page: Page, text: str) -> tuple[int, int]:
    """How many characters of the articles' texts stand, in order, between their own title and the next one's; of how many."""
    titles = [squeezed(one.title) for one in page.articles if one.title]
    places = sorted({at for title in titles if (at := text.find(title)) >= 0} | {len(text)})
    right = whole = 0
    for one in page.articles:
        if not one.title:
            continue
        truth = squeezed("".join(told.text for told in one.paragraphs))
        at = text.find(squeezed(one.title))
        whole += len(truth)
        if at >= 0:
            end = next(place for place in places if place > at)
            right += max(0, len(truth) - distance(truth, text[at + len(squeezed(one.title)) : end]))
    return right, whole


def _judged(page: Page, text: str) -> tuple[int, int, float | None, int, int]:
    """Doubled and lost characters, the order's error, characters under their title and all of them."""
    text = squeezed(text)
    printed = Counter("".join(line for one in page.articles for line in true_lines(one)))
    known = printed + Counter("".join(map(squeezed, page.furniture)))
    given = Counter(text)
    edits, count = order_edits(page.articles, text)
    right, whole = _under(page, text)
    doubled = (given - known).total() if page.furniture else 0
    return doubled, (printed - given).total(), edits / count if page.ordered else None, right, whole


def _measured(name: str, found: Sequence[Page], sheets: int) -> dict[str, Figure]:
    """An extractor over all pages, timed and its memory taken, then judged."""
    extractor = EXTRACTORS[name]
    begin = _spent(name)
    texts = [extractor(page.pdf) for page in found]
    spent = _spent(name) - begin
    peak = resource.getrusage(resource.RUSAGE_CHILDREN if name == "pdftotext" else resource.RUSAGE_SELF).ru_maxrss / 1024
    judged = [_judged(page, text) for page, text in zip(found, texts, strict=True)]
    orders = [order for _, _, order, _, _ in judged if order is not None]
    memory: dict[str, Figure] = {} if extractor is _child else {"peak memory, MB": round(peak)}
    return {
        "doubled characters": sum(one[0] for one in judged),
        "lost characters": sum(one[1] for one in judged),
        "order CER": round(sum(orders) / len(orders), 4),
        "text under its title": round(sum(one[3] for one in judged) / sum(one[4] for one in judged), 4),
        "pages/s of processor time": round(sheets / spent, 1),
        **memory,
    }


def _spent(name: str) -> float:
    """Processor seconds of this process and of those it ran; for children of a fork server, whose seconds nobody counts, wall time."""
    if EXTRACTORS[name] is _child:
        return time.perf_counter()
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def _sheets(found: Sequence[Page]) -> int:
    import pypdfium2

    return sum(len(pypdfium2.PdfDocument(page.pdf)) for page in found)


def _elsewhere(name: str, file: Path, sheets: int) -> dict[str, Figure]:
    """Measure an extractor in a fresh process; its main module is bare, so that children of it do not import the bench again."""
    start = "import sys; from bench.pdf import measure; measure(*sys.argv[1:])"
    done = subprocess.run([sys.executable, "-c", start, name, str(file), str(sheets)], capture_output=True, check=True)
    figures: dict[str, Figure] = json.loads(done.stdout)
    return figures


def main() -> Figures:
    """A row an extractor; ours by the others' speed."""
    found = pages()
    sheets = _sheets(found)
    rows: dict[str, dict[str, Figure]] = {}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "pages.pickle"
        file.write_bytes(pickle.dumps([tuple(page) for page in found]))
        for name in EXTRACTORS:
            if name != "pdftotext" or shutil.which(name):
                rows[name] = _elsewhere(name, file, sheets)
    speed = {name: float(row["pages/s of processor time"]) for name, row in rows.items()}
    return {
        "files": len(found),
        "pages": sheets,
        "ours by pypdfium2's own text, speed": round(speed["ours"] / speed["pypdfium2"], 3),
        "ours by pdfplumber, speed": round(speed["ours"] / speed["pdfplumber"], 2),
        **rows,
    }


def measure(name: str, file: str, sheets: str) -> None:
    """Print an extractor's figures over the pages of a file as JSON."""
    found = [Page(*one) for one in pickle.loads(Path(file).read_bytes())]
    print(json.dumps(_measured(name, found, int(sheets))))
