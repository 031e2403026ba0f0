"""An editor's correction, read and indexed again by workers."""

from collections.abc import Callable
from pathlib import Path

from tasks.farm import Farm

TEXT = "同心同向聚合力\n——澄浦市政协2022年工作综述\n\n2022年，澄浦市政协立案提案171件。\n"


def test_workers_apply_a_correction(farm: Callable[..., Farm], redis_url: str, tmp_path: Path) -> None:
    here = farm(broker=redis_url)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    here.start("worker")
    [one] = here.run("ingest", str(tmp_path / "a.txt"), "--json")
    here.run("corrections", "add", one["id"], "organ", "档案馆", "--json")
    [hit] = here.run("search", "机构:档案馆", "--all", "--json")
    assert hit["id"] == one["id"]
