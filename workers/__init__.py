"""What runs: studio, air, desk and the command line. Read `studio/station.py` first, then `studio/workflows.py`."""
