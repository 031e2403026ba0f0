"""The names of the language: fields in Chinese and English, kinds of articles, and the nearest name to a wrong one."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import get_args

from articles.model import Kind
from search.query.tree import FilterField, TextField

FIELDS: Mapping[str, TextField | FilterField] = {
    "标题": "title",
    "正文": "text",
    "机构": "organ",
    "地区": "place",
    "年份": "years",
    "报纸": "paper",
    "版": "page",
    "作者": "author",
    "形式": "kind",
    "title": "title",
    "text": "text",
    "organ": "organ",
    "place": "place",
    "years": "years",
    "year": "years",
    "paper": "paper",
    "page": "page",
    "author": "author",
    "kind": "kind",
}

KINDS: tuple[Kind, ...] = get_args(Kind)
SUMMARIES: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind.startswith("summary."))

#: What a user may write behind 形式 or kind, and the kinds it stands for.
KIND_NAMES: Mapping[str, tuple[Kind, ...]] = {
    "综述": SUMMARIES,
    "summary": SUMMARIES,
    "工作报告": ("summary.report",),
    "报告": ("summary.report",),
    "年度综述": ("summary.account",),
    "专委会": ("summary.committee",),
    "部门": ("summary.department",),
    "届综述": ("summary.term",),
    "新闻": ("news",),
    "其他": ("other",),
} | {kind: (kind,) for kind in KINDS}


def near(wrong: str, names: Iterable[str]) -> str:
    """The names most like a wrong one, or else all of them, joined for a message."""
    known = list(dict.fromkeys(names))
    return "、".join(get_close_matches(wrong, known, n=3, cutoff=0.5) or known[:12])
