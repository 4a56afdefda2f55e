"""The top of every command: what it says when it fails, and how it exits."""

import contextlib
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from desktop import __version__
from desktop.cli import exits
from desktop.cli.output import Output, give_up_on_closed_pipe
from desktop.cli.session import Session
from desktop.domain.errors import DeskError
from desktop.services.adapters.sharing import let_in, make_folder

FILE_NAME = "faults.log"


class End(msgspec.Struct):
    """How a command ends: its exit code, and the session whose home's log tells of a fault."""

    code: int = exits.DONE
    session: Session | None = None


@contextlib.contextmanager
def answer_to_errors(output: Output) -> Iterator[End]:
    """Turn whatever happens inside into words on standard error and an exit code."""
    end = End()
    try:
        yield end
    except DeskError as error:
        output.error(code=error.code, message=str(error), advice=error.advice)
        end.code = exits.USAGE if error.code == "usage" else exits.REFUSED
    except KeyboardInterrupt:
        end.code = exits.INTERRUPTED
    except BrokenPipeError:
        give_up_on_closed_pipe()
        end.code = exits.REFUSED
    except SystemExit as told:
        end.code = told.code if isinstance(told.code, int) else exits.REFUSED
    except Exception as fault:  # noqa: BLE001 -- the top of the program
        output.error(
            code="internal",
            message="Countersign met a fault of its own, and the command did not end well.",
            advice=f"Please report it with this file: {_record(fault, end.session)}",
        )
        end.code = exits.FAULT


def _record(fault: Exception, session: Session | None) -> Path:
    home = session.known_home if session else None
    told = (
        f"--- {datetime.now(UTC).isoformat(timespec='seconds')} countersign {__version__}\n"
        f"{''.join(traceback.format_exception(fault))}\n"
    )
    if home is not None and home.path.is_dir():
        with contextlib.suppress(OSError):
            make_folder(home.log)
            return _append(home.log / FILE_NAME, told)
    import tempfile  # it brings compression of all kinds, and hardly any fault comes here

    return _append(Path(tempfile.mkdtemp(prefix="countersign-")) / FILE_NAME, told)


def _append(file: Path, text: str) -> Path:
    with file.open("a", encoding="utf-8", errors="replace") as log:
        log.write(text)
        with contextlib.suppress(OSError):  # another account's
            let_in(log.fileno(), file)
    return file
