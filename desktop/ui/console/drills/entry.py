"""The Drills page as the console's navigation names it, before anything of it is loaded."""

from collections.abc import Callable

from desktop.ui.console.pages import ConsolePage, PageEntry
from desktop.ui.theme import Theme
from desktop.ui.words import Words

KEY = "drills"


def entry_of(words: Words, build: Callable[[Theme], ConsolePage]) -> PageEntry:
    """The page, which ``build`` makes when it is first opened."""
    return PageEntry(key=KEY, name=words("Drills"), icon="graduation-cap", build=build)
