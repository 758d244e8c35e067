"""Whether every sentence of every real paper is found and lit to the letter; fails where a bar is missed.

python tests/bench/quoted.py [--quick] [--json FILE]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import measure
from quotes_lit import EXACT, FOUND, count_lit
from sampled import sampled
from station_run import SHARED

ONE_IN_QUICK = 3


def main() -> None:
    options = measure.arguments(__doc__.splitlines()[0])
    count = count_lit(sampled((SHARED / "papers").glob("*.pdf"), one_in=ONE_IN_QUICK if options.quick else 1))
    found, exact = count.found / count.asked, count.exact / count.asked
    figures = {"sentences": count.asked, "found": round(found, 4), "lit_to_the_letter": round(exact, 4)}
    bars = {"found": f">= {FOUND}", "lit_to_the_letter": f">= {EXACT}"}
    rows = [(name, str(value), bars.get(name, "")) for name, value in figures.items()]
    measure.report("Sentences lit on their pages", rows, figures, options.json)
    if found < FOUND or exact < EXACT:
        sys.exit("a bar is missed")


if __name__ == "__main__":
    main()
