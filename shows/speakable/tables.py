"""What is said for what is written: the tables of `speakable`."""

from __future__ import annotations

from shows.claims.latex import GREEK as GREEK_BY_NAME
from shows.words import words_of

WORDS = {
    "AI": "A-I", "AISTATS": "A-I stats", "AlphaGo": "Alpha Go", "API": "A-P-I", "arXiv": "archive", "AUROC": "A-U-ROC",
    "AUPRC": "A-U-P-R-C", "BLEU": "bleu", "BLEURT": "bleurt", "BF16": "B-F sixteen", "bioRxiv": "bio archive",
    "CLIP": "clip", "CoT": "chain of thought", "CoTs": "chains of thought", "CPU": "C-P-U", "CUDA": "cooda",
    "CVPR": "C-V-P-R", "DeepSeek": "Deep Seek", "EMNLP": "E-M-N-L-P", "ELBO": "elbow", "FLOP": "flop",
    "FLOPs": "flops", "FLOPS": "flops", "GFLOPs": "gigaflops", "TFLOPs": "teraflops", "GAN": "gan", "GANs": "gans",
    "GitHub": "Git Hub", "GNN": "G-N-N", "GRPO": "G-R-P-O", "IoU": "I-O-U", "IoT": "I-O-T", "JEPA": "jeppa",
    "JSON": "jason", "LaTeX": "lay tech", "LLaMA": "Llama", "LLaVA": "lava", "LoRA": "Lora", "LoRAs": "Loras",
    "LSTM": "L-S-T-M", "mAP": "mean average precision", "MATLAB": "Matlab", "MIMIC": "mimic", "mIoU": "mean I-O-U",
    "MNIST": "em-nist", "MoE": "M-O-E", "MoEs": "M-O-E's", "NaN": "not a number", "NeRF": "nerf", "NeRFs": "nerfs",
    "NeurIPS": "Neur-ips", "NumPy": "num pie", "OpenAI": "Open A-I", "PyTorch": "Pie Torch", "QLoRA": "Q-Lora",
    "Qwen": "Kwen", "RAG": "rag", "ReLU": "relu", "ROUGE": "rouge", "SciPy": "sigh pie", "SLAM": "slam",
    "SOTA": "state of the art", "SoTA": "state of the art", "SQL": "sequel", "SQuAD": "squad", "TeX": "tech",
    "vLLM": "V-L-L-M", "ViT": "V-I-T", "ViTs": "V-I-T's", "XGBoost": "X-G Boost", "YOLO": "yolo", "w/o": "without",
    "w/": "with", "iff": "if and only if", "wrt": "with respect to", "vs": "versus", "PhD": "P-H-D", "MHz": "megahertz",
    "GHz": "gigahertz", "kHz": "kilohertz", "Hz": "hertz", "pp": "percentage points", "i.i.d": "I-I-D", "iid": "I-I-D",
    "IPv4": "I-P-V four", "IPv6": "I-P-V six", "SAE": "S-A-E", "VAE": "V-A-E", "MAE": "M-A-E", "UCI": "U-C-I",
    "MEG": "M-E-G", "EEG": "E-E-G",
    "OOD": "O-O-D", "GUI": "gooey", "GUIs": "gooeys", "RAM": "ram", "VRAM": "V-ram", "ASIC": "asic", "FPGA": "F-P-G-A",
    "NASA": "Nasa", "UNESCO": "Unesco", "NATO": "Nato", "PIN": "pin", "SIM": "sim", "LASSO": "lasso", "ACL": "A-C-L",
    "NAACL": "nackle", "ICLR": "I-C-L-R", "ICML": "I-C-M-L", "MAML": "mammal", "DARPA": "Darpa", "LIDAR": "lidar",
    "LiDAR": "lidar", "RADAR": "radar", "SONAR": "sonar", "COVID": "Covid", "DINO": "dino", "SAM": "Sam",
}  # fmt: skip
"""Words with a pronunciation of their own, matched with their case."""

SAID_AS_WORDS = words_of(
    "BERT GAN RAG CLIP SAGE TRACE PRISM ARC CORE LIBERO CIFAR COCO MATH PACT DETR SHAP LIME JEPA BERTS BART ALBERT",
    "ELMO ERNIE BLIP FLAN GLUE SUPERGLUE SWAG TREC BEIR PEFT DORA SAT LAION LAMB ADAM SPARQL VAR MACE AMPERE FLAIR",
    "SPIN STAR GRACE MUSE MAPPO SARSA WAVE FACT FAIR LEAP SCAN ROBERTA DEBERTA ELECTRA BLOOM OPT FALCON MISTRAL GEMMA",
    "ORCA AIME ALFRED HABITAT MUJOCO CARLA KITTI LAMA CODA PLATO MAP NOT AND OR ONLY ALL VERY MUST SHOULD BEFORE AFTER",
    "BUT WITHOUT WITH FROM INTO THE FOR CAN BOTH NEVER ALWAYS",
)
"""Written in capitals and said as words although a rule would spell them, or might."""

