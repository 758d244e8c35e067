"""Walls around what looks into a file: `sandbox` in the studio; `zygote`, `confine`, `syscalls`, `job` behind them."""
