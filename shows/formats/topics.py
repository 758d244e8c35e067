"""Topics that a listener knows by name, each with the words by which a paper shows that it belongs there. Data only."""

from __future__ import annotations

import re

TOPICS = {
    "language model agents": r"agents?|agentic|tool use|tool calling",
    "reasoning": r"reasoning|chain of thought|chain-of-thought",
    "reinforcement learning": r"reinforcement|reward|policy optimi[sz]ation|GRPO|PPO|bandits?",
    "robot manipulation": r"manipulation|grasping|dexterous|vision-language-action|gripper",
    "robots that move": r"locomotion|humanoids?|quadrupeds?|legged|navigation|drones?|UAVs?|quadrotors?",
    "self-driving": r"autonomous driving|self-driving|driving|vehicles?|traffic",
    "mapping and localisation": r"SLAM|odometry|LiDAR|localization|point clouds?",
    "diffusion models": r"diffusion|flow matching|denoising|score-based",
    "image and video generation": r"(?:image|video) generation|text-to-(?:image|video)|generative adversarial",
    "three-dimensional vision": r"3D|gaussian splatting|neural radiance|NeRF|depth estimation|reconstruction",
    "vision and language": r"vision-language|multimodal|visual question|VLMs?|MLLMs?|captioning",
    "finding things in images": r"segmentation|object detection|tracking|recognition|re-identification",
    "medical imaging": r"MRI|CT|[Uu]ltrasound|[Rr]adiolog\w+|[Pp]atholog\w+|[Tt]umou?rs?|[Mm]edical [Ii]mag\w+",
    "medicine and health": r"clinical|patients?|medical|diagnos\w+|health\w*|drugs?|EHR|EEG|ECG",
    "molecules and materials": r"molecul\w+|proteins?|materials?|chemi\w+|crystal\w*|genom\w+|cells?",
    "weather and climate": r"weather|climate|ocean|remote sensing|satellite|earth observation|flood\w*",
    "speech and audio": r"speech|audio|spoken|voice|music|acoustic|speaker",
    "translation and many languages": r"translation|multilingual|cross-lingual|low-resource|dialects?",
    "retrieval": r"retrieval|retrieval-augmented|RAG|search engines?|rerank\w+|passage",
    "recommendation": r"recommend\w+|click-through|user preferences",
    "code and software": r"code generation|program\w*|software|coding|bugs?|repositor\w+|compil\w+",
    "mathematics and proofs": r"[Tt]heorem [Pp]roving|Lean|[Pp]roofs?|[Mm]athematic\w+|[Oo]lympiad",
    "safety and alignment": r"safety|alignment|jailbreak\w*|harmful|red.team\w*|guardrails?|refus\w+",
    "attacks and privacy": r"adversarial|attacks?|privacy|backdoor|poison\w*|watermark\w*|federated|unlearning",
    "fairness and society": r"fairness|bias|gender|political|societal|cultur\w+|stereotyp\w+|ethic\w*",
    "what models know and make up": r"hallucinat\w+|factual\w*|truthful\w*|knowledge editing|misinformation",
    "looking inside models": r"interpretab\w+|mechanistic|sparse autoencoders?|explainab\w+|probing|circuits",
    "uncertainty and calibration": r"uncertainty|calibrat\w+|conformal|bayesian|confidence",
    "causes and effects": r"causal\w*|counterfactual\w*|treatment effects?|confound\w+",
    "time series": r"time series|time-series|forecast\w*|anomal\w+",
    "graphs": r"graphs?|GNNs?|knowledge graphs?|node",
    "making models smaller and faster": r"quanti[sz]ation|pruning|distill\w+|compress\w+|speculative|KV cache|low-rank",
    "long context and memory": r"long-context|long context|memory|context window|attention",
    "training at scale": r"pretraining|pre-training|scaling laws?|optimizers?|fine-tuning|mixture-of-experts",
    "learning theory": r"generalization bounds?|convergence|minimax|sample complexity|kernel|regret|PAC",
    "learning one thing after another": r"continual|lifelong|forgetting|domain adaptation|transfer learning",
    "simulated worlds": r"world models?|simulat\w+|games?|synthetic data|physics",
    "planning and control": r"planning|control|optimal control|trajector\w+|model predictive",
    "tests and benchmarks": r"benchmark\w*|leaderboards?|contamination|LLM-as-a-judge|evaluat\w+",
    "learning and teaching": r"education\w*|students?|teachers?|tutor\w*|classroom",
    "people and machines": r"human-AI|human-computer|user study|crowd\w*|annotat\w+|trust",
    "networks and the physical layer": r"wireless|5G|6G|IoT|edge computing|power grids?|energy",
    "money and markets": r"financ\w+|stock|trading|econom\w+|market\w*|auction\w*",
    "words and grammar": r"syntactic|grammar\w*|linguistic\w*|semantics?|parsing|lexical|named entity|tokeni[sz]\w+",
    "text and documents": r"summari[sz]ation|documents?|question answering|dialogue|conversation\w*|sentiment",
}
GENERAL = frozenset(
    {"tests and benchmarks", "reasoning", "words and grammar", "text and documents", "simulated worlds", "graphs"}
)
"""Topics that so many papers touch that they are worth half."""
CAPITALS_MATTER = frozenset({"medical imaging", "mathematics and proofs"})

CUES = {
    name: re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", 0 if name in CAPITALS_MATTER else re.I)
    for name, pattern in TOPICS.items()
}


def weight_of(topic: str, title: str, abstract: str) -> float:
    """How strongly a paper belongs to a topic: a word in the title counts three, in the abstract one, up to four."""
    cue = CUES[topic]
    return 3.0 * bool(cue.search(title)) + min(len(cue.findall(abstract)), 4)
