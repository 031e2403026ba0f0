"""Known vulnerabilities of what is pinned: `./run audit [--strict]`, by pip-audit.

Exit code 1 where one is known and not accepted in `advisories.toml`, or where the audit fails for another reason than a silent service.
What could not be asked about is told with its number; `--strict`, for a release, takes that for a failure too.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from requirements.pins import FOLDER, Pin, pins_of

#: Everything a user may install; who works on Zongshu has it too.
_SET = "servers"
#: Seconds: for one answer, and for all of them.
_ANSWER, _ALL = 5, 20
#: What its messages hold where nobody answered it.
_SILENT = ("requests.exceptions.", "urllib3.exceptions.", "Could not connect", "ServiceError")


class ReportError(ValueError):
    """pip-audit's report is none we can read."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an audit found: advisories by package, those that are accepted, and the packages nobody could be asked about."""

    found: tuple[str, ...]
    accepted: tuple[str, ...]
    unknown: tuple[str, ...]
    total: int

    def fails(self, *, strict: bool) -> bool:
        """Whether the audit is no pass."""
        return bool(self.found) or (strict and bool(self.unknown))

    def told(self) -> str:
        """The verdict in a few lines; a part that nobody looked at is never left out."""
        lines = [
            f"known vulnerability: {one}; take a version without it, or accept it in requirements/advisories.toml with the reason"
            for one in self.found
        ]
        lines += [f"accepted: {one}" for one in self.accepted]
        if self.unknown:
            names = ", ".join(self.unknown[:5]) + (" …" if len(self.unknown) > 5 else "")
            lines.append(f"{len(self.unknown)} of {self.total} packages could not be audited: the service does not answer for {names}")
        lines.append(
            f"{self.total - len(self.unknown)} of {self.total} packages audited, {len(self.found)} vulnerabilities known among them"
        )
        return "\n".join(lines)


def judge(report: str | None, pins: tuple[Pin, ...], accepted: Mapping[str, str]) -> Verdict:
    """What pip-audit's JSON says of the pins; none, or nothing of a pin: not audited. ReportError where it is no report."""
    answers = _answers(report) if report else {}
    found: list[str] = []
    taken: list[str] = []
    for pin in pins:
        for advisory in answers.get((_plain(pin.name), pin.version), []):
            told = f"{pin.name} {pin.version}: {advisory['id']} (mended in {', '.join(advisory['fix_versions']) or 'no version yet'})"
            reasons = [accepted[name] for name in (advisory["id"], *advisory["aliases"]) if name in accepted]
            (taken if reasons else found).append(": ".join([told, *reasons[:1]]))
    unknown = tuple(pin.name for pin in pins if (_plain(pin.name), pin.version) not in answers)
    return Verdict(tuple(found), tuple(taken), unknown, len(pins))


def _answers(report: str) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Advisories by package and version; packages that were skipped are left out."""
    try:
        dependencies = json.loads(report)["dependencies"]
        return {(_plain(one["name"]), one["version"]): one["vulns"] for one in dependencies if "skip_reason" not in one}
    except (ValueError, KeyError, TypeError) as error:
        raise ReportError(f"pip-audit's report cannot be read: {error!r}; which version is installed?") from error


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def asked() -> str | None:
    """pip-audit's report on what is pinned, in one try; nothing where nobody answers. ReportError where it failed otherwise."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(FOLDER / f"{_SET}.txt"), "--require-hashes", "--disable-pip"]
    command += ["--format", "json", "--desc", "off", "--progress-spinner", "off", "--timeout", str(_ANSWER)]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_ALL)
    except subprocess.TimeoutExpired:
        return None
    if done.stdout.strip():
        return done.stdout
    if any(sign in done.stderr for sign in _SILENT):
        return None
    raise ReportError(f"pip-audit failed with exit code {done.returncode}: {done.stderr.strip()[-500:]}")


def main(arguments: list[str]) -> int:
    """Ask, judge, tell. Exit code 1 where the audit is no pass."""
    if arguments not in ([], ["--strict"]):
        print("./run audit [--strict]", file=sys.stderr)
        return 2
    accepted = tomllib.loads((FOLDER / "advisories.toml").read_text("utf-8"))["accepted"]
    try:
        verdict = judge(asked(), pins_of(_SET), accepted)
    except ReportError as error:
        print(error, file=sys.stderr)
        return 1
    print(verdict.told(), file=sys.stderr)
    return int(verdict.fails(strict=bool(arguments)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
