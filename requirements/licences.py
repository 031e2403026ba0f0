"""Under which licence each pinned dependency is, and whether it is one we allow: `./run bom` writes docs/licences.md."""

import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from typing import Any

from license_expression import LicenseExpression, Licensing, get_spdx_licensing
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from requirements.pins import FOLDER, SETS, Pin, pins_of

_HEADINGS = ("Installed with every Zongshu", "Besides, for servers", "Besides, to test, measure and build")
_HEAD = """# Licences

Zongshu is under the [MIT licence](../LICENSE). This is what it rests on, as pinned in `requirements/`; made by `./run bom`.
A test keeps it true. The rules are `requirements/licences.toml`; their reasons:
decision [0246](decisions/0246-licences-and-bill-of-materials.md).

## What is allowed
"""
_TOOLS = """
Besides, in tools that are installed only to work on Zongshu and are no part of what is passed on:
"""
_CARRIED = """
## What the checkout carries of others
"""
_FETCHED = """
Tests fetch Elasticsearch's core distribution (AGPL-3.0, SSPL-1.0 or Elastic License 2.0, as one chooses) by its digests and run it;
chromium, nginx, promtool, openssl and systemd come from the system's signed packages. Nothing of them is passed on."""


class LicenceError(ValueError):
    """A licence nobody knows, or one that is not allowed; the message names the package and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """A pin, its licence as an SPDX expression, where that is known from, and the narrowest set that installs it."""

    pin: Pin
    licence: str
    source: str
    set: str


@cache
def rules() -> dict[str, Any]:
    """`licences.toml`: what is allowed and why, what metadata's words mean, what was read by hand, what we carry of others."""
    return tomllib.loads((FOLDER / "licences.toml").read_text("utf-8"))


def licence(name: str, said: PackageMetadata | None) -> tuple[str, str]:
    """A package's licence as an SPDX expression, and where it is known from. LicenceError where nothing says it, or two differ."""
    stated = _stated(said) if said else None
    if by_hand := rules()["read"].get(name):
        expression, source = _canonical(by_hand["licence"]), by_hand["source"]
        if stated and stated != expression:
            raise LicenceError(f"{name}: its metadata say {stated}, [read] in licences.toml {expression}; take the entry out or mend it")
        return expression, source
    if stated is None:
        raise LicenceError(
            f"{name}: no metadata tell its licence; read it in its files and enter it under [read] in requirements/licences.toml"
        )
    return stated, "metadata"


def allowed(expression: str, licences: dict[str, str]) -> bool:
    """Whether an SPDX expression can be met with allowed licences: every part of an AND, one of an OR."""
    return _met(_spdx().parse(expression), licences)


def rows() -> list[Row]:
    """Every pin of every set, once, by name. LicenceError names those that are not allowed."""
    found: dict[tuple[str, str], Row] = {}
    for chosen in SETS:
        for pin in pins_of(chosen):
            if (pin.name, pin.version) not in found:
                found[pin.name, pin.version] = Row(pin, *licence(pin.name, _metadata(pin.name)), chosen)
    refused = [f"{row.pin.name}: {row.licence}" for row in found.values() if not allowed(row.licence, _allowed_in(row.set))]
    if refused:
        raise LicenceError(
            f"not allowed in requirements/licences.toml: {'; '.join(refused)}; take another package, or allow it there with the reason"
        )
    return sorted(found.values(), key=lambda row: (row.pin.name, row.pin.version))


def page() -> str:
    """docs/licences.md."""
    known, every = rules(), rows()
    carried = [(one["what"], one["licence"], one["where"], one["source"]) for one in known["carried"]]
    lines = [_HEAD, *_table(("licence", "why"), [*known["shipped"].items()])]
    lines += [_TOOLS, *_table(("licence", "why"), [*known["tools"].items()])]
    lines += [_CARRIED, *_table(("what", "licence", "where", "source"), carried), _FETCHED]
    for chosen, heading in zip(SETS, _HEADINGS, strict=True):
        lines += ["", f"## {heading} (`requirements/{chosen}.txt`)", ""]
        lines += _table(("package", "version", "licence", "known from"), [_cells(row) for row in every if row.set == chosen])
    return "\n".join(lines) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    return row.pin.name, row.pin.version, row.licence, row.source


def _table(head: tuple[str, ...], body: Iterable[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ("---",) * len(head), *body)]


def _allowed_in(chosen: str) -> dict[str, str]:
    known = rules()
    return {**known["shipped"], **(known["tools"] if chosen == "tests" else {})}


def _metadata(name: str) -> PackageMetadata | None:
    try:
        return metadata(name)
    except PackageNotFoundError:
        return None  # for another system or Python: read by hand


def _stated(said: PackageMetadata) -> str | None:
    """What the metadata say, where that is exact: an expression, a text we know, classifiers that mean one licence each."""
    if expression := _field(said, "License-Expression"):
        return _canonical(expression)
    texts = rules()["texts"]
    if (text := _field(said, "License")) in texts:
        return _canonical(texts[text])
    classifiers = {one for one in said.get_all("Classifier") or [] if one.startswith("License :: ")} - {"License :: OSI Approved"}
    meant = [rules()["classifiers"].get(one.rpartition(" :: ")[2]) for one in classifiers]
    return _canonical(meant[0]) if len(meant) == 1 and meant[0] else None


def _field(said: PackageMetadata, name: str) -> str:
    return str((said.get_all(name) or [""])[0])


def _canonical(expression: str) -> str:
    try:
        return str(canonicalize_license_expression(expression))
    except InvalidLicenseExpression as error:
        raise LicenceError(f"{expression}: no SPDX expression") from error


@cache
def _spdx() -> Licensing:
    """The table of licences SPDX knows; it takes most of a second to read."""
    return get_spdx_licensing()


def _met(tree: LicenseExpression, licences: dict[str, str]) -> bool:
    if isinstance(tree, _spdx().AND):
        return all(_met(part, licences) for part in tree.args)
    if isinstance(tree, _spdx().OR):
        return any(_met(part, licences) for part in tree.args)
    return str(tree) in licences


def main() -> int:
    """Write docs/licences.md. Exit code 1 where a licence is unknown or not allowed."""
    try:
        (FOLDER.parent / "docs" / "licences.md").write_text(page(), "utf-8")
    except LicenceError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
