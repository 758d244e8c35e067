from __future__ import annotations

from radio.config import Config
from workers.air import sinks


def names(config: Config, *urls: str) -> list[str]:
    outputs = {"outputs": [{"url": url} for url in urls]}
    return [target.name for target in sinks.targets(Config.model_validate({**dict(config), "air": outputs}))]


def test_every_output_has_a_name_of_its_own(config):
    urls = (
        "rtmp://127.0.0.1:1935/app",
        "rtmp://127.0.0.1:1936/app",
        "rtmp://127.0.0.1/other",
        "rtmp://127.0.0.1:1/app",
    )
    assert names(config, *urls) == [
        "hls", "rtmp 127.0.0.1/app", "rtmp 127.0.0.1/app #2", "rtmp 127.0.0.1/other", "rtmp 127.0.0.1/app #3",
    ]  # fmt: skip


def test_a_key_written_into_the_address_is_not_in_the_name(config):
    assert "canary" not in "".join(names(config, "rtmp://example.org/live/canary?canary=1", "rtmp://example.org"))
