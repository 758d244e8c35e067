"""What a language model is asked, as text with places to fill in."""