SPELLED = words_of(
    "AUC ROC CEO USA USB UK EU UN IEEE ACM AAAI IJCAI ICRA IROS ECCV ICCV WWW IDE OCR OCT ODE ICU EHR EMA ECE IDF",
    "EER EEA UAV UAVS UGV AUV IOU OOD IID ICL ICA EDA AGI ASI API IPA UQ QA AUV ADC EVA ATE AIC BIC ICC OIE OIEI EAE",
    "USD EUR AED UAE ESA IMU IMUS GPU TPU NPU CPU UI UX AR VR XR AE VAE MAE RMSE MSE SSE ECG EEG EMG EOG AES RSA ASIN",
    "LLM VLM VLA MLLM SLM LRM MCTS PPO DPO SFT RLHF RLVR KTO IPO ORPO OSS SAE OPE IRL MARL ERM DRO IRM EM EMD MMD",
    "POMDP MDP HMM SVM SVD PCA ICP DNA RNA MRNA CT MRI FMRI PET ICD OMOP FHIR EMR OPD OPSD AUPR AUC AOI IAA AIGC UAT",
    "NLI NLP NLU NLG QE QAT PTQ ASR TTS STT VAD SER CER WER MOS ISO IRB NIH EPA SEC IPCC DOI URL URI URLS HTML XML CSV",
    "PDF SDK CLI GUI IDE CUA CUAS OSI TCP UDP IP TLS SSL SSH VPN DNS DOM CAD CAM CAE BIM GIS GPS RGB HSV HDR SDR UV IR",
    "RF ISAC OFDM MIMO ISP ISA ALU DSP EDA RTL HLS HPC MPI OS IO IOT OTA OEM",
)
"""Written in capitals and spelled although a rule might take them for words."""

LATIN = {
    r"e\.\s?g\.,?": "for example,", r"i\.\s?e\.,?": "that is,", r"et\.? al\.?(?='s)": "and colleagues",
    r"et\.? al\.?": "and colleagues", r"w\.\s?r\.\s?t\.?": "with respect to", r"vs\.": "versus", r"cf\.": "compare",
    r"etc\.(?=\s+[A-Z]"
    r"|\s*$)": "and so on.", r"etc\.?": "and so on", r"viz\.": "namely", r"resp\.(?=\s[a-z])": "respectively",
    r"approx\.": "approximately", r"a\.\s?k\.\s?a\.": "also known as", r"i\.\s?i\.\s?d\.?": "I-I-D",
    r"No\.(?=\s?\d)": "number", r"ca\.(?=\s?\d)": "about",
}  # fmt: skip

PARTS = {
    "fig": "figure", "figure": "figure", "figs": "figures", "figures": "figures", "sec": "section",
    "section": "section", "secs": "sections", "sections": "sections", "eq": "equation", "eqn": "equation",
    "equation": "equation", "eqs": "equations", "equations": "equations", "tab": "table", "table": "table",
    "tables": "tables", "alg": "algorithm", "algorithm": "algorithm", "thm": "theorem", "theorem": "theorem",
    "lem": "lemma", "lemma": "lemma", "prop": "proposition", "proposition": "proposition", "def": "definition",
    "definition": "definition", "app": "appendix", "appendix": "appendix", "ch": "chapter", "chapter": "chapter",
    "ref": "reference", "part": "part", "phase": "phase", "type": "type", "stage": "stage", "level": "level",
    "step": "step", "volume": "volume", "world war": "world war", "class": "class", "tier": "tier",
}  # fmt: skip
"""Parts of a paper, and other nouns that a number in Arabic or Roman figures follows."""

