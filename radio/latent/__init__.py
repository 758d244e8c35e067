"""BigVAE: an autoencoder over spans of text, made of a causal language model with adapters, and samplers that write.

A latent is one vector for a span of 64 tokens. `model` encodes a span and continues a text from a latent, and keeps
itself as a checkpoint; `training` makes a checkpoint of rows of text; `writing` writes span after span, by a sampler's
rule for the next latent; `serving` answers requests for texts over HTTP. The method is JD Pressman's (BigVAE, 2023),
after AdaVAE (arXiv 2205.05862) and Optimus (arXiv 2004.04092). Needs the extra `latent`; nothing else in the station
imports it.

Shapes: B rows, S tokens of a span, T tokens of context, V tokens of vocabulary, d width of the base, k of a latent.
"""
