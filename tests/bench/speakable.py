"""How well written becomes spoken, and how fast: `python tests/bench/speakable.py [--quick] [--json FILE]`.

Measured on our golden items, on NeMo's English cases and on the MathML cases of MathCAT and the Speech Rule Engine,
next to `nemo_text_processing` (where it is installed) and `num2words` in the same run. What counts as equal stands
in `tests/support/spoken.py`; what is left out, and why, stands here, above the code that leaves it out.

NeMo: the classes that occur in papers. One wording is the station's own and counts as right: an address is shown
and not read out (class electronic: right when everything but the address is right).

MathCAT: left out are the names of glyphs and fonts (alphabets), strokes around a term (menclose), atoms spelled
letter by letter (chemistry), author-made intents, lines of a derivation and matrices, which the station names and
does not read (multiline, mtable), and cases that ask for another wording than the default one (a preference other
than Auto). All 423 are counted in `mathcat_all`.

Speech Rule Engine: ClearSpeak with its default preferences, without alphabets, fonts, and the tests that summarise
or collapse a term.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests/support")]

import measure  # noqa: E402
import spoken  # noqa: E402
from garbage import GARBAGE, MEGABYTE, MEGABYTE_SECONDS, garbage_seconds, is_clean  # noqa: E402
from num2words import num2words  # noqa: E402

from shows.speakable import speakable  # noqa: E402
from shows.speakable.maths import from_mathml, say_tree  # noqa: E402

SHARED = REPOSITORY.parent / "shared/data"
NEMO_CLASSES = (
    "cardinal", "decimal", "measure", "date", "ordinal", "money", "electronic", "time", "fraction", "roman", "math",
)  # fmt: skip
MATHCAT_LEFT_OUT = ("alphabets", "menclose", "chemistry", "intent", "multiline", "mtable", "units", "geometry")
SRE_LEFT_OUT = ("alphabets", "fonts", "font_caps", "summary", "collapse", "prefix", "matrices", "multi_line", "units")
ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*|\b[\w.-]+\.(?:com|org|edu|net|abc|fr|it|sm)\b\S*")
FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")

Say = Callable[[str], str]


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (SHARED / "normalise" / name).read_text().splitlines()]


def token_accuracy(said: str, wanted: str) -> float:
    """One minus the edit distance in words over the words wanted."""
    a, b = said.split(), wanted.split()
    row = list(range(len(b) + 1))
    for at, word in enumerate(a, 1):
        row = _next_row(row, at, word, b)
    return max(0.0, 1 - row[-1] / max(1, len(b)))


def _next_row(row: list[int], at: int, word: str, b: list[str]) -> list[int]:
    fresh = [at]
    for j, other in enumerate(b, 1):
        fresh.append(min(fresh[-1] + 1, row[j] + 1, row[j - 1] + (word != other)))
    return fresh


def golden(say: Say) -> tuple[float, float, int, float]:
    """Exact, token accuracy, items, and exact of the items written without sight of the code."""
    exact = tokens = blind = blind_items = 0.0
    items = spoken.golden()
    for where, written, wanted in items:
        said = spoken.words(say(written))
        right = said in {spoken.words(one) for one in wanted}
        exact += right
        tokens += max(token_accuracy(said, spoken.words(one)) for one in wanted)
        if where.startswith("blind"):
            blind, blind_items = blind + right, blind_items + 1
    return exact / len(items), tokens / len(items), len(items), blind / max(1, blind_items)


def nemo_cases() -> list[dict]:
    return [row for row in rows("nemo-en.jsonl") if row["kind"] in NEMO_CLASSES]


def nemo_right(case: dict, said: str, shows_addresses: bool) -> bool:
    written, wanted = case["written"], case.get("spoken_any") or [case["spoken"]]
    if shows_addresses and case["kind"] == "electronic" and ADDRESS.search(written):
        shown = re.sub(r"the (?:link|address) in the notes", "ADDRESS", said)
        if spoken.nemo(shown) == spoken.nemo(ADDRESS.sub(" ADDRESS ", written)):
            return True
    return spoken.nemo(said) in {spoken.nemo(one) for one in wanted}


def nemo(say: Say, shows_addresses: bool = False) -> tuple[float, dict[str, tuple[int, int]], list[str]]:
    """Exact over all cases, right and all by class, and the cases that were said otherwise."""
    classes: dict[str, tuple[int, int]] = {}
    wrong = []
    for case in nemo_cases():
        right = nemo_right(case, say(case["written"]), shows_addresses)
        good, count = classes.get(case["kind"], (0, 0))
        classes[case["kind"]] = (good + right, count + 1)
        if not right:
            wrong.append(
                f"{case['kind']}: {case['written']!r} → {say(case['written'])!r}, wanted {case.get('spoken')!r}"
            )
    total = [sum(side) for side in zip(*classes.values(), strict=True)]
    return total[0] / total[1], classes, wrong


def in_scope(case: dict) -> bool:
    name = case["file"].rpartition("/")[2]
    if name.startswith(MATHCAT_LEFT_OUT):
        return False
    asked = {k: v for k, v in case["prefs"].items() if k not in {"Verbosity", "Impairment", "Language"}}
    return all(value == "Auto" for value in asked.values()) and case["style"] != "LiteralSpeak"


def said_mathml(text: str) -> str:
    try:
        return say_tree(from_mathml(text))
    except ValueError:
        return ""


def mathml(cases: list[dict]) -> tuple[float, list[str]]:
    wrong = []
    for case in cases:
        said = said_mathml(case["mathml"])
        if spoken.maths(said) != spoken.maths(case["spoken"]):
            wrong.append(f"{case['file']}: {said!r}, wanted {case['spoken']!r}")
    return 1 - len(wrong) / max(1, len(cases)), wrong


def sre_cases() -> list[dict]:
    def wanted(case: dict) -> bool:
        plain = all(p.endswith("_Auto") or p == "default" for p in str(case.get("preference") or "default").split(":"))
        name = case["file"].rpartition("/")[2]
        return case["style"] == "clearspeak" and plain and not any(part in name for part in SRE_LEFT_OUT)

    return [case for case in rows("sre-en.jsonl") if wanted(case)]


def abstracts(quick: bool) -> tuple[int, float]:
    """How many of all abstracts leave a mark or change when said twice, and abstracts per second of one core, the best
    of three rounds."""
    texts = [json.loads(line)["abstract"] for line in (SHARED / "metadata.jsonl").read_text().splitlines()]
    leftovers = sum(not is_clean(text) for text in texts)
    timed = texts[: 1000 if quick else None]
    best = min(_round(timed) for _ in range(3))
    return leftovers, len(timed) / best


def _round(texts: list[str]) -> float:
    started = time.process_time()
    for text in texts:
        speakable(text)
    return time.process_time() - started


def by_num2words(text: str) -> str:
    """The least a station could do: every figure through num2words, nothing else."""
    return FIGURE.sub(lambda m: num2words(float(m.group().replace(",", "")) if "." in m.group() else
                                          int(m.group().replace(",", ""))).replace(",", ""), text)  # fmt: skip


def by_nemo() -> Say | None:
    try:
        from nemo_text_processing.text_normalization.normalize import Normalizer
    except ImportError:
        return None
    normalizer = Normalizer(input_case="cased", lang="en")
    return lambda text: normalizer.normalize(text, punct_post_process=True)


def main() -> None:
    arguments = measure.arguments(__doc__.splitlines()[0])
    exact, tokens, items, blind = golden(speakable)
    nemo_exact, classes, nemo_wrong = nemo(speakable, shows_addresses=True)
    mathcat = rows("mathcat-en.jsonl")
    match, wrong = mathml([case for case in mathcat if in_scope(case)])
    everything, _ = mathml(mathcat)
    sre, _ = mathml(sre_cases())
    leftovers, speed = abstracts(arguments.quick)
    slowest = max(garbage_seconds(piece, MEGABYTE) for piece in GARBAGE)
    peers: dict[str, object] = {
        "num2words": {"golden_exact": golden(by_num2words)[0], "nemo_exact": nemo(by_num2words)[0]}
    }
    peer = by_nemo()
    if peer:
        peers["nemo_text_processing"] = {"golden_exact": golden(peer)[0], "nemo_exact": nemo(peer)[0]}
    figures = {
        "golden_exact": exact, "golden_items": items, "golden_blind_exact": blind, "golden_tokens": tokens,
        "nemo_exact": nemo_exact, "mathcat_match": match, "mathcat_all": everything, "sre_match": sre,
        "leftovers": leftovers, "abstracts_per_second": speed,
        "slowest_megabyte_seconds": slowest,
    }  # fmt: skip
    for line in nemo_wrong + wrong[: 0 if arguments.quick else None]:
        print("otherwise:", line)
    table = [
        ("golden_exact", f"{exact:.4f}", "0.99"), ("golden_items", str(items), "1500"),
        ("golden, written blind", f"{blind:.4f}", ""), ("golden, by word", f"{tokens:.4f}", ""),
        ("nemo_exact", f"{nemo_exact:.4f}", "0.95"),
        *((f"  {kind}", f"{good} of {count}", "") for kind, (good, count) in classes.items()),
        ("mathcat_match", f"{match:.4f} of {sum(map(in_scope, mathcat))}", "0.80"),
        ("mathcat_all", f"{everything:.4f} of {len(mathcat)}", ""),
        ("sre_match", f"{sre:.4f} of {len(sre_cases())}", ""),
        ("leftovers", str(leftovers), "0"), ("abstracts_per_second", f"{speed:.0f}", "2000"),
        ("slowest megabyte of garbage, s", f"{slowest:.1f}", f"{MEGABYTE_SECONDS:.0f}"),
        *((f"{name}: {key}", f"{value:.4f}", "") for name, found in peers.items() for key, value in found.items()),
    ]  # fmt: skip
    measure.report("speakable", table, figures, arguments.json, peers)
    if leftovers or slowest >= MEGABYTE_SECONDS:
        sys.exit("a bar is missed")


if __name__ == "__main__":
    main()
