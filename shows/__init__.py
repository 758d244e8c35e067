"""What the station says: pure functions from records to records; no I/O, no await.

The way of the data: `claims` (papers → Summaries), `editions` (Summaries → Shows and Segments), `segment` or
`llm_script` (→ Scripts), `speakable` (→ what voices get), `shots` (→ what is seen), `rundown` and `programme` (→ what
air plays).
"""
