"""Prints of a page: `pdf` takes a file apart into `spans` and `lines`, records of `layout`. Behind the walls."""
