"""`paper-radio`: every verb. What a verb does lies in the program, step or door that it calls.

To add a verb is a function in a file of this folder and its line in `VERBS`; a verb is imported when it is asked for. A
mistake of the operator's, or anything the station raises on purpose, ends as one clear sentence on standard error and
exit status 1.
"""

from __future__ import annotations

import sys

from radio.errors import BadConfig, RadioError
from workers.cli.lazy_group import Verb, lazy_app

VERBS = {
    "run": Verb("program_verbs:run", "Start the whole station in the foreground; Ctrl-C stops it."),
    "studio": Verb("program_verbs:studio", "Start the program that makes the shows."),
    "air": Verb("program_verbs:air", "Start the program that plays and sends them."),
    "desk": Verb("program_verbs:desk", "Start the program that serves the page."),
    "version": Verb("program_verbs:version", "Print the version."),
    "init": Verb("config_verbs:init", "Write a commented paper-radio.toml with every key."),
    "doctor": Verb("doctor_verb:doctor", "Check every part of the station, and say how to mend what is missing."),
    "ingest": Verb("work_verbs:ingest", "Have papers read out: any arXiv id or address, or a PDF of your own."),
    "poll": Verb("work_verbs:poll", "Ask arXiv now what is new."),
    "backup": Verb("store_verbs:backup", "Write a whole, checked copy of the store while the station runs."),
    "restore": Verb("store_verbs:restore", "Put a copy in the place of the store; studio must be stopped."),
    "status": Verb("air_verbs:status", "Say what is on air, and how the air is. Exit status 1 while nothing flows."),
    "skip": Verb("air_verbs:skip", "Go on with the next show."),
    "say": Verb("air_verbs:say", "Play a show next, by its id."),
    "stop": Verb("air_verbs:stop", "Stop the air, and with it a station that was started by `paper-radio run`."),
    "verify": Verb(
        "verify_verb:verify",
        "Have a speech recogniser listen to a show, and list the sentences that it makes out worst.",
    ),
    "config": Verb("config_verbs:config", "See and check the configuration."),
    "show": Verb("work_verbs:show", "See the shows, and have one made again."),
    "work": Verb("work_verbs:work", "See unfinished and parked work; try it again, release it or drop it."),
    "archive": Verb("work_verbs:archive", "See the archived mp3s."),
    "voices": Verb("voice_verbs:voices", "See the voices and hear the hosts."),
    "latent": Verb("latent_verbs:latent", "Train and serve the latent writer."),
}
"""Every verb in the order of the help, with the file of this folder that holds it."""

app = lazy_app(VERBS, name="paper-radio", help="A radio station about new research.")


def main() -> None:
    try:
        app()
    except BadConfig as exc:
        sys.exit("\n".join(f"paper-radio: {mistake}" for mistake in exc.mistakes))
    except RadioError as exc:
        sys.exit(f"paper-radio: {exc}")


if __name__ == "__main__":
    main()
