"""Programs of Windows' own."""

import os


def system_program(name: str) -> str:
    """A program of Windows' own, by its whole path: a bare name is first looked for in the folder
    that we were started in, which may be full of downloads.
    """
    folder = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return rf"{folder}\System32\{name}"
