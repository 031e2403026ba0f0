"""Families of e-paper sites. A module below that offers a `PLATFORM` is one; its name is its path below this folder."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from articles.errors import SettingsError
from scrapers.platforms.column.family import NAME, Columns
from scrapers.platforms.column.spec import Column
from scrapers.platforms.model import ArticleLink, ArticlePage, HeldArticle, LayoutPage, PageLink, Platform

__all__ = ["ArticleLink", "ArticlePage", "Column", "HeldArticle", "LayoutPage", "PageLink", "Platform", "epapers", "platform", "platforms"]


@cache
def platforms() -> Mapping[str, Platform]:
    """Every platform by name."""
    modules = (import_module(found.name) for found in pkgutil.walk_packages(__path__, f"{__name__}."))
    found = {offered.name: offered for module in modules if (offered := getattr(module, "PLATFORM", None)) is not None}
    return MappingProxyType(dict(sorted(found.items())))


@cache
def epapers() -> Mapping[str, Platform]:
    """The families of e-papers, told by their marks: every platform but columns, which are for what has none."""
    return MappingProxyType({name: reader for name, reader in platforms().items() if name != NAME})


def platform(name: str, column: Column | None = None) -> Platform:
    """The platform a paper's file names, for columns with where they are. SettingsError where there is none."""
    if column is not None:
        return Columns(column)
    try:
        return platforms()[name]
    except KeyError:
        raise SettingsError("settings_platform", name=name, known=", ".join(platforms())) from None
