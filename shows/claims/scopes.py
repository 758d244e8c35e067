"""The scope of a claim: how it may be said."""

FOLLOWS = "follows"
"""It leans on the claim before it, and is said right after that one or not at all."""
WAS = "was"
"""What an older version said: evidence for what a newer one changes, and never said alone."""
QUOTE = "quote"
"""A short quote from the body of a paper without an open licence, said with its credit."""
