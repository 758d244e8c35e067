"""In: a Script with the papers it rests on. Out: a Shot for each sentence, which is what is seen while it is heard."""

from shows.shots.film import shots

__all__ = ["shots"]
