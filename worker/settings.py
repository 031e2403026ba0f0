"""The settings, from files, secrets, the environment and arguments; the later wins.

Secrets lie in the folder `CREDENTIALS_DIRECTORY` (systemd's credentials, a container's secrets), a file for each setting, named as its
variable in small letters: `zongshu_broker`, `zongshu_elasticsearch__password`.

Only `worker` knows them; the rooms below take plain arguments.
"""

import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, InitSettingsSource, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from articles.errors import SettingsError
from scrapers.fetch import check_proxy
from worker.telling import Alarming, Count, Part, Port, Positive, Saving, codes, reachable

FILE = "zongshu.toml"
PREFIX = "ZONGSHU_"
#: Variables with the prefix that are no settings: what the tests run on.
_NOT_SETTINGS = ("ZONGSHU_CI", "ZONGSHU_CHAOS_", "ZONGSHU_CORPUS", "ZONGSHU_SERVERS_", "ZONGSHU_TEST_")


def _proxy(url: SecretStr | None) -> SecretStr | None:
    if url:
        check_proxy(url.get_secret_value())
    return url


class Fetching(Part):
    """How addresses are fetched."""

    deadline: Positive = Field(default=60.0, description="Seconds one request may take from start to end.")
    cap: Count = Field(default=20_000_000, description="Bytes an answer may have once unpacked.")
    wait_floor: Annotated[float, Field(ge=0)] = Field(
        default=1.0, description="Seconds between two requests to a host at the least, whatever a paper's file says (samples excepted)."
    )
    tries: Count = Field(default=3, description="How often an address is tried at once before it is put off or given up.")
    retry_wait: Annotated[float, Field(ge=0)] = Field(
        default=2.0, description="Seconds before the second try; each further one waits twice as long."
    )
    per_day: Annotated[int, Field(ge=0)] = Field(
        default=20_000, description="Requests a host gets a day at the most, unless a paper's file says otherwise; 0 is any number."
    )
    allow: Annotated[tuple[str, ...], NoDecode, BeforeValidator(codes), AfterValidator(reachable)] = Field(
        default=(),
        description="Names, addresses and networks that may be asked though they are not public, such as an archive in your own network "
        "(in the environment: separated by commas).",
    )
    proxy: Annotated[SecretStr | None, AfterValidator(_proxy)] = Field(
        default=None, description="An HTTP proxy that connects for us, and decides where names lead: http://user:password@host:port."
    )
    block_hours: Positive = Field(default=24.0, description="Hours a host that refuses us is left alone.")


class ReadingProcesses(Part):
    """How issues are read."""

    processes: Annotated[int, Field(ge=0, le=256)] = Field(
        default=0, description="Processes that read issues; 0 is one for each processor."
    )
    seconds: Positive = Field(default=300.0, description="Seconds the reading of one issue may take (a worker's: tasks.limit).")
    megabytes: Annotated[int, Field(ge=64)] = Field(
        default=2048, description="Megabytes of memory the reading of one issue may take beyond what its process has."
    )


class OnElasticsearch(Part):
    """How an index on Elasticsearch is reached and laid out; of no account where the index is a folder."""

    api_key: SecretStr | None = Field(default=None, description="An API key of Elasticsearch, encoded as it was given out.")
    user: str | None = Field(default=None, description="A user of Elasticsearch; may stand in the address instead.")
    password: SecretStr | None = Field(default=None, description="The user's password; may stand in the address instead.")
    ca_file: Path | None = Field(default=None, description="The certificate of the authority that signed Elasticsearch's own (PEM).")
    fingerprint: str | None = Field(
        default=None, description="The SHA-256 of Elasticsearch's certificate, or of its authority's, trusted in place of a file."
    )
    prefix: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,99}$")] = Field(
        default="zongshu", description="How the names of all indices and aliases begin: small letters, digits, - and _."
    )
    shards: Count = Field(default=1, description="Shards of a new generation; one serves some ten million articles.")
    replicas: Annotated[str, Field(pattern=r"^(false|[0-9]+-([0-9]+|all))$")] = Field(
        default="0-1", description="Copies of each shard, as many as nodes allow within these bounds (false: none are made by themselves)."
    )
    timeout: Positive = Field(default=30.0, description="Seconds one request to Elasticsearch may take.")


