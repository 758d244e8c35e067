"""The line on real papers with a real DBOS: made once, done again, parked, tried later, begun anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer
from made_line import DAILY, NOW, config_in, items_by_segment, line_in
from mutagen.easyid3 import EasyID3
from mutagen.mp3 import MP3

from radio.config import Config, HostConfig, SpeechConfig
from radio.errors import Busy, Unreachable
from radio.ids import PaperId, ShowId
from radio.media import Media
from radio.model import Paper, Rundown, from_json
from radio.papers import samples
from workers.queues import database_url
from workers.studio.dispatch import spoken_by_others

pytestmark = pytest.mark.slow

IDENT = ShowId("ident-1")
STORIES = [f"{paper.id}-paper" for paper in samples()]


class AskedArxiv:
    """arXiv that answers with these papers once it has failed so many times."""

    name, choice = "arxiv", None

    def __init__(self, failures: int = 0, papers: tuple[Paper, ...] = ()):
        self.failures, self.papers, self.asked = failures, papers, 0

    async def announced(self, since: object) -> tuple[Paper, ...]:
        self._answer(Unreachable("rss.arxiv.org did not answer"))
        return self.papers

    async def find(self, paper: PaperId) -> Paper:
        return next(known for known in self.papers if known.id == paper)

    async def pdf(self, paper: Paper) -> bytes:
        self._answer(Busy("arXiv asked us to wait", retry_after_seconds=0.1))
        return b"this is no PDF"

    def _answer(self, error: Exception) -> None:
        self.asked += 1
        if self.asked <= self.failures:
            raise error


def announced_paper(number: int = 1) -> Paper:
    return Paper(
        id=PaperId(f"2611.{number:05d}v1"),
        title="A paper about waiting",
        abstract="We study how long a station should wait. We propose to wait twice as long each time.",
        primary="cs.CL",
        categories=("cs.CL",),
        announced=NOW.date(),
    )


def broken_paper(folder: Path) -> Paper:
    file = folder / "broken.pdf"
    file.write_bytes(b"%PDF-1.7 and then nothing")
    return Paper(id=PaperId("local-000000000001"), title="Broken", announce="local", pdf=str(file))


def rundown_of(config: Config, show: str) -> Rundown:
    return from_json(Rundown, config.paths.rundown_of(show).read_bytes())


# A day that was made


@pytest.mark.parametrize("show", [*STORIES, DAILY])
def test_a_made_show_has_a_complete_rundown_whose_sounds_and_pictures_exist(made_day, show):
    made = rundown_of(made_day, show)
    media = Media(made_day.paths.media)
    assert made.complete
    assert made.seconds >= 60
    assert all(media.path(key).is_file() for item in made.items for key in (item.sound, item.picture))


def test_the_daily_is_long_enough_and_has_three_themes_and_all_papers(made_day, made_store):
    daily = rundown_of(made_day, DAILY)
    assert daily.seconds >= 8 * 60
    assert len(set(made_store.programme.show(DAILY).themes)) >= 3
    assert set(daily.papers) == {paper.id for paper in samples()}


def test_the_archived_mp3_of_the_daily_can_be_read_and_says_what_it_is(made_day, made_store):
    file = made_day.paths.archive_of(DAILY)
    kept, daily = made_store.programme.find_archive(DAILY), rundown_of(made_day, DAILY)
    assert (kept.name, kept.bytes) == (file.name, file.stat().st_size)
    tags = EasyID3(file)
    assert tags["title"] == ["Paper Radio daily, 20 November 2026"]
    assert tags["artist"] == ["Ada and Max (synthetic voices)"]
    assert MP3(file).info.length == pytest.approx(daily.seconds, abs=1)
    assert loudest_second(file) > 0.05


def loudest_second(file: Path) -> float:
    """RMS of the loudest of the first ten seconds, 1 being full scale."""
    samples, rate = soundfile.read(file, frames=10 * 48_000, dtype="float32")
    return max(float(np.sqrt(np.mean(samples[n : n + rate] ** 2))) for n in range(0, len(samples), rate))


@pytest.mark.parametrize("show", [*STORIES, DAILY])
def test_a_rundown_holds_the_items_of_its_segments_in_their_order_each_once(made_day, made_store, show):
    segments = made_store.programme.segments(show)
    items = [item for segment in segments for item in made_store.programme.items(segment.id)]
    assert rundown_of(made_day, show).items == tuple(items)
    assert [item.id for item in items] == [
        sentence.id for segment in segments for _, sentence in made_store.programme.script(segment.id).sentences
    ]
    assert len({item.id for item in items}) == len(items)


def test_segments_of_a_show_come_out_in_their_own_order_under_their_own_ids(made_store):
    segments = made_store.programme.segments(DAILY)
    assert [segment.id for segment in segments] == [f"{DAILY}/{n:02d}" for n in range(len(segments))]
    for segment in segments:
        script, items = made_store.programme.script(segment.id), made_store.programme.items(segment.id)
        assert script.segment == segment.id
        assert items
        assert all(item.id.startswith(f"{segment.id}/") for item in items)


@pytest.mark.parametrize("show", [*STORIES, DAILY])
def test_every_sentence_about_a_paper_rests_on_claims_of_that_paper(made_store, show):
    rests = 0
    for segment in made_store.programme.segments(show):
        for _, sentence in made_store.programme.script(segment.id).sentences:
            known = (
                {claim.id for claim in made_store.library.summary(sentence.paper).claims} if sentence.paper else set()
            )
            assert set(sentence.claims) <= known, sentence
            rests += bool(sentence.claims)
    assert rests >= 5


def test_nothing_is_parked_and_no_half_file_is_left_on_a_good_day(made_day, made_store):
    assert made_store.library.parked() == []
    assert list(made_day.paths.data.rglob("*.part")) == []


async def test_a_day_made_a_second_time_is_the_same_day_and_speaks_nothing_again(made_day, tmp_path):
    config = copied(made_day, tmp_path)
    before, takes = items_by_segment(config), written_takes(config)
    async with line_in(config) as made:
        again = await made.begin_again("paper", "sample-1")
        assert (again, await made.ended(again)) == ("paper/sample-1~2", STORIES[0])
        assert await made.make("show", DAILY) == DAILY
    assert items_by_segment(config) == before
    assert written_takes(config) == takes


async def test_what_stays_is_spoken_anew_when_the_hosts_have_other_voices(config):
    async with line_in(config) as made:
        await made.make("show", IDENT)
        assert await spoken_by_others(made.station, [IDENT]) == []
        before = items_by_segment(config)
    others = (HostConfig(name="Ada", voices=("espeak:fi",)), HostConfig(name="Max", voices=("espeak:de",)))
    changed = config.model_copy(update={"speech": SpeechConfig(hosts=others)})
    async with line_in(changed) as made:
        assert await spoken_by_others(made.station, [IDENT, "primer-attention"]) == [IDENT]
        again = await made.begin_again("show", IDENT)
        assert await made.ended(again) == IDENT
        assert await spoken_by_others(made.station, [IDENT]) == []
        assert await made.begin_again("show", IDENT) != again
    after = items_by_segment(config)
    assert before.keys() == after.keys()
    assert all(
        a.sound != b.sound and a.text == b.text for s in before for a, b in zip(before[s], after[s], strict=True)
    )


def written_takes(config: Config) -> dict[str, int]:
    """The sounds in the media folder with the times at which they were written."""
    return {file.name: file.stat().st_mtime_ns for file in config.paths.media.glob("*/*.flac")}


# Work that fails


async def test_a_parked_paper_has_a_readable_reason_and_does_not_stop_the_next_work(config, tmp_path):
    async with line_in(config) as made:
        library = made.station.store.library
        paper = broken_paper(tmp_path)
        library.save_paper(paper)
        outcome = await made.make("paper", paper.id)
        assert await made.make("show", IDENT) == IDENT
        (parked,) = library.parked()
        assert outcome == f"parked {parked.reason}"
        assert (parked.id, parked.step) == (paper.id, "read")
        assert "Error" not in parked.reason
        assert made.station.store.programme.is_ready(IDENT)


async def test_what_arxiv_does_not_answer_now_is_asked_again_later_and_then_done(config):
    arxiv = AskedArxiv(failures=2, papers=(announced_paper(),))
    async with line_in(config, arxiv=arxiv) as made:
        assert await made.make("poll", "2026-11-20T12") == "2026-11-20T12"
        assert arxiv.asked == 3
        assert made.station.store.library.find_choice(announced_paper().id).chosen
        assert made.station.store.library.parked() == []


async def test_a_pdf_that_arxiv_holds_back_is_asked_for_again_and_then_judged(config):
    arxiv = AskedArxiv(failures=1, papers=(announced_paper(),))
    async with line_in(config, arxiv=arxiv) as made:
        outcome = await made.make("paper", announced_paper().id)
        (parked,) = made.station.store.library.parked()
        assert (arxiv.asked, parked.step) == (2, "read")
        assert outcome.startswith("parked ")


async def test_work_that_waits_when_the_station_stops_goes_on_when_it_starts(config):
    away = AskedArxiv(failures=10**6)
    async with line_in(config, arxiv=away) as made:
        poll = await made.begin("poll", "2026-11-20T12")
        while not away.asked:
            await made.a_moment()
    back = AskedArxiv(papers=(announced_paper(),))
    async with line_in(config, arxiv=back) as made:
        assert await made.ended(poll) == "2026-11-20T12"
    assert back.asked == 1


async def test_a_step_that_breaks_in_an_unforeseen_way_parks_its_work_and_names_the_step(config):
    class Odd(AskedArxiv):
        async def find(self, paper: PaperId) -> Paper:
            raise KeyError("licence")

    async with line_in(config, arxiv=Odd()) as made:
        assert (await made.make("paper", "2611.00009v1")).startswith("parked fetch failed: KeyError")
        assert [parked.id for parked in made.station.store.library.parked()] == ["2611.00009v1"]


async def test_a_show_that_nobody_knows_is_parked_with_its_name(config):
    async with line_in(config) as made:
        assert await made.make("show", "primer-nothing") == "parked primer-nothing is no show that the station knows"


# The same id twice, and a new list of steps


async def test_the_same_work_asked_for_twice_is_done_once(config):
    async with line_in(config) as made:
        ids = {await made.begin("show", IDENT) for _ in range(3)}
        for workflow_id in ids:
            await made.ended(workflow_id)
        assert ids == {f"show/{IDENT}"}
        found = await DBOS.list_workflows_async(name="segment")
        assert [workflow.workflow_id for workflow in found] == [f"segment/{IDENT}/00"]


async def test_unfinished_work_of_another_list_of_steps_is_begun_anew(config):
    await leave_unfinished(config, "show", IDENT)
    async with line_in(config) as made:
        assert await made.ended(f"show/{IDENT}~2") == IDENT
        old = await DBOS.get_workflow_status_async(f"show/{IDENT}")
        assert old.status == "CANCELLED"
        assert made.station.store.programme.is_ready(IDENT)


async def leave_unfinished(config: Config, name: str, subject: str) -> None:
    """Leaves work in the queue as a station of another list of steps does."""
    address = database_url(config.paths.work)
    config.paths.work.parent.mkdir(parents=True)
    DBOS.migrate(address)
    client = DBOSClient(system_database_url=address, serializer=DBOSPortableJSONSerializer())
    try:
        await client.enqueue_async(
            {
                "queue_name": "shows",
                "workflow_name": name,
                "workflow_id": f"{name}/{subject}",
                "app_version": "of-the-last-release",
            },
            subject,
        )
    finally:
        client.destroy()


# A new edition


async def test_a_new_edition_replaces_the_old_one_only_when_it_is_whole(tmp_path, made_day):
    config = copied(made_day, tmp_path)
    second = f"{DAILY}+2"
    async with line_in(config) as made:
        programme, archive_of = made.station.store.programme, config.paths.archive_of
        workflow_id = await made.begin("show", second)
        seen = set()
        while not (done := archive_of(second).exists()):
            (current,) = (ready.show.id for ready in programme.ready_shows("daily"))
            assert archive_of(DAILY).exists()
            assert current == (second if programme.is_ready(second) else DAILY) or programme.is_ready(second)
            seen.add(current)
            await made.a_moment()
        assert await made.ended(workflow_id) == second
        assert done
        assert DAILY in seen
        assert [ready.show.id for ready in programme.ready_shows("daily")] == [second]
        assert not archive_of(DAILY).exists()
        assert [archive.show.id for archive in programme.archives("daily")] == [second]


def copied(made: Config, folder: Path) -> Config:
    """A copy of what a station made, to go on with."""
    shutil.copytree(made.paths.data, folder / "data")
    return config_in(folder / "data")
