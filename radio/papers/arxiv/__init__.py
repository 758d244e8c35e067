"""arXiv as a source of papers: `source` is the door, `feed`, `harvest` over `oai`, and `api` its three ways to ask."""
