"""Engines in worker processes: `pool` in the studio, `serve` in the worker, `messages` between them."""
