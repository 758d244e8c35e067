"""Pages as pictures: `drawing` by PyMuPDF, `poppler` where that fails, `image` to pass them on."""
