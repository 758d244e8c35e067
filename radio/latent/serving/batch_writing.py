"""Jobs of one kind → texts: one padded batch through the sampler, each job's rows steered by its own rule.

A row's text follows from its own prompt, guides and seed, whoever stands beside it. A job is answered when it has its
spans, and its rows leave the batch. Where a batch fails or does not fit into memory, half of its jobs are tried at a
time, so that a job fails alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate

import torch
from torch import Tensor

from radio.latent.model.bigvae import BigVae
from radio.latent.model.tokenizing import Tokenizes
from radio.latent.serving.asked import Asked, Refused
from radio.latent.serving.batches import RETRY_SECONDS
from radio.latent.serving.jobs import Done, Job, SpanTrace, Target, Text, padded
from radio.latent.writing.decoding import Options
from radio.latent.writing.mix import SCHEDULES, mix
from radio.latent.writing.samplers import Rule, Step, anneal, average, guide, plain, random_start, topic_sentence
from radio.latent.writing.writing import Draws, Grow, Trace, Written, write

OUT_OF_MEMORY = ("can't allocate memory", "out of memory")
TOO_LITTLE_MEMORY = "there is not enough memory for this text now; ask for fewer texts or spans, or try again later"
NO_NUMBERS = "the model gave values that are not numbers; the text is not used"


class _Gone(Exception):
    """Nobody waits for any text that the batch still lacks."""


class Writing:
    """Owns the model: only one thread may call it."""

    def __init__(self, model: BigVae, tokenizer: Tokenizes, grow: Grow | None = None):
        self._model = model
        self._tokenizer = tokenizer
        self._grow = grow
        self._forbidden = tuple(sorted(set(tokenizer.all_special_ids)))

    def __call__(self, jobs: Sequence[Job]) -> None:
        """Answers each job for which somebody waits."""
        try:
            return self._write(jobs)
        except _Gone:
            return None
        except Exception as exc:  # whatever a model raises is the answer to the job that it comes of
            failure = Refused(503, TOO_LITTLE_MEMORY, RETRY_SECONDS) if _out_of_memory(exc) else exc
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        left = [job for job in jobs if not job.answer.done()]
        if len(left) == 1:
            left[0].answer.set_exception(failure)
        else:
            half = len(left) // 2
            self(left[:half])
            self(left[half:])

    @torch.inference_mode()
    def _write(self, jobs: Sequence[Job]) -> None:
        like, rows = jobs[0], [job for job in jobs for _ in range(job.asked.n)]
        guides = [self._latents(job) for job in jobs]
        targets = [_blend(job.targets, latents) for job, latents in zip(jobs, guides, strict=True)]
        ids, mask = padded([job.ids for job in rows], left=True)
        write(
            self._model,
            ids.to(self._model.device),
            mask.to(self._model.device),
            self._starts(jobs, targets),
            _rule(jobs, targets),
            [job.spans for job in rows],
            [job.seed + number for job in jobs for number in range(job.asked.n)],
            options=Options(
                temperature=tuple(job.asked.temperature for job in rows),
                guidance=like.asked.guidance,
                forbidden=self._forbidden,
            ),
            draws=Draws(count=like.asked.draws, choose=like.choose, judge=_judges(jobs, targets)),
            guides=_compared(jobs, guides),
            grow=self._grow,
            on_span=partial(self._answer, jobs),
        )

    def _latents(self, job: Job) -> list[Tensor]:
        """[k] for each guide: a vector's own, or the common point of a text's spans."""
        return [target.latent.to(self._model.device) if target.latent is not None else self._encoded(target.ids)
                for target in job.targets]  # fmt: skip

    def _encoded(self, ids: tuple[int, ...]) -> Tensor:
        """A last stretch of less than half a span is not read, unless it is all there is."""
        span = self._model.settings.span
        pieces = [ids[at : at + span] for at in range(0, len(ids), span)]
        whole = [piece for piece in pieces if 2 * len(piece) >= span] or pieces
        read, mask = padded(whole, left=False)
        return average(self._model.encode(read.to(self._model.device), mask.to(self._model.device)))

    def _starts(self, jobs: Sequence[Job], targets: Sequence[Tensor | None]) -> Tensor:
        """[B, k]: what each text's first span is written from."""
        starts = []
        for job, target in zip(jobs, targets, strict=True):
            if job.start == "prompt":
                words = tuple(token for token in job.ids if token not in self._forbidden)
                start = self._encoded(words[-self._model.settings.span :]).expand(job.asked.n, -1)
            elif job.start == "guide" and target is not None:
                start = target.expand(job.asked.n, -1)
            else:
                rows = [random_start(self._model, 1, job.seed + number) for number in range(job.asked.n)]
                start = torch.cat(rows)
            starts.append(start)
        return torch.cat(starts)

    def _answer(self, jobs: Sequence[Job], written: Written) -> None:
        """Those whose last span this was. Raises _Gone once nobody waits for any of the others."""
        for job, rows in zip(jobs, _places(jobs), strict=True):
            if job.spans == len(written.spans):
                if _finite(written.trace, rows):
                    job.answer.set_result(self._done(job, written, rows))
                else:
                    job.answer.set_exception(Refused(500, NO_NUMBERS))
        left = [job for job in jobs if not job.answer.done()]
        if left and all(job.gone.is_set() for job in left):
            raise _Gone

    def _done(self, job: Job, written: Written, rows: slice) -> Done:
        size = self._model.settings.span
        ids = written.ids[rows].tolist()
        texts = tuple(Text(self._text(job, own), _trace(job, written, rows.start + i)) for i, own in enumerate(ids))
        drawn = len(texts) * job.asked.draws * size * (2 * job.spans - 1)
        kept = len(texts) * job.spans * size
        return Done(texts, kept, drawn - kept)

    def _text(self, job: Job, ids: list[int]) -> str:
        """What the tokens add to the prompt: some tokenizers drop a space where a text begins."""
        before = self._tokenizer.decode(list(job.ids), skip_special_tokens=True)
        return self._tokenizer.decode([*job.ids, *ids], skip_special_tokens=True)[len(before) :]


