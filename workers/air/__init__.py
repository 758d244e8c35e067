"""Air plays: files that studio finished go in, one endless stream comes out. See `main.py`."""