UNITS = {
    "ms": "millisecond", "µs": "microsecond", "μs": "microsecond", "us": "microsecond", "ns": "nanosecond",
    "s": "second", "sec": "second", "secs": "second", "min": "minute", "mins": "minute", "h": "hour", "hr": "hour",
    "hrs": "hour", "kB": "kilobyte", "KB": "kilobyte", "MB": "megabyte", "GB": "gigabyte", "TB": "terabyte",
    "PB": "petabyte", "KiB": "kibibyte", "MiB": "mebibyte", "GiB": "gibibyte", "kbps": "kilobit per second",
    "Mbps": "megabit per second", "Gbps": "gigabit per second", "GB/s": "gigabyte per second",
    "TB/s": "terabyte per second", "MB/s": "megabyte per second", "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz",
    "GHz": "gigahertz", "THz": "terahertz", "km": "kilometre", "m": "metre", "cm": "centimetre", "mm": "millimetre",
    "µm": "micrometre", "μm": "micrometre", "nm": "nanometre", "km/h": "kilometre per hour", "m/s": "metre per second",
    "kg": "kilogram", "g": "gram", "mg": "milligram", "µg": "microgram", "μg": "microgram", "kW": "kilowatt",
    "MW": "megawatt", "GW": "gigawatt", "mW": "milliwatt", "W": "watt", "kWh": "kilowatt hour", "MWh": "megawatt hour",
    "GWh": "gigawatt hour", "V": "volt", "mV": "millivolt", "A": "ampere", "mA": "milliampere", "J": "joule",
    "kJ": "kilojoule", "eV": "electronvolt", "keV": "kiloelectronvolt", "MeV": "megaelectronvolt",
    "GeV": "gigaelectronvolt", "TeV": "teraelectronvolt", "Pa": "pascal", "kPa": "kilopascal", "MPa": "megapascal",
    "GPa": "gigapascal", "N": "newton", "°C": "degree Celsius", "°F": "degree Fahrenheit", "°": "degree", "K": "K",
    "dB": "decibel", "fps": "frame per second", "FPS": "frame per second", "rpm": "revolution per minute",
    "bpm": "beat per minute", "tok/s": "token per second", "tokens/s": "token per second", "px": "pixel",
    "mL": "millilitre", "ml": "millilitre", "mol": "mole", "mM": "millimolar", "µM": "micromolar", "μM": "micromolar",
    "ppm": "part per million", "GFLOPs": "gigaflop", "TFLOPs": "teraflop", "TFLOPS": "teraflop", "PFLOPs": "petaflop",
    "pp": "percentage point", "pts": "point", "wt%": "weight percent", "kbit/s": "kilobit per second",
}  # fmt: skip
"""Singular; `per` and `hertz` are minded by the code that counts."""

UNCHANGED_UNITS = frozenset({"hertz", "kilohertz", "megahertz", "gigahertz", "terahertz", "K", "weight percent"})

GREEK = {letter: name.removeprefix("var") for name, letter in GREEK_BY_NAME.items()} | {
    "ϵ": "epsilon", "ϑ": "theta", "µ": "mu", "ς": "sigma", "ϕ": "phi", "ο": "omicron",
}  # fmt: skip

SYMBOLS = {
    "≤": "at most", "≥": "at least", "⩽": "at most", "⩾": "at least", "≠": "is not equal to", "≈": "about",
    "≃": "about", "≅": "about", "≡": "is equivalent to", "±": "plus or minus", "∓": "minus or plus", "×": "times",
    "÷": "divided by", "·": "times", "→": "to", "⟶": "to", "←": "from", "↔": "to and from", "⇒": "implies",
    "⇔": "if and only if", "↑": "up", "↓": "down", "∈": "in", "∉": "not in", "⊂": "is a subset of",
    "⊆": "is a subset of", "∪": "union", "∩": "intersection", "∅": "the empty set", "∞": "infinity", "∂": "partial",
    "∇": "nabla", "∑": "the sum of", "∏": "the product of", "∫": "the integral of", "√": "the square root of",
    "≪": "is much less than", "≫": "is much greater than", "≺": "precedes", "≻": "succeeds", "∀": "for all",
    "∃": "there exists", "∝": "is proportional to", "∧": "and", "∨": "or", "¬": "not", "∘": "of", "⊕": "plus",
    "⊗": "tensor", "⊙": "times", "⊤": "transpose", "ℓ": "L", "°": "degrees", "‰": "per mille", "=": "equals",
    "<": "is less than", ">": "is greater than", "&": "and", "+": "plus", "∼": "about", "§": "section", "†": "",
    "‡": "", "•": ",", "■": "", "©": "copyright", "®": "", "™": "", "′": "prime",
}  # fmt: skip

FUNCTIONS = {
    "argmax": "the arg max of", "argmin": "the arg min of", "log": "log", "exp": "exp", "ln": "natural log",
    "softmax": "soft max",
}  # fmt: skip

CURRENCIES = {"$": ("dollar", "cent"), "€": ("euro", "cent"), "£": ("pound", "penny"), "¥": ("yen", "")}

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

LARGE = {"k": "thousand", "K": "thousand", "M": "million", "B": "billion", "T": "trillion"}

FRACTIONS = {
    (1, 2): "one half", (1, 3): "one third", (2, 3): "two thirds", (1, 4): "one quarter", (3, 4): "three quarters",
    (1, 5): "one fifth", (2, 5): "two fifths", (3, 5): "three fifths", (4, 5): "four fifths", (1, 8): "one eighth",
    (1, 10): "one tenth", (24, 7): "twenty-four seven",
}  # fmt: skip

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ", "0123456789+-ni")
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₒₓᵢⱼᵣᵥₙₜₖₘ", "0123456789+-aeoxijrvntkm")
