"""The language of an answer: `lang` in the address, else the setting. Not what the browser prefers: readers of these texts read Chinese."""

from fastapi import Request

from search.api.settings import Language, WebSettings


def language(request: Request) -> Language:
    """`zh` or `en`."""
    asked = request.query_params.get("lang", "").lower()
    if asked.startswith("zh"):
        return "zh"
    if asked.startswith("en"):
        return "en"
    settings: WebSettings = request.app.state.settings
    return settings.language
