"""A speech server as an engine, against a real one that streams, stalls, cuts, refuses and says what is not so."""

from __future__ import annotations

import io
import json
import struct
import time
from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
import pytest
import soundfile
from local_speech import Asked, Said, SpeechServer

from radio.config import EndpointConfig
from radio.doors import Speech, Voice
from radio.errors import Unreachable, Unspeakable
from radio.speech.cast import Cast, HostVoice
from radio.speech.engines.endpoint import LONGEST_REQUEST, Endpoint
from radio.speech.engines.espeak import Espeak
from radio.speech.takes import Takes

RATE = 24_000
TEXT = "The method reads ten papers in a minute, and it forgets none of them."
HEART = Voice("af_heart")


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@lru_cache
def spoken(text: str, rate: int = RATE) -> bytes:
    """Sound as long as the text needs when it is read out."""
    count = round(len(text) / 17 * rate)
    tone = sum(np.sin(2 * np.pi * 150 * k * np.arange(count) / rate) / k for k in range(1, 8))
    return (tone * 4000).astype("<i2").tobytes()


def says(asked: Asked) -> Said:
    sound = spoken(asked["input"])
    return Said(tuple(sound[at : at + 4801] for at in range(0, len(sound), 4801)))


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    running = SpeechServer(says)
    yield running
    running.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def make(server, clock):
    made = []

    def make(**settings) -> Endpoint:
        made.append(Endpoint(EndpointConfig(**{"base_url": server.url, **settings}), clock))
        return made[-1]

    yield make
    for endpoint in made:
        await endpoint.close()


async def speak(endpoint: Endpoint, text: str = TEXT, voice: Voice = HEART) -> list[Speech]:
    return [speech async for speech in endpoint.speak(text, voice)]


def pcm(speech: list[Speech]) -> bytes:
    return b"".join(s.pcm for s in speech)


def wav(sound: bytes, rate: int = 22_050, channels: int = 1, subtype: str = "PCM_16") -> bytes:
    file = io.BytesIO()
    samples = np.frombuffer(sound, np.int16).reshape(-1, channels)
    soundfile.write(file, samples, rate, format="WAV", subtype=subtype)
    return file.getvalue()


def always(*pieces: bytes, kind: str = "audio/wav", **settings: object) -> Callable[[Asked], Said]:
    return lambda asked: Said(pieces, headers={"content-type": kind}, **settings)


async def test_sound_comes_while_the_rest_is_still_being_spoken(server, make):
    server.behave = lambda asked: Said(says(asked).pieces[:3], stalls=True)
    async for speech in make().speak(TEXT, HEART):
        assert speech.rate == RATE and len(speech.pcm) >= 4800
        break
    assert not server.released.is_set()


async def test_samples_that_the_network_splits_are_whole_again(server, make):
    speech = await speak(make())
    assert pcm(speech) == spoken(TEXT) and len(speech) > 3
    assert all(len(s.pcm) % 2 == 0 for s in speech)


async def test_the_request_says_model_voice_and_form_and_a_speed_only_where_it_is_another(server, make):
    await speak(make())
    form = {"model": "tiny", "input": TEXT, "voice": "af_heart", "response_format": "pcm"}
    assert server.asked == [form]
    await speak(make(model="kokoro"), voice=Voice("bm_george", 198))
    assert server.asked[1] == form | {"model": "kokoro", "voice": "bm_george", "speed": 1.2}


async def test_a_server_that_lists_no_model_is_asked_all_the_same(server, make):
    server.pages = {}
    await speak(make())
    assert server.asked[0]["model"] == "tts-1"


async def test_sentences_are_asked_for_one_by_one_and_a_long_one_in_clauses(server, make):
    clause = "the method reads ten papers in a minute, "
    speech = await speak(make(), f"{TEXT} {clause * 150}and so on. {TEXT}")
    texts = [asked["input"] for asked in server.asked]
    assert all(len(text) <= LONGEST_REQUEST for text in texts) and len(texts) == 4
    assert texts[0] == texts[3] == TEXT and texts[1].endswith("minute,") and texts[2].endswith("and so on.")
    assert pcm(speech) == b"".join(map(spoken, texts))


@pytest.mark.parametrize("text", ["", " \n", "\x01\x02", "a" * 20_001])
async def test_what_holds_no_words_or_too_many_is_refused_unasked(server, make, text):
    with pytest.raises(Unspeakable, match=r"no words|too long"):
        await speak(make(), text)
    assert not server.asked


@pytest.mark.parametrize("text", ["Nǐ hǎo 你好", "\u202eabc\u202c", "🙂", "a\ud800b", 'She said "so".'])
async def test_any_text_arrives_as_json(server, make, text):
    await speak(make(), text)
    assert server.asked[0]["input"] == text.replace("\ud800", " ")


async def test_markup_is_not_sent(server, make):
    await speak(make(), '<speak><break time="9s"/>Hi</speak>')
    assert server.asked[0]["input"] == "Hi"


