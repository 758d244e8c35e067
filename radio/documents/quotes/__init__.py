"""Where a quote is printed, to the letter: `glyphs` of a page, `matching` of words to them, `locating` of quotes."""
