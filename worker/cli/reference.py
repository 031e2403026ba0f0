"""The pages docs/commands.md and docs/settings.md, made from the program itself: `python -m worker.cli.reference docs`."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from articles.wording import LANGUAGES
from worker.cli.face import WORDS, Face
from worker.cli.framework import Argument, Command, Option
from worker.cli.program import MODULES, PROGRAM

_HEAD = """# {title}

{intro}
"""


def commands() -> Iterator[Command]:
    """Every command, in the order of the help."""
    ctx = click.Context(PROGRAM)
    for name in MODULES:
        found = PROGRAM.get_command(ctx, name)
        if isinstance(found, Command):
            yield found


def written(param: click.Parameter, ctx: click.Context) -> str:
    """How a parameter is written: `--date D`, `PAPER`."""
    if isinstance(param, Option):
        record = param.get_help_record(ctx)
        return record[0] if record else ""
    return param.make_metavar(ctx)


def told(param: click.Parameter) -> tuple[str, ...]:
    """What a parameter means, in each language."""
    return tuple(param.told(lang) for lang in LANGUAGES) if isinstance(param, Option | Argument) else ()


def _table(params: list[click.Parameter], ctx: click.Context) -> Iterator[str]:
    yield "| | 中文 | English |"
    yield "|---|---|---|"
    for param in params:
        yield "| " + " | ".join([f"`{written(param, ctx)}`".replace("|", "\\|"), *told(param)]) + " |"


def _section(command: Command) -> Iterator[str]:
    ctx = click.Context(command, info_name=f"zongshu {command.name}", obj=Face("en"))
    own = [param for param in command.params if not str(getattr(param, "key", "")).startswith("shared.")]
    yield f"## {command.name}"
    yield ""
    yield f"    {ctx.command_path} {' '.join(command.collect_usage_pieces(ctx))}"
    yield ""
    for lang in LANGUAGES:
        yield command.told(lang).strip()
        yield ""
    if own:
        yield from _table(own, ctx)
        yield ""


def commands_page() -> str:
    """The text of docs/commands.md."""
    ctx = click.Context(PROGRAM, info_name="zongshu", obj=Face("en"))
    lines = [_head("commands"), *_table(PROGRAM.params, ctx), ""]
    for command in commands():
        lines += _section(command)
    return "\n".join(lines).rstrip() + "\n"


def settings_page() -> str:
    """The text of docs/settings.md."""
    from worker.settings import PREFIX, names

    lines = [_head("settings"), "| | 环境变量 · environment | 默认 · default | 中文 | English |", "|---|---|---|---|---|"]
    for name, about in names():
        variable = PREFIX + name.replace(".", "__").upper()
        lines.append(f"| `{name}` | `{variable}` | {_default(name)} | {WORDS.say(f'setting.{name}', 'zh')} | {about} |")
    return "\n".join(lines) + "\n"


def _default(name: str) -> str:
    """What holds where a setting is not given."""
    from worker.settings import Settings

    first, *inner = name.split(".")
    value: object = Settings.model_fields[first].default
    for part in inner:
        value = getattr(value, part)
    return "" if value in (None, "") else f"`{json.dumps(value, default=str)}`"


def _head(page: str) -> str:
    title = " · ".join(WORDS.say(f"reference.{page}.title", lang) for lang in LANGUAGES)
    return _HEAD.format(title=title, intro="\n\n".join(WORDS.say(f"reference.{page}.intro", lang).strip() for lang in LANGUAGES))


def main(folder: Path) -> None:
    """Write both pages into a folder."""
    for name, page in (("commands.md", commands_page), ("settings.md", settings_page)):
        (folder / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
