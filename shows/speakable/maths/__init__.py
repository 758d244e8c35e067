"""Formulas as they are said: LaTeX, Unicode and MathML → one tree → words.

In: the inside of a formula.  Out: words without a figure or sign, or None where an ear could not follow them.
"""

from shows.speakable.maths.mathml import from_mathml
from shows.speakable.maths.notation import from_latex
from shows.speakable.maths.wording import say_tree

__all__ = ["MOST_WORDS", "from_latex", "from_mathml", "say_formula", "say_tree"]

MOST_WORDS = 30
"""A formula that takes longer to say is shown and not read."""

LONGEST_FORMULA = 400
"""Characters; a longer one is not even parsed."""


def say_formula(inside: str) -> str | None:
    """The words for the inside of a formula, or None where it is too long to be followed by ear."""
    if len(inside) > LONGEST_FORMULA:
        return None
    said = say_tree(from_latex(inside))
    return said if said.count(" ") < MOST_WORDS else None
