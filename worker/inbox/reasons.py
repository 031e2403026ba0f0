"""What is laid beside a file that failed, or of which a part could not be read: which file, why, and what to do."""

from articles.errors import ZongshuError
from worker.cli.face import WORDS


def written(name: str, key: str | None, error: ZongshuError, lang: str) -> str:
    """The text, in Chinese and, where another language is in force, in that too."""
    return "\n".join(_one(name, key, error, one) for one in dict.fromkeys(("zh", lang)))


def _one(name: str, key: str | None, error: ZongshuError, lang: str) -> str:
    lines = [WORDS.say("inbox.file", lang, name=name)]
    lines += [WORDS.say("inbox.key", lang, id=key)] if key else []
    return "".join(f"{line}\n" for line in (*lines, WORDS.say("inbox.why", lang, error=type(error).__name__, message=error.message(lang))))
