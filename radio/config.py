"""`paper-radio.toml`, read once, typed and frozen. The only place that reads the environment.

Looked for in order: `--config`, `$PAPER_RADIO_CONFIG`, `./paper-radio.toml`, `~/.config/paper-radio/paper-radio.toml`,
`/etc/paper-radio/paper-radio.toml`; without any, every default holds. `PAPER_RADIO_<SECTION>__<KEY>` overrides a
file's value. Every mistake is reported at once, in `BadConfig`. Secrets are read from files and print as `****`.
"""

from __future__ import annotations

import os
import tomllib
from datetime import time
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from radio.errors import BadConfig
from radio.model import HOSTS, STATION

ENV_PREFIX = "PAPER_RADIO_"
CATEGORIES = ("cs.AI", "cs.CL", "cs.LG", "cs.CV", "cs.RO", "stat.ML")
OPEN_LICENCES = (
    "creativecommons.org/licenses/by/",
    "creativecommons.org/licenses/by-sa/",
    "creativecommons.org/publicdomain/",
)


ADA = ("kokoro:af_heart", "piper:en_US-ljspeech-medium", "festival:cmu_us_slt_arctic_hts", "espeak:en-us+f3")
MAX = ("kokoro:bm_george", "piper:en_US-norman-medium", "flite:rms", "espeak:en-gb+m3")


def _named_voice(text: str) -> str:
    engine, _, voice = text.partition(":")
    if not engine or not voice:
        raise ValueError(f"{text!r} is no voice; write an engine, a colon and its voice, as in espeak:en-gb+m3")
    return text


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as exc:
        raise ValueError(f"there is no time zone {name!r}; use a name like Europe/Helsinki") from exc
    return name


def _home(path: Path) -> Path:
    return path.expanduser()


def _off(value: object) -> object:
    return None if value is False else value


TimeOrOff = Annotated[time | None, BeforeValidator(_off)]
TimeZone = Annotated[str, AfterValidator(_known_zone)]
HostVoice = Annotated[str, AfterValidator(_named_voice)]
UserPath = Annotated[Path, AfterValidator(_home)]


class Section(BaseModel):
    """A table of the file; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StationConfig(Section):
    """[station]"""

    name: str = STATION
    data: UserPath = Path("~/.local/share/paper-radio").expanduser()
    """Everything the station keeps; a relative path starts at the config file's folder."""
    timezone: TimeZone = "UTC"
    """Shows air, and days begin, in this zone."""
    contact: str = ""
    """Your e-mail address or web page: arXiv asks for one in the User-Agent. Without it arXiv is not polled."""


class ArxivConfig(Section):
    """[arxiv]"""

    enabled: bool = True
    categories: tuple[str, ...] = CATEGORIES
    seconds_between_requests: float = Field(default=3.1, ge=3.0)
    feed_url: str = "https://rss.arxiv.org/atom"
    api_url: str = "https://export.arxiv.org/api/query"
    oai_url: str = "https://oaipmh.arxiv.org/oai"
    pdf_url: str = "https://export.arxiv.org/pdf"
    poll_minutes: int = Field(default=60, ge=1)


class FolderConfig(Section):
    """[folder]: PDFs of your own"""

    watch: UserPath | None = None
    """PDFs dropped here become segments."""


class RankConfig(Section):
    """[rank]: what to choose out of a day's papers"""

    keywords: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    library: UserPath | None = None
    """A .bib file (BibTeX or Zotero export): papers like yours are preferred."""
    hours_per_day: float = Field(default=8.0, gt=0, le=24)
    """New audio made in a day."""


