"""The index of the settings: a folder of one machine, or an Elasticsearch that any number of workers may write."""

from pathlib import Path

from indexing import ElasticsearchOptions, Index, Tokenizer, live_on, load_words, open_index
from worker.home import Home
from worker.settings import Settings


def in_folder(settings: Settings) -> bool:
    """Whether the index is a folder, which one process at a time may write."""
    return not (settings.index and "://" in settings.index)


def place(settings: Settings) -> Path | ElasticsearchOptions:
    """The folder, or where Elasticsearch is and how to log in. SettingsError where that makes no sense."""
    if in_folder(settings):
        return Path(settings.index) if settings.index else Home(settings.home).index
    given = settings.elasticsearch
    return ElasticsearchOptions.of(
        settings.index or "",
        user=given.user,
        password=given.password and given.password.get_secret_value(),
        api_key=given.api_key and given.api_key.get_secret_value(),
        ca_file=given.ca_file,
        fingerprint=given.fingerprint,
        prefix=given.prefix,
        shards=given.shards,
        replicas=given.replicas,
        timeout=given.timeout,
    )


def open_from(settings: Settings) -> Index:
    """The index, with the tokenizer of the settings' dictionary; nothing is connected before it is asked. SettingsError."""
    words = load_words((settings.dictionary,) if settings.dictionary else ())
    return open_index(place(settings), Tokenizer(words))


def check(settings: Settings) -> None:
    """Ask the cluster, where the index is on one, whether it is there and lets us in. SettingsError, EngineUnavailable, EngineError."""
    where = place(settings)
    if isinstance(where, ElasticsearchOptions):
        live_on(where)
