"""A supervisor's desk without windows that fetches an attachment, and closes what it gets."""

from time import perf_counter

from benchmarks.blobs import BlobThread
from benchmarks.homes import home_argument
from benchmarks.processes import commands, say
from benchmarks.stations import open_station
from desktop.domain.reports.attachments import BlobRef


def main() -> None:
    home = home_argument()
    desk = open_station(home)
    ended: list[float] = []
    blobs = BlobThread(home, desk, lambda: ended.append(perf_counter()))
    spent, since = 0.0, 0.0
    say(ready=True)
    for command in commands():
        if "want" in command:
            ended.clear()
            spent = 0.0
            ref = BlobRef(sha256=command["want"], size=command["size"])
            blobs.hold_up(is_urgent=True)
            blobs.want(ref, command["of"])
            say(begun=True)
        elif "goes_on" in command:
            blobs.hold_up(is_urgent=not command["goes_on"])
            if command["goes_on"]:
                since = perf_counter()
            else:
                spent += (ended[0] if ended else perf_counter()) - since
            say(seconds=spent if ended else None)
        else:
            desk.station.attend(command["close"]).result(10)
            desk.station.close(command["close"]).result(10)
            say(closed=True)
    blobs.close()
    desk.close()


if __name__ == "__main__":
    main()