class Tasks(Part):
    """How workers run their tasks."""

    limit: Positive = Field(
        default=120.0, description="Seconds a worker's task may take (at least twice fetch.deadline); half as many later it is killed."
    )
    sweep: Positive = Field(
        default=10.0, description="Seconds between two sweeps that wake all that is due, and which a queue rests after a first trouble."
    )
    recycle: Count = Field(default=200, description="Tasks after which a worker replaces a process by a new one.")
    stall: Positive = Field(
        default=120.0, description="Seconds for which messages may wait while a worker takes none and does nothing: then it begins anew."
    )
    farewell: Annotated[float, Field(ge=0)] = Field(default=20.0, description="Seconds a worker that is told to stop lets its tasks go on.")


class Archiving(Part):
    """What the archive keeps."""

    pdfs: bool | None = Field(
        default=None,
        description="Whether the PDF of every page is kept too, to show articles as they were printed (facsimile): some 1 MB a page. "
        "Unless set, of all newspapers but the samples.",
    )
    images: bool = Field(default=False, description="Whether the images of pages are kept too.")


class Logging(Part):
    """What is logged, and where to."""

    format: Literal["text", "json"] = Field(default="text", description="How a line of the log is written: text or json.")
    level: Literal["debug", "info", "warning", "error"] | None = Field(
        default=None,
        description="From which level on is logged: debug (every fetch), info, warning or error. Without it up, serve, worker and beat log "
        "from info on, other commands nothing.",
    )
    file: Path | None = Field(default=None, description="The file that is logged to; without it standard error.")


class Web(Part):
    """Where the page is served."""

    host: str = Field(default="127.0.0.1", description="The address the page listens on.")
    port: Port = Field(default=8600, description="The port the page listens on; 0 takes a free one.")
    address: str | None = Field(
        default=None,
        description="The address others reach the page at, for links in what is told of new hits: https://zongshu.example.org/.",
    )
    public: bool = Field(default=False, description="Whether all may read without a token, though the page listens to other machines.")
    guarded: bool = Field(
        default=False, description="Whether tokens are asked for on this machine's own address too, as behind a proxy that others reach."
    )
    rate: Annotated[float, Field(ge=0)] = Field(
        default=20.0,
        description="Requests a second that each token or address is allowed, where others than this machine are served; 0 is any number.",
    )
    burst: Count = Field(default=200, description="Requests each may make at once before the rate holds.")
    at_once: Annotated[int, Field(ge=1, le=1000)] = Field(default=40, description="Requests worked on together; others wait their turn.")
    seconds: Positive = Field(default=30.0, description="Seconds an answer may take (a file sent in: ten times as many).")
    upload: Count = Field(default=20_000_000, description="Bytes of the largest file taken in over the web.")


class Following(Part):
    """What `up` crawls by itself."""

    papers: Annotated[tuple[str, ...], NoDecode, BeforeValidator(codes)] = Field(
        default=(), description="Codes of the papers that up crawls by their calendars (in the environment: separated by commas)."
    )
    catch_up: Annotated[int, Field(ge=0, le=3660)] = Field(
        default=30, description="Days up goes back for issues it was not there to crawl."
    )
    gap: Annotated[int, Field(ge=0, le=36_600)] = Field(
        default=366,
        description="Days up goes back at the most where it was away for longer: to the newest issue the ledger knows, as a back-fill.",
    )
    priority: Annotated[tuple[str, ...], NoDecode, BeforeValidator(codes)] = Field(
        default=(),
        description="Codes of papers that come before all others where they wait for the same host or queue, the first first "
        "(in the environment: separated by commas).",
    )


