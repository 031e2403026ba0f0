"""Paper files: strict TOML into `Paper`. A field nobody knows is an error, never absorbed."""

import datetime as dt
import re
import tomllib
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from articles.errors import SettingsError
from scrapers.papers.model import Confidence, Expect, Layout, Paper
from scrapers.papers.skips import read_skip
from scrapers.platforms import Column
from scrapers.platforms.column.spec import MOST_PAGES

File = Path | Traversable

#: Codes begin ids and name folders; `files` is the paper of files given without one.
_RESERVED = "files"
_Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{1,15}$")]
_Words = Annotated[str, Field(min_length=1)]
_Count = Annotated[int, Field(ge=1)]


def _readable(skip: str) -> str:
    read_skip(skip)
    return skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Column(_Strict):
    lists: Annotated[list[Annotated[str, Field(pattern=r"^[^/#\s][^#\s]*$")]], Field(min_length=1)]
    articles: _Words
    paging: Annotated[str, Field(pattern=r"^[^{}]*\{n\}[^{}]*$")] = "_{n}"
    second: Annotated[int, Field(ge=0)] = 2
    most_pages: Annotated[int, Field(ge=1, le=100)] = MOST_PAGES

    @field_validator("articles")
    @classmethod
    def _expression(cls, value: str) -> str:
        try:
            re.compile(value)
        except (re.error, OverflowError, RecursionError) as error:
            raise ValueError(f"no regular expression: {error}") from error
        return value


class _Layout(_Strict):
    from_: Annotated[dt.date, Field(alias="from")]
    platform: Annotated[str, Field(pattern=r"^[a-z]\w*(\.[a-z]\w*)*$")]
    prefix: Annotated[str, Field(pattern=r"^https?://[^/?#\s]+/([^?#\s]*/)?$")]
    first_page: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+$")]
    source: _Words
    confidence: Confidence
    column: _Column | None = None

    def made(self) -> Layout:
        """The layout; a column's lists lie under its prefix."""
        said = dict(self)
        if self.column:
            said["column"] = Column(self.prefix, **{**dict(self.column), "lists": tuple(self.column.lists)})
        return Layout(**said)


class _Pages(_Strict):
    min: _Count = 1


class _Articles(_Strict):
    min: _Count = 1
    max: _Count = 1000


class _Expect(_Strict):
    pages: _Pages = _Pages()
    articles: _Articles = _Articles()
    max_age_days: _Count = 3


class _Calendar(_Strict):
    skips: list[Annotated[str, AfterValidator(_readable)]] = []


class _Paper(_Strict):
    code: _Code
    name: _Words
    place: Annotated[str, Field(pattern=r"^\d{6}$")]
    first_issue: dt.date
    layouts: Annotated[list[_Layout], Field(min_length=1)]
    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1)] = [1, 2, 3, 4, 5, 6, 7]
    time_of_day: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "07:00"
    wait: Annotated[float, Field(ge=0)] = 1.5
    per_day: _Count | None = None
    plain_http: _Words | None = None
    archive_days: _Count | None = None
    expect: _Expect = _Expect()
    calendar: _Calendar = _Calendar()
    sample: bool = False
    loopback: bool = False


def _made(data: _Paper) -> Paper:
    return Paper(
        code=data.code,
        name=data.name,
        place=data.place,
        first_issue=data.first_issue,
        layouts=tuple(layout.made() for layout in data.layouts),
        weekdays=tuple(data.weekdays),
        time_of_day=dt.time.fromisoformat(data.time_of_day),
        wait=data.wait,
        per_day=data.per_day,
        plain_http=data.plain_http,
        archive_days=data.archive_days,
        expect=Expect(data.expect.pages.min, data.expect.articles.min, data.expect.articles.max, data.expect.max_age_days),
        sample=data.sample,
        loopback=data.loopback,
        skips=tuple(read_skip(skip) for skip in data.calendar.skips),
    )


def _checked(paper: Paper, file: File) -> Paper:
    """What fields cannot say alone: the reserved code, layouts in order, loopback only where nothing real can be meant."""
    starts = [layout.from_ for layout in paper.layouts]
    plain = any(layout.prefix.startswith("http://") for layout in paper.layouts)
    columns = all((layout.platform == "column") == (layout.column is not None) for layout in paper.layouts)
    rules = (
        (columns, "layouts.column", 'a table [layouts.column] where platform is "column", and nowhere else'),
        (paper.code != _RESERVED, "code", f"not {_RESERVED}"),
        (starts == sorted(set(starts)), "layouts.from", "ascending, each once"),
        (starts[0] <= paper.first_issue, "layouts.0.from", "first_issue or before"),
        (paper.expect.articles_min <= paper.expect.articles_max, "expect.articles", "min <= max"),
        (paper.sample or paper.wait > 0, "wait", "> 0"),
        (paper.sample or paper.plain_http is not None or not plain, "plain_http", "the reason why http:// is asked, not https://"),
    )
    for holds, field, why in rules:
        if not holds:
            raise SettingsError("settings_paper_field", file=str(file), field=field, why=why)
    return paper


def read(file: File) -> Paper:
    """The paper of a file. SettingsError names the file and the field."""
    try:
        return _checked(_made(_Paper.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))), file)
    except ValidationError as error:
        first = error.errors()[0]
        key = "settings_paper_unknown" if first["type"] == "extra_forbidden" else "settings_paper_field"
        raise SettingsError(key, file=str(file), field=".".join(map(str, first["loc"])), why=first["msg"]) from error
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a number of thousands of digits, lists without end
        raise SettingsError("settings_paper_toml", file=str(file), why=str(error)) from error
