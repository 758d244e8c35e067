"""Door: text → sound.

`cast` decides who speaks with what. `engines/` has an adapter an engine, listed by `registry`; most speak in worker
processes of `processes/`, `endpoint` asks a server. `collect` puts a sentence together, `takes` and `gains` make
levelled recordings that are kept. `voices/` brings voices from a publisher into the folder that engines read.
"""
