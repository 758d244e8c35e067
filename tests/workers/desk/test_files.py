import pytest


async def test_the_playlist_is_never_kept(client):
    answer = await client.get("/hls/live.m3u8")
    assert answer.headers["content-type"] == "application/vnd.apple.mpegurl"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text.startswith("#EXTM3U")


async def test_a_segment_has_its_type_and_may_be_read_in_parts(client):
    whole = await client.get("/hls/s1763671234.ts")
    part = await client.get("/hls/s1763671234.ts", headers={"Range": "bytes=188-375"})
    assert whole.headers["content-type"] == "video/mp2t"
    assert (part.status_code, part.content) == (206, whole.content[188:376])


async def test_an_archived_show_may_be_read_in_parts(client):
    answer = await client.get("/archive/2026-11-20-daily+2.mp3", headers={"Range": "bytes=0-2"})
    assert (answer.status_code, answer.content) == (206, b"ID3")
    assert answer.headers["content-range"] == "bytes 0-2/10000"
    assert answer.headers["content-type"] == "audio/mpeg"


async def test_a_range_beyond_the_end_is_refused(client):
    answer = await client.get("/archive/2026-11-20-daily+2.mp3", headers={"Range": "bytes=20000-"})
    assert answer.status_code == 416


@pytest.mark.parametrize("address", ["/hls/live.m3u8", "/hls/s1763671234.ts", "/archive/2026-11-20-daily+2.mp3"])
async def test_head_tells_the_length(client, address):
    head, get = await client.head(address), await client.get(address)
    assert head.status_code == 200
    assert head.headers["content-length"] == str(len(get.content))


@pytest.mark.parametrize(
    "address",
    [
        "/hls/../secret.mp3",
        "/hls/%2e%2e%2fsecret.mp3",
        "/hls/live.m3u8.tmp",
        "/hls/s2.ts",
        "/archive/..%2fsecret.mp3",
        "/archive/%2e%2e/secret.mp3",
        "/archive/.hidden.mp3",
        "/archive/none.mp3",
        "/archive/a%00b.mp3",
        "/archive/" + "a" * 300 + ".mp3",
    ],
)
async def test_nothing_but_the_stream_and_the_archive_is_served(client, address):
    answer = await client.get(address)
    assert answer.status_code == 404
    assert b"secret" not in answer.content


async def test_before_the_stream_has_begun_there_is_no_playlist(client, config):
    (config.paths.hls / "live.m3u8").unlink()
    assert (await client.get("/hls/live.m3u8")).status_code == 404
