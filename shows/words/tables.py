"""The words for units, months, parts of a paper and abbreviations. Data only."""

from __future__ import annotations

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

LARGE = {"k": "thousand", "K": "thousand", "M": "million", "B": "billion", "T": "trillion", "b": "billion"}

CURRENCIES = {
    "$": ("dollar", "cent"), "€": ("euro", "cent"), "£": ("pound", "penny"), "¥": ("yen", ""), "₹": ("rupee",
    "paisa"),
}  # fmt: skip
CODES = {
    "USD": "U-S dollar", "EUR": "euro", "GBP": "pound", "JPY": "yen", "CNY": "yuan", "RMB": "yuan",
    "CHF": "Swiss franc",
    "yuan": "yuan",
}  # fmt: skip
UNCHANGED_MONEY = frozenset({"yen", "yuan"})

_PREFIXES = {
    "f": "femto", "p": "pico", "n": "nano", "µ": "micro", "μ": "micro", "m": "milli", "c": "centi", "d": "deci",
    "k": "kilo", "M": "mega", "G": "giga", "T": "tera", "P": "peta", "E": "exa",
}  # fmt: skip
_PREFIXED = {
    "m": ("metre", "pnµμmck"), "g": ("gram", "nµμmk"), "s": ("second", "fpnµμm"), "Hz": ("hertz", "mkMGT"),
    "W": ("watt", "nµμmkMGT"), "Wh": ("watt hour", "mkMGT"), "V": ("volt", "nµμmkM"), "A": ("ampere", "pnµμmk"),
    "J": ("joule", "pnµμmkMG"), "Pa": ("pascal", "mkMG"), "eV": ("electronvolt", "mkMGT"), "N": ("newton", "mkM"),
    "L": ("litre", "nµμm"), "l": ("litre", "µμm"), "mol": ("mole", "nµμmk"), "M": ("molar", "nµμm"),
    "B": ("byte", "kMGTPE"), "bit": ("bit", "kMGT"), "b": ("bit", "MGT"), "F": ("farad", "pnµμm"),
    "Ω": ("ohm", "mkM"), "T": ("tesla", "mµ"), "K": ("kelvin", "mµn"), "FLOP": ("flop", "MGTPE"),
    "FLOPS": ("flop", "MGTPE"), "FLOPs": ("flop", "MGTPE"), "flops": ("flop", "MGTPE"), "OPS": ("op", "GT"),
    "Sv": ("sievert", "mµ"), "C": ("coulomb", "nµm"), "cal": ("calorie", "k"),
}  # fmt: skip
_PLAIN = {
    "m": "metre", "g": "gram", "s": "second", "Hz": "hertz", "W": "watt", "Wh": "watt hour", "V": "volt",
    "A": "ampere", "J": "joule", "Pa": "pascal", "eV": "electronvolt", "N": "newton", "L": "litre", "mol": "mole",
    "K": "kelvin", "bit": "bit", "bits": "bit", "h": "hour", "hr": "hour", "hrs": "hour", "sec": "second",
    "secs": "second", "min": "minute", "mins": "minute", "us": "microsecond", "um": "micrometre", "ug": "microgram",
    "KB": "kilobyte", "kB": "kilobyte", "KiB": "kibibyte", "MiB": "mebibyte", "GiB": "gibibyte", "TiB": "tebibyte",
    "kbps": "kilobit per second", "Kbps": "kilobit per second", "Mbps": "megabit per second",
    "mbps": "megabit per second", "Gbps": "gigabit per second", "mph": "mile per hour", "km/h": "kilometre per hour",
    "kph": "kilometre per hour", "°C": "degree Celsius", "℃": "degree Celsius", "°F": "degree Fahrenheit",
    "º": "degree", "°": "degree", "dB": "decibel", "dBm": "decibel milliwatt", "fps": "frame per second",
    "FPS": "frame per second", "rpm": "revolution per minute", "bpm": "beat per minute", "tok": "token",
    "px": "pixel",
    "ppm": "part per million", "ppb": "part per billion", "pp": "percentage point", "pts": "point", "lb": "pound",
    "lbs": "pound", "oz": "ounce", "ft": "foot", "in": "inch", "mi": "mile", "ha": "hectare", "rad": "radian",
    "deg": "degree", "wt%": "weight percent", "Ω": "ohm", "Å": "angstrom", "bp": "base pair", "kbp": "kilobase pair",
    "kcal": "kilocalorie", "QPS": "query per second", "qps": "query per second", "FLOPs": "flop", "FLOPS": "flop",
    "pJ": "picojoule", "sq": "square", "d": "day", "yr": "year", "mo": "month", "wk": "week", "GPU": "G-P-U",
    "tokens": "token", "token": "token", "samples": "sample", "frames": "frame", "images": "image", "pixel": "pixel",
    "step": "step", "query": "query", "queries": "query", "second": "second", "hour": "hour", "day": "day",
    "month": "month", "year": "year", "T": "tesla", "mmHg": "millimetre of mercury",
    "bpw": "bit per weight", "pc": "parsec", "kpc": "kiloparsec", "Mpc": "megaparsec", "ly": "light year",
    "in.": "inch", "minute": "minute",
}  # fmt: skip
UNITS = _PLAIN | {
    prefix + symbol: _PREFIXES[prefix] + name for symbol, (name, prefixes) in _PREFIXED.items() for prefix in prefixes
}
"""Singular names of units by symbol."""

