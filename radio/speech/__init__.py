"""Door: text → sound.

`cast` decides who speaks with what; `engines` knows which adapter stands behind which name. An adapter (`espeak`, …)
speaks: most by `processes`, which starts `…_worker` modules that `serve` their engine over `wire`; `endpoint` asks a
server. `collect` puts a sentence together, `takes` and `gains` make levelled recordings that are kept. `catalogue` and
`installation` bring voices from a publisher (`hub`, `fetch`) into the folder that `voice_files` and `installed` read.
"""
