"""Writing from latents: `mix` blends them, `samplers` are rules for the next one, `decoding` draws a span's tokens,
`writing` goes from span to span; `prose_vectors` keeps latents to write towards under a name.
"""
