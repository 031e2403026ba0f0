"""Everything the command line says exists in both languages and in the documentation."""

import re
import shlex
import string
import subprocess
import sys
from pathlib import Path
from typing import get_args

import click
import pytest

from articles.differences import FIELDS
from articles.model import RepairAction
from articles.reading.series import Loose
from articles.repair import RULES
from articles.rereading import COMPARED
from articles.wording import LANGUAGES
from search import FACETS
from search.watch import CLASSES, NOT_ASKED, NOT_PUBLISHED
from storage.ledger import BAD_OUTCOMES, Absence, Cause, ChangeKind, Outcome
from worker import settings
from worker.cli.face import WORDS, Face
from worker.cli.framework import Argument, Command, Option
from worker.cli.program import MODULES, PROGRAM
from worker.cli.reference import commands, commands_page, settings_page
from worker.steps.reconciling.model import Kind, Mended

ROOT = Path(__file__).resolve().parents[3]
COMMANDS = list(commands())


def test_every_command_is_there_under_its_name() -> None:
    assert [command.name for command in COMMANDS] == list(MODULES)


def test_both_tables_have_the_same_keys_and_facts() -> None:
    shared = {key for key in WORDS.keys("zh") if not key.startswith("setting.")}
    assert shared == WORDS.keys("en")  # a setting's English stands beside the setting
    for key in shared:
        facts = [{name for _, name, _, _ in string.Formatter().parse(WORDS.template(key, lang)) if name} for lang in LANGUAGES]
        assert facts[0] == facts[1], key


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_and_parameter_has_help(command: Command, lang: str) -> None:
    first = command.told(lang).partition("\n")[0]
    assert 2 < len(first) < 120
    for param in command.params:
        assert isinstance(param, Option | Argument)
        assert param.told(lang).strip()
    context = click.Context(command, info_name=f"zongshu {command.name}", obj=Face(lang))
    if lang == "zh":
        told = re.sub(r"[^一-鿿\n]", "", command.get_help(context))
        assert "用法" in told
        assert all(re.search("[一-鿿]", param.told(lang)) for param in command.params)


def test_everything_counted_has_a_name() -> None:
    names = {f"state.{outcome}" for outcome in (*get_args(Outcome), "partial", NOT_PUBLISHED, NOT_ASKED)}
    names |= {f"coverage.{kind}" for kind in (*CLASSES, *BAD_OUTCOMES) if kind != "missing"} | {f"column.{kind}" for kind in CLASSES}
    names |= {f"facet.{facet}" for facet in FACETS} | {f"setting.{name}" for name, _ in settings.names()}
    names |= {f"read_field.{field}" for field in COMPARED}
    names |= {f"cause.{cause}" for cause in get_args(Cause)} | {f"change.{kind}" for kind in get_args(ChangeKind)}
    names |= {f"{key}{why}" for why in get_args(Absence) for key in ("absence.", "told.gone_")} | {f"told.part_{field}" for field in FIELDS}
    names |= {f"loose.{why}" for why in (*(one.value for one in Loose), "stage")} | {"told.gap_no_account", "told.gap_no_figure"}
    names |= {f"inbox.{how}" for how in ("done", "known", "part", "failed", "file", "key", "why")}
    names |= {f"told.area_{known}" for known in ("exact", "judged", "unknown")}
    names |= {f"repair.{rule}" for rule in (*RULES, *get_args(RepairAction))}
    names |= {f"reconcile.{kind}" for kind in get_args(Kind)} | {f"reconcile.mended_{how}" for how in get_args(Mended)}
    assert names <= WORDS.keys("zh")


def test_no_phrase_is_unused() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "worker" / "cli").rglob("*.py"))
    looked_up_by_made_keys = (
        "command.",
        "shared.",
        "state.",
        "coverage.",
        "column.",
        "home.",
        "usage.",
        "progress.",
        "help.",
        "reference.",
        "facet.",
        "explained.",
        "repair.",
        "setting.",
        "verify.",
        "reconcile.",
        "cause.",
        "change.",
        "absence.",
        "correction.",
        "read_field.",
        "said.",
        "saved.",
        "told.part_",
        "told.gone_",
        "told.gap_",
        "told.area_",
        "loose.",
        "pair.",
        "probe.part_",
        "fault.",
        "inbox.",
        "doctor.",  # tests/worker/doctor/test_doctor_wording.py
    )
    unused = [key for key in WORDS.keys("zh") if not key.startswith(looked_up_by_made_keys) and f'"{key}"' not in code]
    assert not unused


def test_no_help_is_left_of_a_parameter_that_went() -> None:
    known = {f"command.{command.name}.{param.name.rstrip('_')}" for command in COMMANDS for param in command.params}
    known |= {f"command.{command.name}.help" for command in [*COMMANDS, PROGRAM]} | {"command.zongshu.version"}
    assert {key for key in WORDS.keys("zh") if key.startswith("command.")} <= known


def test_the_page_of_commands_is_up_to_date() -> None:
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert page == commands_page(), "run: python -m worker.cli.reference docs"
    for command in COMMANDS:
        assert f"## {command.name}\n" in page


def test_the_page_of_settings_is_up_to_date() -> None:
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == settings_page(), "run: python -m worker.cli.reference docs"


def _cookbook() -> list[list[str]]:
    """The command lines of the cookbook."""
    page = (ROOT / "docs" / "cookbook.md").read_text("utf-8")
    lines = re.findall(r"^(?:\w+=\S+ )*zongshu (.+)$", page, re.MULTILINE)
    return [shlex.split(re.split(r"\s[|>&]", line)[0], comments=True) for line in lines]


@pytest.mark.parametrize("line", _cookbook(), ids=" ".join)
def test_every_line_of_the_cookbook_is_right_use(line: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for word in line[1:]:
        if line[0] in ("read", "ingest") and not word.startswith("-"):
            Path(word).mkdir() if word.endswith("/") else Path(word).touch()
    program = click.Context(PROGRAM, obj=Face())
    name, command, rest = PROGRAM.resolve_command(program, line)
    assert command is not None
    command.make_context(name, rest, parent=program)


def test_every_command_is_in_the_cookbook() -> None:
    assert set(MODULES) - {line[0] for line in _cookbook()} == set()


def test_help_loads_neither_commands_nor_heavy_libraries() -> None:
    program = "import sys; sys.argv[1:] = ['--help']\nfrom worker.cli import main\ntry: main()\nexcept SystemExit: print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    loaded = ended.stdout.splitlines()[-1].split()
    assert not {"rich", "pydantic", "sqlalchemy", "tantivy", "fastapi", "requests", "jieba", "worker.cli.crawl"} & set(loaded)
