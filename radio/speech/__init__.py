"""Door: text → sound.

`cast` decides who speaks with what; `engines` knows which adapter stands behind which name. An adapter (`espeak`, …)
speaks, `processes` and `serve` hold engines that run in processes of their own, `takes` and `gains` make levelled
recordings that are kept.
"""
