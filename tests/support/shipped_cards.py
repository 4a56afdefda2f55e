"""The cards that ship, read once in a process: tests of many subjects look at them."""

from functools import cache

from desktop.assets import asset
from desktop.services.adapters.cards import read_folder
from desktop.services.adapters.cards.folder import ReadFolder
from desktop.words import LANGUAGES


@cache
def shipped() -> ReadFolder:
    """The cards that ship."""
    return read_folder(asset("guidance"), LANGUAGES)
