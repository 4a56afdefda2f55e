"""``python -m tests.adapters.cards.compiling``: compile the cards that ship, after a change."""

from desktop.assets import asset
from desktop.services.adapters.cards.shipped import FILE, compiled
from desktop.words import LANGUAGES


def main() -> None:
    """Write the file anew."""
    asset("guidance", FILE).write_bytes(compiled(asset("guidance"), LANGUAGES))


if __name__ == "__main__":
    main()
