"""Lines → what is read aloud: `furniture` → `columns` → `blocks` → `sections` → `paragraphs` → `passages`. Pure."""
