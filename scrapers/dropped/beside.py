"""What is known of a file beside its bytes: who gave it said so, or the pages that lay around it did."""

import datetime as dt
import json
from dataclasses import dataclass, fields

from pydantic import TypeAdapter, ValidationError

#: Stands for the host of a page of which nobody knows where it was.
NOWHERE = "http://saved.invalid/"


@dataclass(frozen=True, slots=True)
class Beside:
    """The paper's code, the printed date, the page and its name, the title a list of articles gives; None where nobody said.

    `address` is where a page was on the web: its platform's number of the article may stand there. Below `NOWHERE` only the path is known.
    `listed`: what the file holds lies beside it (a layout page whose articles are there too, the PDF of their page): it is kept, and
    nothing is read from it.
    """

    paper: str | None = None
    date: dt.date | None = None
    page: str | None = None
    page_name: str | None = None
    title: str | None = None
    address: str | None = None
    listed: bool = False

    def __bool__(self) -> bool:
        return self != Beside()

    def over(self, other: "Beside") -> "Beside":
        """This, and what `other` knows where this says nothing."""
        return Beside(*(getattr(self, one.name) or getattr(other, one.name) for one in fields(self)))

    def to_json(self) -> str:
        """As one line of ASCII, for the archive; empty where nothing is known."""
        said = _JSON.dump_python(self, mode="json", exclude_defaults=True)
        return ascii_json(said) if said else ""

    @classmethod
    def from_json(cls, text: str | None) -> "Beside":
        """From `to_json`; nothing is known by a text that is none."""
        try:
            return _JSON.validate_json(text) if text else cls()
        except ValidationError:
            return cls()


#: Nobody said anything.
NOTHING = Beside()


def ascii_json(value: object) -> str:
    """JSON in ASCII on one line, its names in order."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


_JSON: TypeAdapter[Beside] = TypeAdapter(Beside)
