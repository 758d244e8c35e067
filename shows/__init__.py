"""What the station says: pure functions from records to records; no I/O, no await.

The way of the data: `claims` (papers → Summaries), `formats` (Summaries → Shows and Segments), `scripts` (→ Scripts),
`speakable` (→ what voices get), `shots` (→ what is seen), `rundown` and `programme` (→ what air plays). `words` is the
ground floor of all.
"""
