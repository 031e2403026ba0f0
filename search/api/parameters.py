"""The parameters of a search in an address, the same for the API and the page."""

from typing import Annotated, Literal

from fastapi import Query

from indexing.engines.protocol import Sort
from search.query import LONGEST, Span, span
from search.question import FACETS, FARTHEST, MOST_HITS, Question

#: More values of one filter than anybody chooses.
Values = Annotated[list[str], Query(max_length=100)]


def question(  # noqa: PLR0913, PLR0917 - the parameters of an address
    q: Annotated[str, Query(max_length=LONGEST * 2, description="The query; empty: all articles, by date.", examples=["政协 提案"])] = "",
    years: Annotated[str, Query(max_length=20, description="Years covered: 2018..2023, 2018.., ..2023.", examples=["2018..2023"])] = "",
    printed: Annotated[str, Query(max_length=20, description="Years of printing.")] = "",
    organ: Values = [],  # noqa: B006 - FastAPI copies defaults
    place: Values = [],  # noqa: B006
    paper: Values = [],  # noqa: B006
    kind: Values = [],  # noqa: B006
    all: Annotated[bool, Query(description="All articles, not only summaries.")] = False,  # noqa: A002 - the parameter's name
    sort: Sort | Literal[""] | None = None,
    limit: Annotated[int, Query(ge=0, le=MOST_HITS)] = 10,
    offset: Annotated[int, Query(ge=0, le=FARTHEST)] = 0,
    facets: Annotated[bool, Query(description="Count years, organs, places, papers and kinds.")] = False,
    words: Annotated[bool, Query(description="Whole words only: 加紧 does not find 更加紧密.")] = False,
    synonyms: Annotated[bool, Query(description="Find words of the same meaning too.")] = True,
    names: Annotated[bool, Query(description="A name (澄浦市政协, 2016年) finds what was read as being about it too.")] = True,
    nearby: Annotated[bool, Query(description="Fill a first page that has room left with what lacks one term.")] = True,
    clusters: Annotated[bool, Query(description="Look up the cluster (printings of the same text) of each hit; slower.")] = False,
    fold: Annotated[bool, Query(description="Name printings of one text within a page with the first of them; slower.")] = False,
    explain: Annotated[bool, Query(description="Tell what each hit's score is made of; slower.")] = False,
) -> Question:
    """The question of an address. QueryError for years that cannot be understood."""
    return Question(
        query=q,
        years=spanned(years),
        printed=spanned(printed),
        organ=tuple(filter(None, organ)),
        place=tuple(filter(None, place)),
        paper=tuple(filter(None, paper)),
        kind=tuple(filter(None, kind)),
        all_=all,
        sort=sort or None,
        limit=limit,
        offset=offset,
        facets=FACETS if facets else (),
        words=words,
        synonyms=synonyms,
        names=names,
        nearby=nearby,
        clusters=clusters,
        fold=fold,
        explain=explain,
    )


def spanned(value: str) -> Span | None:
    """A span of years, None where nothing is asked. QueryError."""
    return span(value) if value.strip() else None
