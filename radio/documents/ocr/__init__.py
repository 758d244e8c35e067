"""Scans: what tells one (`scans`), and their words recognised in a process of its own, with the extra `ocr`."""