class LatentConfig(Section):
    """[writer.latent]: a latent writer, when you serve one; it writes first where its address is set"""

    url: str = ""
    """Address of `paper-radio latent serve`, e.g. http://127.0.0.1:8485."""
    checkpoint: str = ""
    """Id of the checkpoint that must be served there; empty takes any."""
    vector: str = ""
    """Name of the prose vector to write in; empty steers to the topic alone."""
    sampler: Literal["plain", "guide", "topic", "anneal"] = "anneal"
    """How the text is steered: not, or back to topic and vector at every span, or more and more towards them."""
    schedule: Literal["linear", "bridge", "cosine"] = "cosine"
    """How the pull of `anneal` grows over the spans."""
    weight: float = Field(default=0.15, ge=0, le=1)
    """The pull at every span, for the samplers `guide` and `topic`."""
    timeout_seconds: float = Field(default=120.0, gt=0)
    """How long a story waits. A server that fails is then not asked for 30 s, and for twice as long each time after."""


class WriterConfig(Section):
    """[writer]: a language model, when you have one; else the built-in extractive writer"""

    base_url: str = ""
    """Any OpenAI-compatible server, e.g. http://127.0.0.1:8000/v1 for vLLM."""
    model: str = ""
    """Empty takes the server's first."""
    key_file: UserPath | None = None
    timeout_seconds: float = Field(default=600.0, gt=0)
    latent: LatentConfig = LatentConfig()

    @cached_property
    def key(self) -> SecretStr:
        """The server's key, empty where there is none. Raises BadConfig when others can read the file."""
        return _secret(self.key_file) if self.key_file else SecretStr("")


class HostConfig(Section):
    """[[speech.hosts]]: who speaks"""

    name: str
    voices: tuple[HostVoice, ...] = Field(min_length=1)
    """`engine:voice`, best first; the host speaks with the first that works. `paper-radio voices list` shows all."""
    words_per_minute: int = Field(default=165, ge=80, le=300)
    pitch: int = Field(default=50, ge=0, le=99)
    """The emergency voice speaks at it; the others have their own pitch."""


class EndpointConfig(Section):
    """[speech.endpoint]: a speech server of yours, or a cloud's; voices are written `endpoint:af_heart`"""

    base_url: str = ""
    """Any server with OpenAI's /v1/audio/speech, e.g. http://127.0.0.1:8880/v1 for Kokoro-FastAPI."""
    model: str = ""
    """Empty takes the server's first."""
    key_file: UserPath | None = None
    response_format: Literal["pcm", "wav"] = "pcm"
    rate: int = Field(default=24_000, ge=8_000, le=48_000)
    """Frames per second of its pcm; a wav says it itself."""
    answer_seconds: float = Field(default=10.0, gt=0)
    seconds_per_character: float = Field(default=0.2, gt=0)
    """With `answer_seconds`: how long a sentence may take until the host's next voice speaks it."""

    @cached_property
    def key(self) -> SecretStr:
        """The server's key, empty where there is none. Raises BadConfig when others can read the file."""
        return _secret(self.key_file) if self.key_file else SecretStr("")


class XttsConfig(Section):
    """[speech.xtts]: voices cloned from recordings by Coqui's XTTS; voices are written `xtts:ada`"""

    model: UserPath | None = None
    """Folder with config.json, vocab.json and model.pth. Coqui's own model is licensed for non-commercial use only."""
    recordings: UserPath | None = None
    """Folder with ada.wav: some seconds of a voice that you may use. Unset takes the model's folder."""
    language: str = "en"
    device: Literal["auto", "cpu", "cuda"] = "auto"


class SpeechConfig(Section):
    """[speech]"""

    engine: str = "auto"
    """`auto` takes each host's voices as they stand below; a name takes that engine first."""
    hosts: tuple[HostConfig, HostConfig] = (
        HostConfig(name=HOSTS[0], voices=ADA, words_per_minute=165, pitch=55),
        HostConfig(name=HOSTS[1], voices=MAX, words_per_minute=160, pitch=42),
    )
    lufs: float = Field(default=-16.0, ge=-30, le=-10)
    lexicon: UserPath | None = None
    """Your own `lexicon.toml`: how names are said. It is read again whenever it changes."""
    voices_url: str = "https://huggingface.co"
    """Where `paper-radio voices install` fetches voices: Hugging Face, or a mirror of it."""
    endpoint: EndpointConfig = EndpointConfig()
    xtts: XttsConfig = XttsConfig()


