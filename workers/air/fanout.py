"""FLV tags from the encoder to any number of sinks.

In: the encoder's bytes. Out: to each sink a whole FLV stream that starts at a keyframe with its headers and whose time
begins at zero and only rises, over restarts of the encoder too. A sink that does not keep up is given up alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workers.air.ring import Ring

FLV_HEADER = b"FLV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x00"
TAG_HEADER_BYTES = 11
AUDIO, VIDEO, SCRIPT = 8, 9, 18
SINK_BOUND_BYTES = 4 << 20
STEP_MS = 33
"""The time from the last tag of one encoder to the first of the next."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One FLV tag."""

    kind: int
    ms: int
    body: bytes

    @property
    def is_keyframe(self) -> bool:
        return self.kind == VIDEO and self.body[0] >> 4 == 1 and self.body[1] == 1

    @property
    def is_header(self) -> bool:
        """Metadata, or the decoder configuration of a stream."""
        return self.kind == SCRIPT or (len(self.body) > 1 and self.body[1] == 0 and self._is_coded)

    @property
    def is_end(self) -> bool:
        return self.kind == VIDEO and len(self.body) > 1 and self.body[1] == 2

    @property
    def _is_coded(self) -> bool:
        return self.kind == VIDEO or self.body[0] >> 4 == 10

    def packed(self, ms: int) -> bytes:
        """The tag as bytes, at another time."""
        size = len(self.body)
        head = bytes((self.kind,)) + size.to_bytes(3, "big") + (ms & 0xFFFFFF).to_bytes(3, "big")
        head += bytes((ms >> 24 & 0xFF, 0, 0, 0))
        return b"".join((head, self.body, (size + TAG_HEADER_BYTES).to_bytes(4, "big")))


class FlvParser:
    """Bytes in any portions → whole tags."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._started = False

    def feed(self, portion: bytes) -> Iterator[Tag]:
        """Raises ValueError when this is no FLV."""
        self._bytes += portion
        if not self._started:
            if len(self._bytes) < len(FLV_HEADER):
                return
            if self._bytes[:3] != b"FLV":
                raise ValueError("the encoder's output is not FLV")
            del self._bytes[: len(FLV_HEADER)]
            self._started = True
        position = 0
        while (tag := self._tag_at(position)) is not None:
            yield tag
            position += len(tag.body) + TAG_HEADER_BYTES + 4
        del self._bytes[:position]

    def _tag_at(self, position: int) -> Tag | None:
        raw = self._bytes
        if len(raw) < position + TAG_HEADER_BYTES:
            return None
        size = int.from_bytes(raw[position + 1 : position + 4], "big")
        start = position + TAG_HEADER_BYTES
        if len(raw) < start + size + 4:
            return None
        ms = int.from_bytes(raw[position + 4 : position + 7], "big") | raw[position + 7] << 24
        return Tag(raw[position], ms, bytes(raw[start : start + size]))


class SinkFeed:
    """One sink's own stream, in its own time."""

    def __init__(self, ring: Ring):
        self.ring = ring
        self.last_ms = 0
        self._first_ms: int | None = None

    @property
    def waiting(self) -> bool:
        """Nothing was sent yet: no keyframe has come."""
        return self._first_ms is None

    @property
    def gone(self) -> bool:
        return self.ring.overflowed or self.ring.broken

    def begin(self, headers: list[Tag], ms: int) -> None:
        self._first_ms = ms
        self.ring.offer(FLV_HEADER)
        for tag in headers:
            self.ring.offer(tag.packed(0))

    def send(self, tag: Tag, ms: int) -> None:
        self.last_ms = max(0, ms - (self._first_ms or 0))
        self.ring.offer(tag.packed(self.last_ms))


class FanOut:
    """Everything that wants the encoded stream."""

    def __init__(self) -> None:
        self.feeds: list[SinkFeed] = []
        self.tags_seen = 0
        self._parser = FlvParser()
        self._headers: dict[int, Tag] = {}
        self._shift_ms = 0
        self._last_ms = 0

    def join(self, feed: SinkFeed) -> None:
        self.feeds.append(feed)

    def leave(self, feed: SinkFeed) -> None:
        if feed in self.feeds:
            self.feeds.remove(feed)

    def begin(self) -> None:
        """A new encoder starts, at its own time zero: the stream's time goes on where the last one ended."""
        self._parser = FlvParser()
        self._shift_ms = self._last_ms + STEP_MS if self.tags_seen else 0

    def take(self, portion: bytes) -> None:
        """Passes on what the encoder wrote. Raises ValueError when it is no FLV."""
        for tag in self._parser.feed(portion):
            if tag.is_header:
                self._remember(tag)
            elif not tag.is_end:
                self._send(tag)
        for feed in self.feeds:
            feed.ring.flush()

    def _remember(self, tag: Tag) -> None:
        known = self._headers.get(tag.kind)
        self._headers[tag.kind] = tag
        if known and known.body != tag.body and tag.kind != SCRIPT:
            for feed in self.feeds:
                # A running decoder does not take another configuration: the sink begins anew.
                feed.ring.broken = feed.ring.broken or not feed.waiting

    def _send(self, tag: Tag) -> None:
        ms = tag.ms + self._shift_ms
        self._last_ms = max(self._last_ms, ms)
        self.tags_seen += 1
        for feed in self.feeds:
            if feed.waiting:
                if not tag.is_keyframe:
                    continue
                feed.begin([self._headers[k] for k in (SCRIPT, VIDEO, AUDIO) if k in self._headers], ms)
            feed.send(tag, ms)