def _blend(targets: Sequence[Target], latents: Sequence[Tensor]) -> Tensor | None:
    """[k]: the guides by their weights; None where none has any."""
    parts = [(target.weight, z) for target, z in zip(targets, latents, strict=True) if target.weight > 0]
    return mix(*parts) if parts else None


def _rule(jobs: Sequence[Job], targets: Sequence[Tensor | None]) -> Rule:
    """Each job's rows by its own sampler, over as many spans as it has."""
    rules = [_sampler(job.asked, target) for job, target in zip(jobs, _rowed(jobs, targets), strict=True)]

    def rule(step: Step) -> Tensor:
        return torch.cat([
            own(replace(step, count=job.spans, draft=step.draft[rows], first=step.first[rows]))
            if step.index <= job.spans else step.draft[rows]
            for job, rows, own in zip(jobs, _places(jobs), rules, strict=True)
        ])  # fmt: skip

    return rule


def _places(jobs: Sequence[Job]) -> list[slice]:
    """Each job's rows in the batch."""
    ends = list(accumulate(job.asked.n for job in jobs))
    return [slice(end - job.asked.n, end) for job, end in zip(jobs, ends, strict=True)]


def _sampler(asked: Asked, target: Tensor | None) -> Rule:
    """A sampler that steers has a target, as `Asked` sees to; without one a text goes where it goes."""
    if target is None:
        return topic_sentence() if asked.sampler == "topic" else plain
    match asked.sampler:
        case "guide":
            return guide(target, asked.weight)
        case "topic":
            return topic_sentence(target, task=asked.weight)
        case "anneal":
            return anneal(target, SCHEDULES[asked.schedule])
    return plain


def _rowed(jobs: Sequence[Job], targets: Sequence[Tensor | None]) -> list[Tensor | None]:
    """[n, k] for each job: its target, once for each of its texts."""
    return [
        None if target is None else target.expand(job.asked.n, -1) for job, target in zip(jobs, targets, strict=True)
    ]


def _judges(jobs: Sequence[Job], targets: Sequence[Tensor | None]) -> Tensor | None:
    """[B, k] for jobs that keep the best of several draws; these all have a target."""
    if jobs[0].choose != "best":
        return None
    return torch.cat([rows for rows in _rowed(jobs, targets) if rows is not None])


def _compared(jobs: Sequence[Job], guides: Sequence[Sequence[Tensor]]) -> dict[str, Tensor]:
    """[B, k] for each place in the lists of guides; zeros where a job has fewer."""
    places = max(map(len, guides))
    rows = [(own, job.asked.n) for job, own in zip(jobs, guides, strict=True)]
    if not places:
        return {}
    none = torch.zeros_like(next(own[0] for own, _ in rows if own))
    return {
        str(place): torch.cat([(own[place] if place < len(own) else none).expand(n, -1) for own, n in rows])
        for place in range(places)
    }


def _trace(job: Job, written: Written, row: int) -> tuple[SpanTrace, ...]:
    trace = written.trace
    return tuple(
        SpanTrace(
            norm=trace.norms[span][row].item(),
            log_probability=trace.log_probabilities[span][row].item(),
            cosines=tuple(trace.cosines[str(place)][span][row].item() for place in range(len(job.targets))),
        )
        for span in range(job.spans)
    )


def _finite(trace: Trace, rows: slice) -> bool:
    """Whether all that the trace says of these rows is a number."""
    values = (trace.norms, trace.log_probabilities, *trace.cosines.values())
    return all(bool(torch.isfinite(span[rows]).all()) for spans in values for span in spans)


def _out_of_memory(exc: Exception) -> bool:
    return isinstance(exc, MemoryError | torch.OutOfMemoryError) or any(said in str(exc) for said in OUT_OF_MEMORY)
