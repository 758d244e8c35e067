"""Door `Reader`: a PDF → its prose with exact places, and its pages as pictures, read in a child process with limits.

`reader` is the studio's side. Behind the `walls` a file is `printed` (its lines by page, with what is `hidden` set
apart) → `prose` and `figures`, put together in `document`: read that first. `places` finds quotes, `pictures` draws,
`ocr` reads scans; `boxes` is the geometry of them all. All but `printed`, `pictures`, `places.glyphs` and `hidden.look`
are pure functions over records.
"""
