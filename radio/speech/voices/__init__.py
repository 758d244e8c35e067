"""Voices from a publisher: `catalogue`, `hub`, `download`, `installation`; on disk: `voice_files`, `installed`."""
