"""Door `Reader`: a PDF → its prose with exact places, and its pages as pictures, read in a child process with limits.

The studio's side: `reader` and `sandbox`. The other side of the wall: `zygote`, `confine`, `job`, then
`pdf` (PyMuPDF, with `hidden` and `lines`) → `furniture` → `columns` → `blocks` → `floats` (with `crops`) → `sections` →
`paragraphs` → `passages` and `figures`, put together in `prose`. All but `pdf`, `drawing` and `poppler` are pure
functions over the records of `layout`.
"""
