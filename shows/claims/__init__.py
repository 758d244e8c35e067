"""In: papers, and the passages of those that were read. Out: which to tell, and Summaries with every claim traced."""
