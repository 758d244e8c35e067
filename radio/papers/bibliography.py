"""The operator's own library, a BibTeX file or a Zotero export of one → texts that tell what they like to read."""

from __future__ import annotations

from pathlib import Path

from bibtexparser.entrypoint import parse_string

from radio.errors import BadConfig
from radio.papers.clean_latex import clean_latex


def library_texts(path: Path) -> tuple[str, ...]:
    """Title and abstract of each entry that has a title. Raises BadConfig when the file cannot be read."""
    try:
        library = parse_string(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise BadConfig(f"rank.library: {path} cannot be read: {exc}") from None
    fields = ({field.key.lower(): str(field.value) for field in entry.fields} for entry in library.entries)
    texts = (clean_latex(f"{row['title']}. {row.get('abstract', '')}") for row in fields if row.get("title"))
    return tuple(texts)