class Backfilling(Part):
    """How ranges of days are brought in (`crawl --from … --to …`, and what `up` has missed)."""

    window: Count = Field(
        default=60,
        description="Issues of a paper's back-fill that are fetched, read and indexed at once; further ones follow as these end.",
    )
    due: Count = Field(default=2_000, description="Addresses due at a host from which on no back-fill plans anything more there.")
    season: bool = Field(
        default=False, description="Whether back-fills begin with December to March, when yearly accounts appear (as crawl --season does)."
    )


class Reconciliation(Part):
    """When what is kept is compared (zongshu reconcile)."""

    every: Annotated[float, Field(ge=0)] = Field(
        default=168.0, description="Hours between two reconciliations of up or of workers; 0 is never (zongshu reconcile does one)."
    )


class Rebuilding(Part):
    """How the index is rebuilt (`reindex`) beside other work."""

    share: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.5,
        description="The part of the time up and workers spend on a rebuild of the index, so that searches keep their speed meanwhile; "
        "1 is all of it. A reindex that nobody works beside takes all.",
    )


class Settings(BaseSettings):
    """All settings. Make one with `load`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, env_ignore_empty=True)

    home: Path = Field(default=Path("zongshu-home"), description="The folder where everything Zongshu keeps lies.")
    papers_folder: Path | None = Field(default=None, description="A folder with paper files of your own, read beside ours.")
    dictionary: Path | None = Field(default=None, description="A file with words of your own for cutting Chinese text, one a line.")
    synonyms: Path | None = Field(default=None, description="A file with synonyms of your own, beside ours (TOML; docs/query.md).")
    inbox: Path | None = Field(
        default=None, description="The folder that up and workers watch for files to take in; by default inbox in the home."
    )
    contact: str = Field(default="", description="An address or URL the user agent names, so that a newspaper can reach you.")
    lang: Literal["zh", "en"] = Field(default="zh", description="The language of messages: zh or en.")
    ledger: str | None = Field(
        None, description="The ledger's database: sqlite:///… or postgresql+psycopg://…; by default a file in the home."
    )
    index: str | None = Field(
        default=None,
        description="The index: a folder, or the address of an Elasticsearch (https://user:password@host:9200; several parted by commas); "
        "by default a folder in the home.",
    )
    broker: str | None = Field(default=None, description="The URL of a Redis that wakes workers; without one this process does the work.")
    follow: Following = Field(default=Following(), description="What up crawls by itself.")
    backfill: Backfilling = Field(default=Backfilling(), description="How ranges of days are brought in.")
    rebuild: Rebuilding = Field(default=Rebuilding(), description="How the index is rebuilt beside other work.")
    sample_port: Port = Field(default=8631, description="The port on this machine where the sample newspapers are served.")
    fetch: Fetching = Field(default=Fetching(), description="How addresses are fetched.")
    read: ReadingProcesses = Field(default=ReadingProcesses(), description="How issues are read.")
    elasticsearch: OnElasticsearch = Field(default=OnElasticsearch(), description="How an index on Elasticsearch is reached.")
    archive: Archiving = Field(default=Archiving(), description="What the archive keeps.")
    tasks: Tasks = Field(default=Tasks(), description="How workers run their tasks.")
    web: Web = Field(default=Web(), description="Where the page is served.")
    alarms: Alarming = Field(default=Alarming(), description="When alarms are raised, and how they are told.")
    reconcile: Reconciliation = Field(default=Reconciliation(), description="When ledger, files, archive and index are compared.")
    saved: Saving = Field(default=Saving(), description="How new hits of saved searches are told.")
    log: Logging = Field(default=Logging(), description="What is logged.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the files handed in as `_files`."""
        del settings_cls, dotenv_settings, file_secret_settings
        given: dict[str, Any] = dict(getattr(init_settings, "init_kwargs", {}))
        files = given.pop("files_", {})
        return InitSettingsSource(cls, given), env_settings, InitSettingsSource(cls, files)

    def redacted(self) -> dict[str, Any]:
        """The settings as JSON, with the passwords in URLs hidden: what may be shown or logged."""
        return {name: _hidden(value) for name, value in self.model_dump(mode="json").items()}

    def user_agent(self, version: str) -> str:
        """How we introduce ourselves to newspapers."""
        contact = f"; +{self.contact}" if self.contact else ""
        return f"Mozilla/5.0 (compatible; Zongshu/{version}{contact})"