class ShowsConfig(Section):
    """[shows]"""

    daily_at: TimeOrOff = time(18, 0)
    """Air time of the daily; `daily_at = false` turns it off."""
    weekly_at: TimeOrOff = time(12, 0)
    """Air time of the weekly; `weekly_at = false` turns it off."""
    weekly_day: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] = "sun"
    lead_minutes: int = Field(default=60, ge=1, le=720)
    """How long before its air time a show is made."""


class OutputConfig(Section):
    """[[air.outputs]]: where the stream is sent"""

    url: str
    """Address of the server, without the key."""
    key_file: UserPath | None = None
    """File with the stream key, readable by you alone (mode 0600)."""

    @cached_property
    def key(self) -> SecretStr:
        """The stream key, empty where there is none. Raises BadConfig when others can read the file."""
        return _secret(self.key_file) if self.key_file else SecretStr("")


class AirConfig(Section):
    """[air]"""

    video_kbps: int = Field(default=2500, ge=300, le=12000)
    audio_kbps: int = Field(default=128, ge=64, le=320)
    page_fps: int = Field(default=5, ge=1, le=30)
    """Frames given to the encoder; the stream always has 30."""
    outputs: tuple[OutputConfig, ...] = ()
    record: bool = True
    """Keep an mp3 of every show as it went out."""
    record_days: int = Field(default=14, ge=1)
    repeat_after_hours: float = Field(default=8.0, ge=0)
    """A show is not heard again sooner, as long as anything else is left."""
    runway_seconds: float = Field(default=60.0, ge=5)


class DeskConfig(Section):
    """[desk]"""

    host: str = "127.0.0.1"
    port: int = Field(default=8484, ge=0, le=65535)


class LicenceConfig(Section):
    """[licence]"""

    show_pages_of: tuple[str, ...] = OPEN_LICENCES
    """Pages are shown only where the paper's licence URL contains one of these."""
    private: bool = False
    """Show every page; only for a station that nobody else can see, so with no output beyond loopback."""


class LimitsConfig(Section):
    """[limits]"""

    pdf_seconds: float = Field(default=60.0, gt=0)
    pdf_memory_mib: int = Field(default=1024, ge=256)
    pdf_pages: int = Field(default=150, ge=1)
    free_disk_mib: int = Field(default=1024, ge=0)
    """Studio takes on no new paper when less is free; the air goes on."""


class Config(Section):
    """The whole file."""

    station: StationConfig = StationConfig()
    arxiv: ArxivConfig = ArxivConfig()
    folder: FolderConfig = FolderConfig()
    rank: RankConfig = RankConfig()
    writer: WriterConfig = WriterConfig()
    speech: SpeechConfig = SpeechConfig()
    shows: ShowsConfig = ShowsConfig()
    air: AirConfig = AirConfig()
    desk: DeskConfig = DeskConfig()
    licence: LicenceConfig = LicenceConfig()
    limits: LimitsConfig = LimitsConfig()

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.station.timezone)

    @cached_property
    def paths(self) -> Paths:
        return Paths(self.station.data)


class Paths:
    """Where things lie in the data folder. Studio writes all but `air`, `recordings`, `hls`, which are air's."""

    def __init__(self, data: Path):
        self.data = data
        self.store = data / "station.sqlite"
        self.work = data / "work.sqlite"
        self.vectors = data / "vectors"
        self.media = data / "media"
        self.voices = data / "voices"
        """`<engine>/<voice>/`: installed voices, written by `paper-radio voices` alone."""
        self.rundown = data / "rundown"
        """`<show id>.json`: a Rundown each."""
        self.programme = data / "rundown" / "programme.json"
        self.archive = data / "archive"
        """`<show id>.mp3`, one a show."""
        self.asrun = data / "air" / "asrun"
        """`<date>.jsonl`, appended by air alone."""
        self.recordings = data / "recordings"
        """What went out, one mp3 a show."""
        self.hls = data / "hls"
        self.run = data / "run"
        """Locks and sockets."""
        self.air_socket = data / "run" / "air.sock"

    def rundown_of(self, show: str) -> Path:
        return self.rundown / f"{show.replace('/', '_')}.json"

    def archive_of(self, show: str) -> Path:
        return self.archive / f"{show.replace('/', '_')}.mp3"