ONLY_BELOW = frozenset(
    {"tokens", "token", "samples", "frames", "images", "pixel", "step", "query", "queries", "second", "hour", "day",
     "month", "year", "minute", "pc", "d", "yr", "mo", "wk", "GPU", "in", "sq", "M"}
)  # fmt: skip
"""Symbols that are units only after a slash: as a word of their own they are read as they stand."""

NEED_SPACE = frozenset({"A", "K", "V", "N", "W", "J", "g", "L", "us", "mM", "T", "F", "d", "mi", "ha", "h"})
"""Too short to be a unit when glued to the figures: 3V is no voltage."""

LATIN = {
    "e.g.": "for example,", "i.e.": "that is,", "et al.": "and colleagues", "et al": "and colleagues",
    "w.r.t.": "with respect to", "wrt": "with respect to", "vs.": "versus", "vs": "versus", "cf.": "compare",
    "etc.": "and so on", "viz.": "namely", "resp.": "respectively", "approx.": "approximately",
    "a.k.a.": "also known as", "aka": "also known as", "i.i.d.": "I-I-D", "iid": "I-I-D",
    "w.l.o.g.": "without loss of generality", "wlog": "without loss of generality", "N.B.": "note,",
    "iff": "if and only if",
    "s.t.": "such that", "w/o": "without", "w/": "with", "Dr.": "Doctor", "Prof.": "Professor",
    "Mr.": "Mister", "Mrs.": "Missus", "Ms.": "Miz", 
    "eds.": "editors", "incl.": "including", "esp.": "especially",
    "avg.": "average", "dept.": "department", "univ.": "university", "et seq.": "and following",
    "ibid.": "in the same place", "et. al.": "and colleagues", "et. al": "and colleagues", "eg.": "for example,",
    "ie.": "that is,",
}  # fmt: skip

BEFORE_FIGURES = {"No.": "number", "no.": "number", "Nos.": "numbers", "pp.": "pages", "p.": "page", "vol.": "volume",
                  "Vol.": "volume", "ca.": "circa", "c.": "circa", "ch.": "chapter"}  # fmt: skip
"""Short forms that mean this only where a figure follows."""

PARTS = {
    "fig": "figure", "figs": "figures", "sec": "section", "secs": "sections", "sect": "section", "eq": "equation",
    "eqn": "equation", "eqs": "equations", "eqns": "equations", "tab": "table", "tabs": "tables", "alg": "algorithm",
    "algo": "algorithm", "thm": "theorem", "lem": "lemma", "prop": "proposition", "def": "definition",
    "app": "appendix", "ch": "chapter", "chap": "chapter", "ref": "reference", "refs": "references",
    "cor": "corollary",
    "rem": "remark", "ex": "example", "assn": "assumption",
}  # fmt: skip
"""Short names of a paper's parts."""

FILE_ENDINGS = (
    "py", "js", "ts", "cpp", "rs", "txt", "csv", "tsv", "json", "jsonl", "toml", "yaml", "yml", "xml", "html", "md",
    "pdf", "tex", "bib", "pt", "pth", "onnx", "npy", "npz", "zip", "gz", "tar", "exe", "sh", "ipynb", "parquet", "wav",
    "mp3", "mp4", "png", "jpg", "jpeg", "svg", "gif", "sql", "cfg", "ini", "log", "bin", "gguf", "safetensors",
)  # fmt: skip
"""After a dot these name a kind of file, and the dot is said."""

ROMAN_AFTER = frozenset(
    [
        "section",
        "chapter",
        "part",
        "phase",
        "type",
        "stage",
        "level",
        "step",
        "volume",
        "war",
        "class",
        "tier",
        "table",
        "figure",
        "appendix",
        "theorem",
        "book",
        "grade",
        "act",
        "article",
        "generation",
        "group",
        "category",
        "title",
        "sections",
        "types",
        "phases",
        "parts",
        "division",
    ]
)
"""Nouns after which capital I, V and X are a number."""
