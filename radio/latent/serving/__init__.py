"""The latent writer as a server: completions over HTTP on loopback, steered by latents.

`asked` parses a request, `preparing` makes a job of it, `batches` lets one thread write those that fit together,
`batch_writing` turns jobs into texts, `completions` answers. A back end decodes: transformers (`Growing`), or vLLM.
"""
