"""A page drawn as PNG with areas marked: of its PDF or its picture, in a child process with limits."""

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.errors import Unreadable
from scrapers.child import Limits, Task
from scrapers.facsimile.marks import Polygon
from scrapers.pdf import is_pdf

if TYPE_CHECKING:
    from PIL.Image import Image

#: Seconds, megabytes and bytes of answer that drawing one page may take.
LIMITS = Limits(seconds=20.0, megabytes=1536, answer=48 * 2**20)
#: Pixels of the drawn page's width at the most, of both together, and of a picture that is opened at all.
WIDTH, _PIXELS, _OPENED = 1600, 8_000_000, 150_000_000
_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
_INK, _FILL = (179, 32, 20, 255), (255, 214, 64, 56)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page drawn as PNG, in base64 (it crosses as JSON), and its size in pixels."""

    png: str
    width: int
    height: int

    @property
    def payload(self) -> bytes:
        """The PNG."""
        return base64.b64decode(self.png)


def draw(payload: bytes, name: str, page: int, marked: Sequence[Polygon], width: int = WIDTH) -> Drawn:
    """Page `page` (from 1) of a PDF, or a picture, at most `width` pixels wide. Unreadable."""
    return _DRAW.run(name, payload, name, str(page), json.dumps(marked), str(width), limits=LIMITS)


def drawn(payload: bytes, name: str, page: str, marked: str, width: str) -> Drawn:
    """In a child: what `draw` gives."""
    from PIL import Image, ImageDraw

    wide = min(int(width), WIDTH)
    image = _of_pdf(payload, name, int(page), wide) if is_pdf(payload) else _of_picture(payload, name, wide)
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for polygon in json.loads(marked):
        corners = [(x * (image.width - 1), y * (image.height - 1)) for x, y in polygon]
        pen.polygon(corners, fill=_FILL)
        pen.line([*corners, corners[0]], fill=_INK, width=max(2, image.width // 300), joint="curve")
    image.alpha_composite(layer)
    held = io.BytesIO()
    image.convert("RGB").save(held, "PNG", optimize=False)
    return Drawn(base64.b64encode(held.getvalue()).decode("ascii"), image.width, image.height)


def _of_pdf(payload: bytes, name: str, number: int, width: int) -> "Image":
    from scrapers.pdf.pdfium import opened

    document = opened(payload, name)
    try:
        if not 1 <= number <= len(document):
            raise Unreadable("pdf_damaged", name=name, why=f"no page {number}")
        page = document[number - 1]
        across, down = page.get_size()
        if across <= 0 or down <= 0:
            raise Unreadable("pdf_damaged", name=name, why="no size")
        scale = min(width / across, (_PIXELS / (across * down)) ** 0.5)
        found: Image = page.render(scale=scale).to_pil().convert("RGBA")
        return found
    finally:
        document.close()


def _of_picture(payload: bytes, name: str, width: int) -> "Image":
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(io.BytesIO(payload), formats=_FORMATS)
        if picture.width * picture.height > _OPENED:
            raise Unreadable("picture_large", name=name, pixels=picture.width * picture.height, most=_OPENED)
        picture.draft("RGB", (width, width * picture.height // picture.width))
        scale = min(1.0, width / picture.width, (_PIXELS / (picture.width * picture.height)) ** 0.5)
        size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
        return picture.convert("RGBA").resize(size)
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise Unreadable("picture_damaged", name=name, why=str(error)[:200]) from error


_DRAW = Task("scrapers.facsimile.drawing:drawn", Drawn, "picture")
