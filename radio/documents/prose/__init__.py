"""Lines → what is read aloud: `furniture`, `columns`, `blocks`, `kinds`, `sections`, `paragraphs`, `passages`. Pure."""
