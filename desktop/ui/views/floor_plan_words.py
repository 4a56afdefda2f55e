"""What stands round the floor plan: its buttons and what to do while stations are arranged."""

import msgspec

from desktop.ui.words import Words


class PlanWords(msgspec.Struct, frozen=True):
    """Every word of the plan's card that does not depend on the site."""

    arrange: str
    done: str
    how: str
    undo: str
    add: str
    change: str
    remove_floor: str
    remove: str
    floor_name: str
    missing: str
    beside: str

    @classmethod
    def of(cls, words: Words) -> "PlanWords":
        """Return them in the language of ``words``."""
        return cls(
            arrange=words("Arrange…"),
            done=words("Done"),
            how=words(
                "Drag each station to where it stands, from the list too. Or choose it, and move "
                "it with the arrow keys: Page Down goes to the next, Delete takes it off."
            ),
            undo=words("Undo"),
            add=words("Add a floor…"),
            change=words("Change the picture…"),
            remove_floor=words("Remove this floor…"),
            remove=words("Remove “{floor}” from every desk"),
            floor_name=words("Name of this floor"),
            missing=words("The picture is on its way to this desk."),
            beside=words("Stations that are not on the plan"),
        )
