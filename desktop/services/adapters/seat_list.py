"""A list of places as an office keeps it: a file that a spreadsheet saved."""

from pathlib import Path

from desktop.domain.errors import DeskError

MOST_BYTES = 1 << 20


class ListUnreadableError(DeskError):
    """The list of places cannot be read."""

    code = "invite-list"
    advice = "Check the name, and save the list as CSV in UTF-8. Nobody was invited."


def read_seat_list(file: Path) -> str:
    """The text of the list, for ``seats_from_csv``; raises ``ListUnreadableError``."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as cause:
        raise ListUnreadableError(
            "{file} cannot be read: {why}.", file=file, why=cause.strerror
        ) from cause
    if len(content) > MOST_BYTES:
        raise ListUnreadableError("{file} is too large for a list of places.", file=file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise ListUnreadableError("{file} is not UTF-8 text.", file=file) from cause
    return text.replace("\r\n", "\n").replace("\r", "\n")  # as old spreadsheets end lines
