"""The scope of a claim: how it may be said."""

FOLLOWS = "follows"
"""It leans on the claim before it, and is said right after that one or not at all."""
QUOTE = "quote"
"""A short quote from the body of a paper without an open licence, said with its credit."""