def load(**arguments: Any) -> Settings:  # noqa: ANN401 - checked by the model
    """The settings; arguments that are None are not given. SettingsError names the setting and what is allowed."""
    given = {name: value for name, value in arguments.items() if value is not None}
    _known_variables(os.environ)
    here = _file(Path(FILE))
    home = Path(given.get("home") or os.environ.get(f"{PREFIX}HOME") or here.get("home") or Settings.model_fields["home"].default)
    files = _merged(_merged(here, _file(home / FILE)), _secrets(os.environ.get("CREDENTIALS_DIRECTORY")))
    try:
        settings = Settings(files_=files, **given)  # type: ignore[call-arg] # taken out again by settings_customise_sources
    except ValidationError as error:
        raise _named(error) from error
    return settings.model_copy(update={"home": Path(home)}) if "home" not in given else settings


def names(model: type[BaseModel] = Settings, prefix: str = "") -> Iterable[tuple[str, str]]:
    """Every setting by its dotted name, with its English description."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from names(inner, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field.description or ""


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a number of thousands of digits, lists without end
        raise SettingsError("settings_file", file=str(path), why=str(error)) from error
    except OSError as error:
        raise SettingsError("settings_file", file=str(path), why=error.strerror or str(error)) from error


def _secrets(folder: str | None) -> dict[str, Any]:
    """The settings that files of secrets give; a file with our prefix that names none is a slip."""
    known = {f"{PREFIX}{name.replace('.', '__')}".lower(): name for name, _ in names()}
    found: dict[str, Any] = {}
    for path in sorted(Path(folder).glob(f"{PREFIX.lower()}*")) if folder else ():
        if path.name not in known:
            raise SettingsError("settings_unknown", setting=str(path), known=", ".join(known.values()))
        try:
            value: Any = path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError("settings_file", file=str(path), why=str(error)) from error
        for part in reversed(known[path.name].split(".")):
            value = {part: value}
        found = _merged(found, value)
    return found


def _merged(lower: dict[str, Any], upper: dict[str, Any]) -> dict[str, Any]:
    both = {name: value for name, value in lower.items() if name not in upper}
    for name, value in upper.items():
        below = lower.get(name)
        both[name] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return both


def _known_variables(environment: Mapping[str, str]) -> None:
    """A variable with our prefix that is no setting is a slip, and pydantic would pass over it."""
    known = {f"{PREFIX}{name.replace('.', '__')}".upper() for name, _ in names()}
    known |= {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    for variable in environment:
        name = variable.upper()
        if name.startswith(PREFIX) and name not in known and not name.startswith(_NOT_SETTINGS):
            raise SettingsError("settings_unknown", setting=variable, known=", ".join(name for name, _ in names()))


def _named(error: ValidationError) -> SettingsError:
    first = error.errors()[0]
    setting = ".".join(map(str, first["loc"]))
    if first["type"] == "extra_forbidden":
        return SettingsError("settings_unknown", setting=setting, known=", ".join(name for name, _ in names()))
    about = dict(names()).get(setting, "")
    return SettingsError("settings_value", setting=setting, why=first["msg"], about=about)


def _hidden(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return {name: _hidden(inner) for name, inner in value.items()}
    if isinstance(value, str) and "://" in value:
        return ",".join(_without_password(url) for url in value.replace(",", " ").split())
    return value


def _without_password(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return "***"
