"""The command line `paper-radio`: `main` lists the commands, one file a group of verbs."""
