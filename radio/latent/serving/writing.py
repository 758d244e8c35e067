"""Jobs of one kind → texts: one padded batch through the sampler, each job's rows steered by its own rule.

A row's text follows from its own prompt, guides and seed, whoever stands beside it. Where memory runs out, half of the
jobs are tried at a time; a single one that does not fit is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from radio.latent.decoding import Options
from radio.latent.mix import SCHEDULES, mix
from radio.latent.model import BigVae
from radio.latent.samplers import (
    Draws,
    Grow,
    Rule,
    Step,
    Trace,
    Written,
    anneal,
    average,
    guide,
    plain,
    random_start,
    topic_sentence,
    write,
)
from radio.latent.serving.asked import Asked, Refused
from radio.latent.serving.batches import RETRY_SECONDS
from radio.latent.serving.jobs import Done, Job, SpanTrace, Target, Text, padded
from radio.latent.serving.preparing import Tokenizes

OUT_OF_MEMORY = ("can't allocate memory", "out of memory")


class Gone(Exception):
    """Nobody waits for any text of the batch."""


class Writing:
    """Owns the model: only one thread may call it."""

    def __init__(self, model: BigVae, tokenizer: Tokenizes, grow: Grow | None = None):
        self._model = model
        self._tokenizer = tokenizer
        self._grow = grow
        self._forbidden = tuple(sorted(set(tokenizer.all_special_ids)))

    def __call__(self, jobs: Sequence[Job]) -> list[Done | Exception]:
        """What became of each job."""
        try:
            return self._written(jobs)
        except (MemoryError, RuntimeError) as exc:
            if not _out_of_memory(exc):
                raise
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        if len(jobs) == 1:
            return [Refused(503, "there is not enough memory for this text now", RETRY_SECONDS)]
        half = len(jobs) // 2
        return self(jobs[:half]) + self(jobs[half:])

    @torch.inference_mode()
    def _written(self, jobs: Sequence[Job]) -> list[Done | Exception]:
        asked, spans = jobs[0].asked, jobs[0].spans
        guides = [self._latents(job) for job in jobs]
        targets = [_blend(job.targets, latents) for job, latents in zip(jobs, guides, strict=True)]
        ids, mask = padded([job.ids for job in jobs for _ in range(job.asked.n)], left=True)
        try:
            written = write(
                self._model,
                ids.to(self._model.device),
                mask.to(self._model.device),
                self._starts(jobs, targets),
                _rule(jobs, targets),
                spans,
                [job.seed + number for job in jobs for number in range(job.asked.n)],
                options=Options(temperature=asked.temperature, guidance=asked.guidance, forbidden=self._forbidden),
                draws=Draws(count=asked.draws, choose=asked.choose, judge=_judges(jobs, targets)),
                guides=_compared(jobs, guides),
                grow=self._grow,
            )
        except Gone as exc:
            return [exc] * len(jobs)
        return self._answers(jobs, written)

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
            elif job.start == "guide":
                start = target.expand(job.asked.n, -1)
            else:
                rows = [random_start(self._model, 1, job.seed + number) for number in range(job.asked.n)]
                start = torch.cat(rows)
            starts.append(start)
        return torch.cat(starts)

    def _answers(self, jobs: Sequence[Job], written: Written) -> list[Done | Exception]:
        answers: list[Done | Exception] = []
        row = 0
        for job in jobs:
            rows = range(row, row + job.asked.n)
            row += job.asked.n
            if _finite(written.trace, rows):
                answers.append(self._done(job, written, rows))
            else:
                answers.append(Refused(500, "the model gave values that are not numbers; the text is not used"))
        return answers

    def _done(self, job: Job, written: Written, rows: range) -> Done:
        size = self._model.settings.span
        texts = tuple(Text(self._text(job, written.ids[row].tolist()), _trace(job, written, row)) for row in rows)
        drawn = len(rows) * job.asked.draws * size * (2 * job.spans - 1)
        kept = len(rows) * job.spans * size
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
    """Each job's rows by its own sampler. Raises Gone between spans once nobody waits."""
    rules = [_sampler(job.asked, target) for job, target in zip(jobs, _rowed(jobs, targets), strict=True)]

    def rule(step: Step) -> Tensor:
        if all(job.gone.is_set() for job in jobs):
            raise Gone
        latents, row = [], 0
        for job, own in zip(jobs, rules, strict=True):
            rows = slice(row, row + job.asked.n)
            latents.append(own(replace(step, draft=step.draft[rows], first=step.first[rows])))
            row += job.asked.n
        return torch.cat(latents)

    return rule


def _sampler(asked: Asked, target: Tensor | None) -> Rule:
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
    if jobs[0].asked.choose != "best":
        return None
    return torch.cat(_rowed(jobs, targets))


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


def _finite(trace: Trace, rows: range) -> bool:
    """Whether all that is told of these rows is a number."""
    told = (trace.norms, trace.log_probabilities, *trace.cosines.values())
    return all(bool(torch.isfinite(span[list(rows)]).all()) for spans in told for span in spans)


def _out_of_memory(exc: Exception) -> bool:
    return isinstance(exc, MemoryError | torch.OutOfMemoryError) or any(said in str(exc) for said in OUT_OF_MEMORY)
