"""Where fonts, icons and sounds lie: beside the package in a checkout, inside it once installed."""

from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    installed = package / "_assets"  # a wheel and a PyInstaller bundle carry them here
    return installed if installed.is_dir() else package.parent / "assets"


def asset(*parts: str) -> Path:
    """Return the file or folder ``assets/PARTS...``, whether or not it exists."""
    return _root().joinpath(*parts)
