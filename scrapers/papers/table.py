"""docs/papers.md: every paper we follow with the source of each address, and those whose address nobody gave.

`python -m scrapers.papers.table docs` writes the page; a test refuses one that tells something else than the files.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from scrapers.papers import Paper, papers

#: Newspapers the reference or a public crawler names, and what is missing.
LEFT_OUT: Mapping[str, str] = {
    "团结报": "pages are called `l01.html` (B.1); no host. The platform `founder.tuanjie` is there",
    "papers under `/cn-pc/`": "a prefix without a host (B.1); the prefix is read by `founder.rmrb` and its siblings",
    "papers of cnepaper.com": "the host carries many papers (B.0); none is named",
    "other papers of xepaper.com": "the host carries many papers (B.0); only 青海科技报 is named",
    "牡丹晚报": "in the same crawler as 菏泽日报 (B.1), under the very address of 菏泽日报",
    "中国纪检监察报": "a page of 2017-07-22 was read (B.2), whose addresses are in no `html/` folder; no prefix is given",
    "青海法制报": "qhfzb.com (B.3): no form of its addresses, no node",
    "格尔木, 果洛, 黄南 and 海东": "names of hosts only (B.3)",
    "洛阳日报": "named for its ban of addresses (B.7), without one",
    "天门日报, 华西都市报": "named for lacking PDFs (B.7), without an address",
    "科技日报 since it left family B": "its calls are POSTs with a header of their own (B.5 G; decision 0144)",
    "温州日报": "two crawlers ask by different calls, one of them by POST, and no reply of either is known (B.5 G; decision 0144)",
    "那曲报": "the only crawler sends a header of its own with the call (B.5 G; decision 0144). The platform `api.naqu` is there",
    "新京报": "its pages are pictures only (B.5 G): no text to search",
    "延庆报, 泰州日报": "named for family F (B.5), without an address",
    "重庆日报, 新民晚报, 湖北日报 and 安徽日报 of old": "forms of addresses (B.5 F) that no family has, and no landmark of their pages",
    "人民政协报 of old, tmjnews.net, cmnpnews.com": "hosts of family E (B.0); the addresses name no paper, the pages no landmark",
    "中国科学报": "a list by an issue's number, not by its day (B.5 E)",
    "半岛晨报": "family D (B.5); no address in the reference",
    "嘉兴日报 and other wishes of section C": "named by users, without an address",
    "中国妇女报, 北京青年报, 大连日报, 包头日报": "nbs and classic Founder, but articles in other markup (xiaoxiaosuaxuan/newscrapy)",
    "陕西日报, 宝鸡日报": "a template with `bmnr_con_biaoti` that no family has (xiaoxiaosuaxuan/newscrapy)",
    "楚天都市报, 梧州日报, 恩施日报": "newer Founder with pages in `column/`, which no skin of ours builds (xiaoxiaosuaxuan/newscrapy)",
    "黑龙江日报": "the crawler begins with page 8; the node of page 1 is not told (xiaoxiaosuaxuan/newscrapy)",
    "蚌埠日报": "PaperIndex, with articles in markup of its own (xiaoxiaosuaxuan/newscrapy)",
    "重庆政协报, 青岛日报, 人民邮电报": "addresses of their own, no family (xiaoxiaosuaxuan/newscrapy)",
    "扬子晚报, 中国青年报, 中国教育报": "an address in public code whose repository is not known to us, or no node",
    "美术报, 浙江老年报, 浙江法制报, 江南游报": "hosts like 浙江日报's, no node of a first page (DIYgod/RSSHub lib/routes/zjol/paper.ts)",
    "some 440 further spiders of xiaoxiaosuaxuan/newscrapy": "papers of cities and trades; not looked through",
}

_HEAD = """# Papers

Made by `python -m scrapers.papers.table docs` from `scrapers/papers/*.toml`; a test compares them. Every address names its source: a
section of the reference on families of e-paper sites, or a public crawler. `confidence`: `seen` a page was read, `test` a crawler's tests
hold one, `code` a crawler asks for it, `weak` a guess that says so. No newspaper's host was contacted to make this table.

{count} newspapers are here (60 were aimed at): {reference} by the reference, {public} by public crawlers alone, whose repository and path
are named. Central papers, provincial party papers and papers of capitals were looked for first. An address a crawler of 2022 asked for
may have gone since: `zongshu papers probe` and `crawl --latest` tell.

| code | paper | place | from | platform | addresses begin with | first page | confidence | source |
|---|---|---|---|---|---|---|---|---|
"""
_OUT = """
## Left out

Named by a source, but without an address that could be asked for or a reader for their pages. A paper without a source is not added.

| paper | why |
|---|---|
"""


def _rows(paper: Paper) -> list[str]:
    """A row a layout; dates are those from which it holds."""
    return [
        f"| {paper.code} | {paper.name} | {paper.place} | {layout.from_} | {layout.platform.removeprefix('founder.')} | `{layout.prefix}` "
        f"| {layout.first_page} | {layout.confidence} | {layout.source} |"
        for layout in paper.layouts
    ]


def page() -> str:
    """The whole page; the sample newspapers are not in it."""
    real = [paper for paper in papers().values() if not paper.sample]
    public = sum(not paper.layouts[-1].source.startswith("reference/") for paper in real)
    head = _HEAD.format(count=len(real), reference=len(real) - public, public=public)
    rows = [row for paper in real for row in _rows(paper)]
    return head + "\n".join(rows) + "\n" + _OUT + "\n".join(f"| {name} | {why} |" for name, why in LEFT_OUT.items()) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1], "papers.md").write_text(page(), "utf-8")
