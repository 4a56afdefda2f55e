"""The drafts of this PC: what is said of each before it is opened, and who may open it."""

from dataclasses import dataclass

from desktop.domain.reports.field import KIND_LABELS
from desktop.services.reports.ports import Draft, Pins
from desktop.ui.views.pin import PinTask
from desktop.ui.views.typed_times import said_date
from desktop.ui.words import Words, on_this_clock


@dataclass(frozen=True, slots=True)
class DraftRowView:
    """One draft of the list. Nothing of what was written is in it."""

    id: str
    title: str
    about: str
    button: str
    spoken: str
    is_locked: bool
    can_open: bool

    @classmethod
    def of(
        cls, draft: Draft, *, person: str, is_shared: bool, pins: Pins | None, words: Words
    ) -> "DraftRowView":
        """What ``person`` sees of ``draft``."""
        task = pin_task(draft, is_shared=is_shared, pins=pins)
        is_mine = not is_shared or draft.author == person
        can_open = task is not None or is_mine
        begun = on_this_clock(draft.begun_at)
        when = f"{said_date(begun.date(), words=words)}, {words.time_of_day(begun)}"
        about = words("Begun {time} by {name}", time=when, name=draft.author)
        if not can_open:
            about = words(
                "Begun {time} by {name}, who has no PIN here. Only {name} can open it.",
                time=when,
                name=draft.author,
            )
        title = words(KIND_LABELS[draft.kind]) if is_mine else words("Draft of somebody else")
        button = words("Open with the PIN…") if task is not None else words("Open")
        return cls(
            draft.id,
            title,
            about,
            button,
            f"{button}: {title}, {about}",
            is_locked=task is not None or not can_open,
            can_open=can_open,
        )


def pin_task(draft: Draft, *, is_shared: bool, pins: Pins | None) -> PinTask | None:
    """Whether a PIN is asked for before the draft is opened; ``None``: no, or none can be."""
    if not is_shared or pins is None or not pins.has(draft.author):
        return None
    return PinTask.OPEN
