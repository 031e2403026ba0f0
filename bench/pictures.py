"""Pictures of every kind of page, into docs/pictures: `./run pictures` crawls a small home of the sample newspapers and photographs it.

What docs/notebook.ipynb shows is written anew from the same home.
"""

import io
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from bench import notebook, sampled
from tests.pdfpages.maker import made

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
#: The window, the longest picture, and the colours a picture keeps: pages are paper, ink and a few accents.
_WIDE, _PHONE, _LONGEST, _COLOURS = (1120, 800), (390, 800), 1400, 96
_SEARCH = "/?q=政协 提案&place=990100"


def main() -> int:
    """Take all pictures; exit code 1 where they are larger than documents should be."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        print("no browser: install chromium or name one in CHROMIUM", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        printed = sampled.crawl(home, sampled.small(), made(6).pdf)
        with sampled.app(home) as app, served(app) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            for name, path, how in shots(address, printed[0]):
                _take(browser, address + path, FOLDER / f"{name}.png", how)
            browser.close()
            notebook.write(address)
    size = sum(file.stat().st_size for file in FOLDER.iterdir())
    print(f"{len(list(FOLDER.iterdir()))} pictures, {size / 1e6:.2f} MB")
    return int(size > 1_500_000)


def shots(address: str, printed: str) -> list[tuple[str, str, dict[str, Any]]]:
    """The pictures: name, path, and how the browser is set."""
    asked = {"q": "政协 提案", "place": "990100", "years": "2018..2023", "organ": "政协"}
    ids = [hit["id"] for hit in httpx.get(f"{address}/api/v1/search", params=asked, timeout=60).json()["hits"]]
    httpx.post(
        f"{address}/saved", data={"name": "澄浦政协的提案", "q": "政协 提案", "place": "990100"}, timeout=60, follow_redirects=True
    ).raise_for_status()
    phone, dark = {"viewport": dict(zip(("width", "height"), _PHONE, strict=True))}, {"color_scheme": "dark"}
    article, chosen = f"/articles/{ids[0]}?q=提案", "&".join(f"id={one}" for one in ids[:3])
    return [
        ("start", "/", {}),
        ("results", f"{_SEARCH}&years=2018..2023", {}),
        ("article", article, {}),
        ("facsimile", f"/articles/{printed}#printed", {}),
        ("raw", f"/api/v1/articles/{ids[0]}/raw", {}),
        ("trends", "/trends?q=提案%0A高质量发展", {}),
        ("figures", "/figures?q=立案提案&organ=政协&place=澄浦市、岚江省", {}),
        ("compare", "/compare?by=year&a=2019&b=2020&organ=政协&place=澄浦市", {}),
        ("coverage", "/coverage", {}),
        ("calendar", "/coverage?paper=ljrb&year=2018", {}),
        ("status", "/status", {}),
        ("failures", "/failures", {}),
        ("saved", "/saved", {}),
        ("selection", f"/selection?{chosen}", {}),
        ("nothing", '/?q="没有这样的短语"', {}),
        ("phone", _SEARCH, phone),
        ("phone-article", article, phone),
        ("dark", article, dark),
        ("english", f"{_SEARCH}&lang=en", {}),
    ]


def _take(browser: Browser, address: str, file: Path, how: dict[str, Any]) -> None:
    context = browser.new_context(**{"viewport": {"width": _WIDE[0], "height": _WIDE[1]}, "locale": "zh-CN", **how})
    page = context.new_page()
    page.goto(address)
    if address.endswith("#printed"):
        page.locator(".facsimile img").evaluate("one => one.decode()")
        shot = page.locator(".facsimile").screenshot()
    else:
        width, tall = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
        shot = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": min(tall, _LONGEST)})
    context.close()
    with Image.open(io.BytesIO(shot)) as picture:
        picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The app on a free port of this machine; its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


if __name__ == "__main__":
    sys.exit(main())
