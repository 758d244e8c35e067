"""Training: `rows` of tokens, the losses of two `phases`, the `schedule` of their weights, and the steps of a run."""
