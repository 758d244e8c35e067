"""arXiv category → its English name, as a listener would say it. An unknown one is named by its archive."""

from __future__ import annotations

FIELDS = {
    "cs.AI": "artificial intelligence",
    "cs.AR": "computer architecture",
    "cs.CE": "computational science",
    "cs.CL": "language and computation",
    "cs.CR": "security and cryptography",
    "cs.CV": "computer vision",
    "cs.CY": "computers and society",
    "cs.DB": "databases",
    "cs.DC": "distributed computing",
    "cs.DL": "digital libraries",
    "cs.DS": "algorithms and data structures",
    "cs.GR": "computer graphics",
    "cs.GT": "game theory",
    "cs.HC": "human-computer interaction",
    "cs.IR": "information retrieval",
    "cs.IT": "information theory",
    "cs.LG": "machine learning",
    "cs.LO": "logic in computer science",
    "cs.MA": "multi-agent systems",
    "cs.MM": "multimedia",
    "cs.NE": "neural and evolutionary computing",
    "cs.NI": "networking",
    "cs.PL": "programming languages",
    "cs.RO": "robotics",
    "cs.SD": "sound",
    "cs.SE": "software engineering",
    "cs.SI": "social networks",
    "cs.SY": "systems and control",
    "eess.AS": "audio and speech",
    "eess.IV": "image and video engineering",
    "eess.SP": "signal processing",
    "eess.SY": "systems and control",
    "econ.EM": "econometrics",
    "math.NA": "numerical analysis",
    "math.OC": "optimisation and control",
    "math.PR": "probability",
    "math.ST": "statistical theory",
    "physics.comp-ph": "computational physics",
    "q-bio.NC": "neurons and cognition",
    "q-bio.QM": "quantitative biology",
    "q-fin.ST": "statistical finance",
    "quant-ph": "quantum physics",
    "stat.AP": "applied statistics",
    "stat.CO": "statistical computing",
    "stat.ME": "statistical methods",
    "stat.ML": "statistical machine learning",
    "stat.TH": "statistical theory",
}
ARCHIVES = {
    "astro-ph": "astrophysics",
    "cond-mat": "condensed matter physics",
    "cs": "computer science",
    "econ": "economics",
    "eess": "electrical engineering",
    "math": "mathematics",
    "nlin": "nonlinear science",
    "physics": "physics",
    "q-bio": "quantitative biology",
    "q-fin": "quantitative finance",
    "stat": "statistics",
}
ELSEWHERE = "other research"


def field_of(category: str) -> str:
    """The spoken name of a category: `computer vision` for `cs.CV`, `mathematics` for `math.XY`."""
    return FIELDS.get(category) or ARCHIVES.get(category.split(".")[0], ELSEWHERE)
