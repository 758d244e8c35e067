"""The command line `paper-radio`: `main` lists the verbs, with one file for each group of them."""
