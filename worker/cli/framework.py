"""click with our words: help texts come from the wording tables by keys made of the command's and the option's names."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from worker.cli.face import WORDS, Face, hush
from worker.cli.formatter import Context
from worker.cli.kinds import LANG, Kind, lang_of


class WrongUse(click.UsageError):
    """Wrong use, told by a phrase of the wording table."""

    def __init__(self, key: str, ctx: click.Context | None = None, **facts: object) -> None:
        super().__init__(key, ctx)
        self.key, self.facts = key, facts


class _Worded:
    """A parameter whose help is looked up by `key`, set when its command is made."""

    key = ""

    def told(self, lang: str) -> str:
        """What the parameter means."""
        return WORDS.say(self.key, lang)


class Option(_Worded, click.Option):
    """An option of a command."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Its names and what it does."""
        record = super().get_help_record(ctx)
        return (record[0], self.told(lang_of(ctx))) if record else None


class Argument(_Worded, click.Argument):
    """An argument of a command."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Its name and what it is."""
        return self.make_metavar(ctx), self.told(lang_of(ctx))


class _Command(click.Command):
    """What commands and the group share: laid out and told in the language in force."""

    context_class = Context

    def told(self, lang: str) -> str:
        """The whole help text."""
        return WORDS.say(f"command.{self.name}.help", lang)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; an error knows the command it happened in."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, told in our words."""
        option = super().get_help_option(ctx)
        if option:
            option.help = WORDS.say("shared.help", lang_of(ctx))
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The arguments; options are said to be possible."""
        return [WORDS.say("help.options_metavar", lang_of(ctx)), *super().collect_usage_pieces(ctx)[1:]]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that shows how it is called."""
        formatter.write(WORDS.say("help.usage", lang_of(ctx), line=" ".join([ctx.command_path, *self.collect_usage_pieces(ctx)])) + "\n")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What it does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.told(lang_of(ctx)).strip())

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Arguments, then options."""
        params = self.get_params(ctx)
        for title, kind in (("arguments", click.Argument), ("options", click.Option)):
            records = [record for param in params if isinstance(param, kind) and (record := param.get_help_record(ctx))]
            if records:
                with formatter.section(WORDS.say(f"help.{title}", lang_of(ctx))):
                    formatter.write_dl(records)


class Command(_Command):
    """A command: its callback gets the Face first, then its parameters."""

    def __init__(self, name: str, callback: Callable[..., Any], params: list[click.Parameter]) -> None:
        for param in params:
            if isinstance(param, _Worded):
                param.key = f"command.{name}.{str(param.name).rstrip('_')}"
        super().__init__(name, callback=callback, params=[*params, *shared()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, and refuse what is left over."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise WrongUse("extra", ctx, words=" ".join(rest))
        return rest


class Group(_Command, click.Group):
    """The program: commands are imported when they are called; their order is that of the table."""

    def __init__(self, name: str, modules: Mapping[str, str]) -> None:
        version = Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_show_version)
        version.key = f"command.{name}.version"
        super().__init__(name, params=[*shared(), version], no_args_is_help=False, invoke_without_command=True, callback=_without_command)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the table's order."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        module = self.modules.get(cmd_name)
        found = getattr(import_module(module), cmd_name.replace("-", "_")) if module else None
        return found if isinstance(found, click.Command) else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command an argument names."""
        command = self.get_command(ctx, args[0])
        if command is None:
            raise WrongUse("command", ctx, name=args[0], near=near(args[0], self.modules, lang_of(ctx)))
        return args[0], command, args[1:]

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a reader of its output that goes away (`| head`) is no failure, which click would make it."""
        try:
            found = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            hush()
            return None
        return found

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Options, then a command with its own."""
        return [WORDS.say("help.options_metavar", lang_of(ctx)), WORDS.say("help.command_metavar", lang_of(ctx))]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, each with the first line of its help; then the shared options."""
        lang = lang_of(ctx)
        with formatter.section(WORDS.say("help.commands", lang)):
            formatter.write_dl([(name, WORDS.say(f"command.{name}.help", lang).partition("\n")[0]) for name in self.modules])
        super().format_options(ctx, formatter)


@click.pass_context
def _without_command(ctx: click.Context) -> None:
    """`zongshu` alone shows its help."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """`zongshu --version`."""
    from worker.release import VERSION

    if value:
        click.echo(VERSION)
        ctx.exit()


def near(word: str, words: Mapping[str, object], lang: str) -> str:
    """A hint at the words that look like a wrong one, empty where there is none."""
    from difflib import get_close_matches

    close = get_close_matches(word, words)
    return WORDS.say("usage.near", lang, words=" ".join(close)) if close else ""


def _keep(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Put a shared option, given before or after the command's name, on the Face; the later one holds."""
    face = ctx.find_root().obj
    if isinstance(face, Face) and value is not None and value is not False:
        setattr(face, str(param.name), value)
        face.chosen = face.chosen or param.name == "lang"


def shared() -> list[click.Parameter]:
    """The options every command takes."""
    options = (
        option("--home", type=_Folder("DIR"), expose_value=False, callback=_keep),
        option("--json", is_flag=True, expose_value=False, callback=_keep),
        option("--lang", type=LANG, expose_value=False, callback=_keep),
    )
    for each in options:
        each.key = f"shared.{each.name}"
    return list(options)


class _Folder(Kind):
    """A folder, there already or not; never a file."""

    wrong = "folder"

    def read(self, text: str) -> Path:
        """The path."""
        path = Path(text)
        if not text or (path.exists() and not path.is_dir()):
            raise ValueError(text)
        return path


def command(name: str, *params: click.Parameter) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function that takes the Face and the parameters."""

    def made(function: Callable[..., Any]) -> Command:
        return Command(name, click.pass_obj(function), list(params))

    return made


def option(*names: str, **attributes: Any) -> Option:  # noqa: ANN401
    """An option (click's attributes); a Kind's name is its metavar."""
    kind = attributes.get("type")
    if isinstance(kind, Kind):
        attributes.setdefault("metavar", kind.name)
    return Option(list(names), **attributes)


def flag(*names: str) -> Option:
    """An option without a value."""
    return Option(list(names), is_flag=True)


def argument(name: str, metavar: str, **attributes: Any) -> Argument:  # noqa: ANN401
    """An argument (click's attributes), shown as `metavar`."""
    return Argument([name], metavar=metavar, **attributes)