def find_file(asked: Path | None = None) -> Path | None:
    """The configuration file to use, or None where there is none. Raises BadConfig when the asked one is missing."""
    named = asked or (Path(value) if (value := os.environ.get(ENV_PREFIX + "CONFIG")) else None)
    if named:
        if not named.is_file():
            raise BadConfig(f"there is no configuration file {named}; `paper-radio init` writes one")
        return named
    home = Path(os.environ.get("XDG_CONFIG_HOME", "~/.config")).expanduser()
    places = (
        Path("paper-radio.toml"),
        home / "paper-radio/paper-radio.toml",
        Path("/etc/paper-radio/paper-radio.toml"),
    )
    return next((p for p in places if _is_there(p)), None)


def _is_there(path: Path) -> bool:
    """Whether a file is there; not so in a folder that may not be looked into."""
    try:
        return path.is_file()
    except OSError:
        return False


def load(path: Path | None = None) -> Config:
    """The effective configuration. Raises BadConfig with every mistake at once."""
    config, wrong = read(path)
    if wrong:
        raise BadConfig(*wrong)
    return config


def read(path: Path | None = None) -> tuple[Config, tuple[str, ...]]:
    """What can be used of the configuration, and each value that cannot as a sentence."""
    file = find_file(path)
    tables = _tables(file) if file else {}
    _merge_environment(tables)
    try:
        return _placed(Config.model_validate(tables), file), ()
    except ValidationError as exc:
        wrong = tuple(_sentence(error) for error in exc.errors())
        for error in exc.errors():
            _leave_out(tables, *error["loc"][:2])
        return _placed(Config.model_validate(tables), file), wrong


def _leave_out(tables: dict[str, Any], section: Any, key: Any = None) -> None:
    if key is None or not isinstance(tables.get(section), dict):
        tables.pop(section, None)
    else:
        tables[section].pop(key, None)


def _placed(config: Config, file: Path | None) -> Config:
    """The same with an absolute data folder."""
    data = config.station.data
    if not data.is_absolute():
        data = ((file.parent if file else Path()) / data).resolve()
        config = config.model_copy(update={"station": config.station.model_copy(update={"data": data})})
    return config


def _tables(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text())
    except tomllib.TOMLDecodeError as exc:
        raise BadConfig(f"{file} is not valid TOML: {exc}") from None
    except (OSError, UnicodeDecodeError) as exc:
        raise BadConfig(f"{file} cannot be read: {exc}") from None


def _merge_environment(tables: dict[str, Any]) -> None:
    for name, value in os.environ.items():
        if name.startswith(ENV_PREFIX) and "__" in name:
            *sections, key = name.removeprefix(ENV_PREFIX).lower().split("__")
            try:
                parsed = tomllib.loads(f"value = {value}")["value"]
            except tomllib.TOMLDecodeError:
                parsed = value
            table = tables
            for section in sections:
                if not isinstance(table.get(section), dict):
                    table[section] = {}
                table = table[section]
            table[key] = parsed


def _sentence(error: Any) -> str:
    """One mistake as a sentence that names the key and says what is wrong."""
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{where}: there is no such key; `paper-radio init --print` lists them all"
    wrong = error["msg"].removeprefix("Value error, ")
    return f"{where}: {wrong[:1].lower()}{wrong[1:]} (it is {error['input']!r})"


def _from_systemd(path: Path) -> bool:
    """Whether systemd gave the file to this unit alone: an access list guards it, which reads as group-readable."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return folder is not None and path.parent == Path(folder)


def _secret(path: Path) -> SecretStr:
    try:
        if path.stat().st_mode & 0o077 and not _from_systemd(path):
            raise BadConfig(f"{path} can be read by others; run `chmod 600 {path}`")
        return SecretStr(path.read_text().strip())
    except OSError as exc:
        raise BadConfig(f"the key file {path} cannot be read: {exc.strerror}") from None
