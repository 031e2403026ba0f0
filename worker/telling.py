"""The settings of who is told of what, and what the groups of settings are made of."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import NoDecode

from scrapers.fetch import Allowed

Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]
Port = Annotated[int, Field(ge=0, le=65535)]


def codes(value: object) -> object:
    """Codes in one text (the environment), as a list of them."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


def reachable(entries: tuple[str, ...]) -> tuple[str, ...]:
    """Names, addresses and networks, checked. SettingsError."""
    Allowed.of(entries)
    return entries


class Part(BaseModel):
    """A group of settings."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Mail(Part):
    """How alarms are mailed."""

    host: str | None = Field(default=None, description="The mail server that alarms are sent through; without one no mail is sent.")
    port: Port = Field(default=587, description="The mail server's port.")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the way to the mail server is secured: starttls, tls (from the start), or none."
    )
    ca_file: Path | None = Field(default=None, description="The certificate of the authority that signed the mail server's own (PEM).")
    user: str | None = Field(default=None, description="The user at the mail server; without one nobody logs in.")
    password: SecretStr | None = Field(default=None, description="The user's password.")
    sender: str = Field(default="zongshu@localhost", description="The address mails are from.")
    to: Annotated[tuple[str, ...], NoDecode, BeforeValidator(codes)] = Field(
        default=(), description="The addresses mails go to (in the environment: separated by commas)."
    )


class Alarming(Part):
    """When alarms are raised, and how they are told (docs/alarms.md)."""

    webhook: SecretStr | None = Field(default=None, description="The address alarms are posted to as JSON; without one none is.")
    webhook_key: SecretStr | None = Field(default=None, description="The secret posted alarms are signed with (HMAC-SHA256).")
    heartbeat_url: SecretStr | None = Field(
        default=None, description="An address that is asked for whenever work was done, as a dead man's switch wants it."
    )
    allow: Annotated[tuple[str, ...], NoDecode, BeforeValidator(codes), AfterValidator(reachable)] = Field(
        default=(),
        description="Names, addresses and networks that webhook and heartbeat_url may lead to though they are not public, such as "
        "127.0.0.1 (in the environment: separated by commas).",
    )
    mail: Mail = Field(default=Mail(), description="How alarms are mailed.")
    calm_minutes: Annotated[float, Field(ge=0)] = Field(
        default=30.0, description="Minutes a problem must be gone before it counts as over; one that comes back sooner is not told again."
    )
    idle_minutes: Positive = Field(
        default=15.0, description="Minutes without a step, while something is due, after which that is a problem."
    )
    disk_gigabytes: Annotated[float, Field(ge=0)] = Field(default=2.0, description="Gigabytes that must be free on the disk of the home.")
    garbled: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.005, description="The part of an issue's characters that may be garbage before that is a problem."
    )


class Saving(Part):
    """How new hits of saved searches are told (docs/alarms.md)."""

    minutes: Positive = Field(default=10.0, description="Minutes between two looks for new hits of saved searches.")
    most: Annotated[int, Field(ge=1, le=200)] = Field(
        default=20, description="Articles named in one message about new hits; of more, only how many they are."
    )
    webhook: SecretStr | None = Field(default=None, description="The address new hits are posted to as JSON; without one alarms.webhook.")
    webhook_key: SecretStr | None = Field(default=None, description="The secret that posts to saved.webhook are signed with (HMAC-SHA256).")
    to: Annotated[tuple[str, ...], NoDecode, BeforeValidator(codes)] = Field(
        default=(),
        description="The addresses mails about new hits go to; without any, alarms.mail.to (in the environment: separated by commas).",
    )
