"""Cards of the guidance, read from the text that people write (docs/guidance-cards.md)."""

from desktop.services.adapters.cards.folder import read_folder
from desktop.services.adapters.cards.reading import read_card

__all__ = ["read_card", "read_folder"]
