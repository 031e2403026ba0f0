"""What a made page holds: the truth readers are compared with."""

from dataclasses import dataclass, field

from articles.model import ParagraphRole


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph as printed; a table's row holds its cells parted by tabs."""

    text: str
    role: ParagraphRole = "body"


@dataclass(frozen=True, slots=True)
class TrueArticle:
    """An article on the page; `title` is None for a brief. Lines of one title are parted by a space."""

    title: str | None
    paragraphs: tuple[Told, ...]
    kicker: str | None = None
    subtitle: str | None = None
    continues: str | None = None
    continued: str | None = None


@dataclass(frozen=True, slots=True)
class MadePage:
    """A PDF of one page or more with its articles in reading order, and what stands in no article."""

    seed: int
    pdf: bytes
    articles: tuple[TrueArticle, ...]
    furniture: tuple[str, ...]
    features: frozenset[str] = field(default=frozenset())