async def test_a_wav_says_its_rate_itself_however_it_is_cut(server, make):
    sound = spoken(TEXT, 22_050)
    whole = wav(sound)
    server.behave = always(*(whole[at : at + 7] for at in range(0, len(whole), 7)))
    speech = await speak(make(response_format="wav"))
    assert {s.rate for s in speech} == {22_050} and pcm(speech) == sound


async def test_a_wav_that_comes_unasked_is_read_all_the_same(server, make):
    server.behave = always(wav(spoken(TEXT, 44_100), 44_100), kind="application/octet-stream")
    assert {s.rate for s in await speak(make())} == {44_100}


async def test_a_wav_of_unknown_length_is_read_to_its_end(server, make):
    head, sound = wav(spoken(TEXT))[:44], spoken(TEXT)
    for length in (0, 0xFFFFFFFF, 0x7FFFFFFF):
        server.behave = always(head[:40] + struct.pack("<I", length) + sound)
        assert pcm(await speak(make())) == sound


async def test_what_follows_the_sound_of_a_wav_is_not_spoken(server, make):
    sound = spoken(TEXT)
    server.behave = always(wav(sound) + b"LIST\x08\x00\x00\x00INFOabcd")
    assert pcm(await speak(make())) == sound


async def test_two_channels_become_one(server, make):
    one = np.frombuffer(spoken(TEXT), np.int16)
    server.behave = always(wav(np.stack([one, one], 1).tobytes(), channels=2))
    assert pcm(await speak(make())) == one.tobytes()


async def test_a_single_odd_byte_at_the_end_is_dropped(server, make):
    server.behave = always(spoken(TEXT) + b"\x07", kind="audio/pcm")
    assert pcm(await speak(make())) == spoken(TEXT)


@pytest.mark.parametrize(
    ("said", "match"),
    [
        (always(wav(spoken(TEXT), subtype="FLOAT")), "WAV file of 32 bits"),
        (always(wav(spoken(TEXT))[:20_000]), "cut [0-9]+ bytes before its end"),
        (always(wav(spoken(TEXT))[:20]), "half the header"),
        (always(b"ID3\x04" + b"\x00" * 3000, kind="audio/mpeg"), "an mp3 file"),
        (always(b"\xff\xfb\x90\x64" * 900, kind="audio/mpeg"), "an mp3 file"),
        (always(b"OggS" + b"\x00" * 3000), "an Ogg file"),
        (always(kind="audio/pcm"), "answered with nothing"),
        (always(b"", b"\x01", kind="audio/pcm"), "answered with nothing"),
        (always(b"<!doctype html><p>Sign  in</p>", kind="text/html"), "text/html where sound should be: <!doctype"),
        (always(b'{"error": {"message": "out of memory"}}', kind="application/json"), "be: out of memory"),
        (
            always(b'{"error": "loading the model"}', kind="audio/pcm; charset=x"),
            "text where sound",
        ),
        (always(b'{"error": "loading the model"}', kind=""), "text where sound should be"),
        (always(spoken("a" * 900), kind="audio/pcm"), "more than 44 s of sound for 69 characters"),
        (lambda asked: Said(says(asked).pieces[:3], cut=True), "did not answer in full"),
        (lambda asked: Said.json({"error": {"message": "it broke"}}, 500), "answered 500: it broke"),
        (lambda asked: Said(status=502), "answered 502: an empty page"),
        (lambda asked: Said.json({"detail": {"message": "no such model"}}, 404), "does not know the path or the model"),
        (lambda asked: Said.json({"error": {"message": "Incorrect key s3cr"}}, 401), r"refuses the key \(401\)"),
        (lambda asked: Said(status=307, headers={"location": "http://127.0.0.1:1/"}), "answered 307"),
    ],
)
async def test_what_is_no_sound_is_named_in_one_sentence_and_asked_for_once(server, make, said, match):
    server.behave = said
    with pytest.raises(Unreachable, match=match) as refused:
        await speak(make())
    assert "\n" not in str(refused.value) and len(server.asked) == 1


@pytest.mark.parametrize("status", [400, 413, 422])
async def test_a_voice_or_text_that_is_refused_is_not_the_engines_fault(server, make, status):
    server.behave = lambda asked: Said.json({"detail": [{"msg": "x"}], "error": {"message": "no voice zz"}}, status)
    with pytest.raises(Unspeakable, match=f"refuses the voice or the text \\({status}\\): no voice zz"):
        await speak(make())


async def test_a_server_that_asks_to_wait_is_left_alone_for_so_long(server, make, clock):
    server.behave = lambda asked: Said.json({}, 429, **{"retry-after": "90"})
    endpoint = make()
    with pytest.raises(Unreachable, match=r"asks to wait 90 s \(429\)"):
        await speak(endpoint)
    server.behave = says
    for attempt in (speak(endpoint), endpoint.check(HEART)):
        with pytest.raises(Unreachable, match="asked to wait 90 s more"):
            await attempt
    clock.seconds += 91
    assert await speak(endpoint) and len(server.asked) == 2


