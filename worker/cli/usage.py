"""Wrong use of the command line, told in the language in force."""

import click

from worker.cli.face import Face
from worker.cli.framework import WrongUse, near


def told(error: click.UsageError, face: Face) -> str:
    """The usage line, where help is, and what is wrong."""
    lines = []
    if error.ctx is not None:
        lines += [error.ctx.command.get_usage(error.ctx), face.say("usage.try", path=error.ctx.command_path), ""]
    return "\n".join([*lines, face.say("usage.error", message=message(error, face))])


def message(error: click.UsageError, face: Face) -> str:
    """What is wrong; click's own errors by their class, so that no English sentence slips into a Chinese one."""
    if isinstance(error, WrongUse):
        return face.say(f"usage.{error.key}", **error.facts)
    if isinstance(error, click.NoSuchOption):
        known = {name: None for param in (error.ctx.command.params if error.ctx else ()) for name in param.opts}
        return face.say("usage.option", name=error.option_name, near=near(error.option_name, known, face.lang))
    if isinstance(error, click.MissingParameter):
        return face.say("usage.missing", name=_name(error))
    if isinstance(error, click.BadParameter):
        return face.say("usage.bad", name=_name(error), message=error.message)
    if isinstance(error, click.BadOptionUsage):
        return face.say("usage.no_value" if _is_flag(error) else "usage.needs_value", name=error.option_name)
    return error.format_message()


def _name(error: click.BadParameter) -> str:
    """How the user knows a parameter."""
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return str(error.param.metavar or error.param.name) if error.param else ""


def _is_flag(error: click.BadOptionUsage) -> bool:
    """Whether the option takes no value."""
    params = error.ctx.command.params if error.ctx else ()
    return any(isinstance(param, click.Option) and param.is_flag and error.option_name in param.opts for param in params)
