"""The desk: the station's web page, its small JSON interface, its metrics. Reads only; makes no show and no sound."""
