"""What runs: studio, air and desk. Read `station.py` first, then `line.py`."""
