"""Voices for a person: the question at the start, installing by name, and listening to what was spoken."""
