"""What the station says: pure functions from records to records; no I/O, no await."""