@pytest.mark.parametrize("begun", [0, 3])
async def test_a_server_that_stalls_is_left_after_a_time_that_grows_with_the_text(server, make, begun):
    server.behave = lambda asked: Said(says(asked).pieces[:begun], stalls=True)
    started = time.monotonic()
    with pytest.raises(Unreachable, match="did not finish 69 characters in 1 s"):
        await speak(make(answer_seconds=0.1, seconds_per_character=0.01))
    assert time.monotonic() - started < 3


async def test_a_server_that_is_not_there_is_named(make):
    endpoint = make(base_url="http://me:pass-word@127.0.0.1:9/v1")
    for attempt in (speak(endpoint), endpoint.check(HEART)):
        with pytest.raises(Unreachable, match=r"the speech server 127\.0\.0\.1:9") as refused:
            await attempt
        assert "pass-word" not in str(refused.value)


async def test_the_key_goes_to_the_server_and_nowhere_else(server, make, tmp_path):
    key = tmp_path / "key"
    key.write_text("s3cret\n")
    key.chmod(0o600)
    endpoint = make(key_file=key)
    await speak(endpoint)
    assert set(server.keys) == {"Bearer s3cret"} and "s3cret" not in endpoint.signature(HEART)
    server.behave = lambda asked: Said.json({"error": {"message": "bad header: Bearer s3cret"}}, 500)
    with pytest.raises(Unreachable, match=r"bad header: Bearer \*\*\*\*"):
        await speak(endpoint)
    key.chmod(0o644)
    with pytest.raises(Unreachable, match="chmod 600"):
        await speak(make(key_file=key))


async def test_without_a_key_none_is_sent(server, make):
    await speak(make())
    assert set(server.keys) == {None}


@pytest.mark.parametrize(
    "listing",
    [{"voices": ["af_heart", "af_sky"]}, {"voices": [{"id": "af_heart"}, {"name": "af_sky"}]}, ["af_heart", "af_sky"]],
    ids=json.dumps,
)
async def test_a_voice_is_looked_for_where_the_server_lists_its_own(server, make, listing):
    server.pages["/v1/audio/voices"] = Said.json(listing)
    endpoint = make()
    await endpoint.check(HEART)
    await endpoint.check(Voice("af_heart(2)+af_sky"))
    with pytest.raises(Unspeakable, match="has no voice 'zz'"):
        await endpoint.check(Voice("zz"))
    assert not server.asked


@pytest.mark.parametrize(
    "page", [Said.json(None), Said.json({"voices": []}), Said((b"<html>",)), Said(status=500), Said.json({}, 405)]
)
async def test_a_server_that_lists_no_voices_may_have_any(server, make, page):
    server.pages["/v1/audio/voices"] = page
    await make().check(Voice("zz"))


async def test_a_check_tells_of_a_refused_key(server, make):
    server.pages["/v1/audio/voices"] = Said.json({}, 401)
    with pytest.raises(Unreachable, match=r"check .* key_file"):
        await make().check(HEART)


async def test_the_signature_tells_servers_models_voices_and_paces_apart(make):
    one = make()
    others = (make(base_url="http://other/v1"), make(model="kokoro"))
    signatures = {e.signature(HEART) for e in (one, *others)} | {
        one.signature(v) for v in (Voice("af_sky"), Voice("af_heart", 150))
    }
    assert len(signatures) == 5 and one.signature(HEART) == make().signature(HEART)


@pytest.fixture
async def cast(make, media):
    """Ada by the server, then by espeak; Max by espeak."""
    espeak = Espeak()
    voices = {"Ada": [HostVoice("endpoint", HEART), HostVoice("espeak", Voice("en-us+f3"))]}
    yield lambda: Cast(
        voices | {"Max": [HostVoice("espeak", Voice("en-gb+m3"))]},
        {"endpoint": make(answer_seconds=0.3, seconds_per_character=0.001), "espeak": espeak},
        Takes(media, -16.0),
    )
    await espeak.close()


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["stalls", "cut"])
async def test_a_server_that_fails_in_a_sentence_is_replaced_and_the_sentence_is_whole(server, cast, fault):
    reading = await cast().reading()
    assert (await reading.record(TEXT, "Ada")).engine == "endpoint"
    server.behave = lambda asked: Said(says(asked).pieces[:3], **{fault: True})
    takes = [await reading.record(f"{TEXT} {more}", "Ada") for more in ("One.", "Two.")]
    assert [take.engine for take in takes] == ["espeak", "espeak"] and takes[0].seconds > 3


@pytest.mark.slow
@pytest.mark.parametrize("factor", [0.5, 2.0])
async def test_a_server_with_another_rate_than_it_is_said_to_have_never_speaks(server, cast, factor):
    server.behave = lambda asked: Said((spoken(asked["input"], round(RATE * factor)),))
    take = await (await cast().reading()).record(TEXT, "Ada")
    assert take.engine == "espeak"
