"""A counter without windows, in a process of its own: it submits reports, and may be killed."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from benchmarks.homes import home_argument
from benchmarks.processes import commands, say
from desktop.app.running import RunningStation
from desktop.domain.reports.draft import Filed
from desktop.domain.reports.field import Kind

PATIENCE = 30.0


def main() -> None:
    """Submits ``answers`` with the file ``attach``, and says what became of it; then says of each
    report how many stations hold it, whenever that changes.
    """
    running = RunningStation(home_argument(), has_windows=True)
    running.start()
    reporting = running.late.reporting()

    def tell(filed: tuple[Filed, ...]) -> None:  # on the records thread, which alone speaks
        say(got={one.number: one.got for one in filed})

    def submit(answers: dict[str, Any], attach: str) -> None:
        draft = reporting.drafts.new(Kind.COUNTER, answers=answers)
        if attach:
            taken = reporting.taking.take_file(Path(attach))
            draft = replace(draft, attachments=(taken.attachment,))
        reporting.filing.submit(reporting.drafts.save(draft).result(PATIENCE)).result(PATIENCE)

    reporting.filing.watch(tell)
    for command in commands():
        submit(command["answers"], command.get("attach", ""))
    running.stop()


if __name__ == "__main__":
    main()
