"""Golden pairs: synthetic pages of every platform and one small issue of every paper, with what our readers make of them.

`python -m scrapers.samples` writes the golden files again; look at the difference before keeping it. Page samples are
`<skin>.<case>.html` (replies in JSON: `.txt`, feeds: `.xml`) beside their platform; a case whose name begins with `layout` is a layout
page, every other one an article. A paper's sample lists which of them stand at which of its addresses, and what to call there what the
pages call by another name.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from articles.exchange import to_json
from scrapers.issue import FetchedPage, read_issue
from scrapers.papers import Paper, papers
from scrapers.platforms import Platform, platforms

HERE = Path(__file__).parent
#: The day all synthetic pages are of.
DAY = dt.date(2023, 1, 5)
_PREFIX = "http://saved.example/pc/"
_AT = re.compile(r"Synthetic at ([\w/.]+):")
_NODE = re.compile(r"Synthetic node (\w+):")


def page_samples(platform: Platform) -> Iterator[Path]:
    """The sample pages of a platform."""
    *family, skin = platform.name.split(".")
    folder = HERE.joinpath("platforms", *family, "samples")
    yield from sorted(file for file in folder.glob(f"{skin}.*") if file.suffix in (".html", ".txt", ".xml"))


def paper_samples(paper: Paper) -> list[Path]:
    """The files of a paper's small issues: `<code>.json`, and `<code>.<older>.json` for layouts its site had before."""
    return sorted(HERE.joinpath("papers", "samples").glob(f"{paper.code}.*json"))


def is_layout(file: Path) -> bool:
    """Whether a sample page is a layout page."""
    return file.name.split(".")[1].startswith("layout")


def sample_address(platform: Platform, file: Path) -> str:
    """The address a sample page is read at: a layout page names its node (else 2) or its address, an article is a saved file."""
    if not is_layout(file):
        return f"saved {file.name}"
    text = file.read_text("utf-8")
    if at := _AT.search(text):
        return _PREFIX + at[1]
    node = _NODE.search(text)
    return platform.layout_address(_PREFIX, DAY, node[1] if node else "2")


def read_sample(platform: Platform, file: Path) -> Mapping[str, Any]:
    """What a platform reads in a sample page, as JSON."""
    text = file.read_text("utf-8")
    address = sample_address(platform, file)
    role = "layout" if is_layout(file) else "article"
    read = platform.read_layout(text, address) if role == "layout" else platform.read_article(text, address)
    made: Mapping[str, Any] = json.loads(json.dumps({"recognised": platform.recognise(text), "read": asdict(read)}, default=str))
    return made


def _of_day(text: str, day: dt.date) -> str:
    """A synthetic page of another day."""
    for form in ("%Y/%m/%d", "%Y%m/%d", "%Y-%m/%d", "%Y-%m-%d", "%Y年%m月%d日", "%Y%m%d"):
        text = text.replace(DAY.strftime(form), day.strftime(form))
    return text


def read_paper(paper: Paper, file: Path) -> list[Mapping[str, Any]]:
    """The articles of a paper's small issue, as JSON."""
    issue = json.loads(file.read_text("utf-8"))
    day = dt.date.fromisoformat(issue["date"])
    pages = []
    for order, row in enumerate(issue["pages"]):
        payload = (HERE / "platforms" / row["sample"]).read_bytes()
        text = _of_day(payload.decode("utf-8"), day)
        for here, there in issue.get("called", {}).items():
            text = text.replace(here, there)
        pages.append(FetchedPage(row["address"], row["role"], text, sha256(payload).hexdigest(), order=order))
    return [json.loads(to_json(article)) for article in read_issue(paper, day, pages)]


def written(data: object) -> str:
    """JSON as the golden files hold it."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def regenerate() -> list[Path]:
    """Write every golden file again; the files that changed."""
    made = {
        file.with_suffix(".json"): written(read_sample(reader, file)) for reader in platforms().values() for file in page_samples(reader)
    }
    for paper in papers().values():
        for file in paper_samples(paper):
            issue = json.loads(file.read_text("utf-8"))
            made[file] = written({**issue, "articles": read_paper(paper, file)})
    changed = [file for file, text in made.items() if not file.exists() or file.read_text("utf-8") != text]
    for file in changed:
        file.write_text(made[file], "utf-8")
    return changed


if __name__ == "__main__":
    regenerate()
