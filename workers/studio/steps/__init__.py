"""The steps of the workflows, one verb a file: an id in, records saved, an id out. A step imports no step."""
