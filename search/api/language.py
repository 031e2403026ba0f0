"""The language of an answer: `lang` in the address, else what the browser prefers, else the setting."""

from fastapi import Request

from search.api.settings import Language, WebSettings


def language(request: Request) -> Language:
    """`zh` or `en`."""
    asked = request.query_params.get("lang", "").lower()
    for wanted in (asked, *_preferred(request.headers.get("accept-language", ""))):
        if wanted.startswith("zh"):
            return "zh"
        if wanted.startswith("en"):
            return "en"
    settings: WebSettings = request.app.state.settings
    return settings.language


def _preferred(header: str) -> list[str]:
    """The languages of `Accept-Language`, the most wanted first; what cannot be read counts for nothing."""
    ranked = []
    for place, part in enumerate(header.lower().split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            rank = float(weight) if weight else 1.0
        except ValueError:
            continue
        if rank > 0:
            ranked.append((-rank, place, name.strip()))
    return [name for _, _, name in sorted(ranked)]
