"""A home of many articles, made once, and copies of it, index and all."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from hashlib import sha256
from itertools import islice

from articles.model import Article
from bench.live.readings import source
from bench.live.trial import Trial
from scrapers.sample import articles
from storage.ledger import Kept
from worker.runner import open_kit
from worker.steps import Kit, index, open_generations, read

#: Articles of an issue.
MANY = 20


def made(trial: Trial) -> None:
    """A home with all its articles read and indexed."""
    _forget_soon(trial)
    rest = articles(trial.articles)
    with open_kit(trial.settings()) as kit:
        open_generations(kit)
        number = 0
        while some := list(islice(rest, MANY)):
            add(kit, f"base-{number}", some)
            number += 1
        while index(kit):
            pass
        assert kit.index.count() == trial.articles


def add(kit: Kit, name: str, printed: list[Article]) -> str:
    """A new issue of some articles, given and read; its key."""
    digest = sha256(name.encode()).hexdigest()
    key, now = f"files-{digest[:12]}", kit.clock()
    kit.ledger.issues.keep_file(key, "files", name, now)
    kit.ledger.issues.file_kept(key, Kept(f"files/{key}", 0, 1, digest, 200, now, None, None), 1, now)
    new = [replace(one, id=f"{key}-x{at}", paper="files", revision=0) for at, one in enumerate(printed)]
    read(replace(kit, compute=source(lambda _, rows: new)), key)
    return key


@contextmanager
def cloned(base: Trial, trial: Trial) -> Iterator[None]:
    """A copy of the base for one trial, gone afterwards."""
    shutil.copytree(base.home, trial.home)
    if trial.url:
        _clone(base, trial)
    try:
        yield
    finally:
        shutil.rmtree(trial.home)
        if trial.url:
            with closing(_client(trial.url)) as client:
                client.indices.delete(index=[*client.indices.get(index=f"{trial.prefix}-*")])  # no patterns: the server refuses them


def _clone(base: Trial, trial: Trial) -> None:
    """The base's live index under another prefix, with its aliases."""
    _forget_soon(trial)
    with closing(_client(trial.url)) as client:
        ((source_index, _),) = client.indices.get_alias(name=f"{base.prefix}-live").body.items()
        target = source_index.replace(f"{base.prefix}-", f"{trial.prefix}-", 1)
        client.indices.put_settings(index=source_index, settings={"index.blocks.write": True})
        client.indices.clone(
            index=source_index,
            target=target,
            settings={"index.blocks.write": None, "index.gc_deletes": "1ms"},
            aliases={f"{trial.prefix}-live": {}, f"{target}-write": {"is_write_index": True}},
            wait_for_active_shards=1,
        )


def _forget_soon(trial: Trial) -> None:
    """Have the server forget deletions at once: what is older than `index.gc_deletes` is protected by nothing but the ledger."""
    if trial.url:
        with closing(_client(trial.url)) as client:
            template = {"settings": {"index.gc_deletes": "1ms"}}
            client.indices.put_index_template(name=trial.prefix, index_patterns=[f"{trial.prefix}-*"], template=template)


def _client(url: str | None):  # type: ignore[no-untyped-def]  # noqa: ANN202
    from elasticsearch import Elasticsearch

    assert url is not None
    return Elasticsearch(url)
