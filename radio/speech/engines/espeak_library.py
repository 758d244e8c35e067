"""espeak-ng through ctypes: text → 16-bit mono PCM and word events, delivered to a callback while it speaks.

Lives in the worker process only: the library keeps global state and crashes take their process along.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import espeakng_loader

from radio.speech.processes.messages import RawWord

_SYNCHRONOUS = 2
_CHUNK_MILLISECONDS = 200
_UTF8 = 1
_RATE, _PITCH = 1, 3  # espeak_PARAMETER
_EVENT_END, _EVENT_WORD = 0, 1
_IPA, _TIED = 0x02, 0x80  # bits of espeak_TextToPhonemes' mode

OnSound = Callable[[bytes, Sequence[RawWord]], None]


class NoSuchVoice(ValueError):
    """espeak-ng does not have the voice."""


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_int64),
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("reserved", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


class EspeakLibrary:
    """The loaded library. One per process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = Path(espeakng_loader.get_data_path())
        # The library cuts data paths at 160 characters, so it gets a short, relative one.
        os.chdir(data.parent)
        self.rate = self._library.espeak_Initialize(_SYNCHRONOUS, _CHUNK_MILLISECONDS, b".", 0)
        if self.rate <= 0:
            raise OSError(f"espeak-ng finds no voices in {data}")
        self._callback = _Callback(self._on_sound)
        self._library.espeak_SetSynthCallback(self._callback)
        self._accents = self._list_accents()
        self.variants = tuple(sorted(p.name for p in (data / "voices/!v").iterdir()))
        self._on: OnSound = lambda pcm, words: None

    @property
    def accents(self) -> tuple[str, ...]:
        """What may stand before the `+` of a voice: `en-us`, `en-gb`, `fi`."""
        return tuple(sorted(self._accents))

    def speak(self, text: str, voice: str, words_per_minute: int, pitch: int, on_sound: OnSound) -> None:
        """Speaks to the end; `on_sound` is called with each stretch. Raises NoSuchVoice."""
        self._choose(voice)
        self._library.espeak_SetParameter(_RATE, words_per_minute, 0)
        self._library.espeak_SetParameter(_PITCH, pitch, 0)
        self._on = on_sound
        encoded = text.encode() + b"\0"
        self._library.espeak_Synth(encoded, ctypes.c_size_t(len(encoded)), 0, 0, 0, _UTF8, None, None)

    def phonemes(self, text: str, accent: str, tie: str) -> str:
        """How the text is said, in IPA without marks; `tie` joins the letters of one sound. Raises NoSuchVoice."""
        self._choose(accent)
        translate = self._library.espeak_TextToPhonemes
        translate.restype = ctypes.c_char_p
        encoded = ctypes.create_string_buffer(text.encode())
        rest, clauses = ctypes.c_void_p(ctypes.addressof(encoded)), []
        while rest.value:
            clauses.append(translate(ctypes.byref(rest), _UTF8, _IPA | _TIED | ord(tie) << 8).decode())
        return " ".join(clauses)

    def _choose(self, voice: str) -> None:
        accent, plus, variant = voice.partition("+")
        file = self._accents.get(accent.lower())
        if file is None or (plus and variant not in self.variants):
            raise NoSuchVoice(voice)
        if self._library.espeak_SetVoiceByName(f"{file}{plus}{variant}".encode()) != 0:
            raise NoSuchVoice(voice)

    def _list_accents(self) -> dict[str, str]:
        """Language code → voice file. The library itself finds `en-gb` by properties only, never by name."""
        list_voices = self._library.espeak_ListVoices
        list_voices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        accents, index, voices = {}, 0, list_voices(None)
        while voices[index]:
            voice = voices[index].contents
            code = voice.languages[1:].decode()  # the first byte is a priority
            accents.setdefault(code.lower(), voice.identifier.decode().rpartition("/")[2])
            index += 1
        return accents

    def _on_sound(self, wave: int | None, frames: int, events: ctypes.Array[_Event]) -> int:
        words, index = [], 0
        while events[index].type != _EVENT_END:
            event = events[index]
            if event.type == _EVENT_WORD:
                words.append((event.sample / self.rate, event.text_position - 1, event.length))
            index += 1
        pcm = ctypes.string_at(wave, frames * 2) if wave and frames > 0 else b""
        if pcm or words:
            self._on(pcm, words)
        return 0
