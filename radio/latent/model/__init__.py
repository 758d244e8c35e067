"""The model: a frozen base, its adapters and a head, with what they were made for, on disk as a checkpoint.

`base` and `tokenizing` are what it stands on, `bigvae` and `head` what is learnt, `settings` its sizes, `checkpoint`
saves and loads all of it, `replacing` sees that a save is whole or not at all.
"""
