"""In: a day's or a week's papers with their Summaries. Out: Shows and Segments, and the words between the stories."""
