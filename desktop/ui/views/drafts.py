"""The drafts of this login: what is said of each before it is opened, and who may open it."""

from dataclasses import dataclass

from desktop.domain.reports.belonging import is_same_person
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
    discard: str
    discard_spoken: str
    undo_spoken: str
    is_locked: bool
    can_open: bool

    @classmethod
    def of(
        cls,
        draft: Draft,
        *,
        person: str,
        is_shared: bool,
        pins: Pins | None,
        words: Words,
        number: str = "",
    ) -> "DraftRowView":
        """What ``person`` sees of ``draft``; ``number`` is of the report that it amends."""
        task = pin_task(draft, person=person, is_shared=is_shared, pins=pins)
        is_mine = may_open(draft, person=person, is_shared=is_shared)
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
        title = words("Draft of somebody else")
        if is_mine and draft.amends:
            title = words("Amendment to {number}", number=number)
        elif is_mine:
            title = words(KIND_LABELS[draft.kind])
        button = {
            None: words("Open"),
            PinTask.OPEN: words("Open with the PIN…"),
            PinTask.SET: words("Set a PIN and open…"),
        }[task]
        return cls(
            draft.id,
            title,
            about,
            button,
            f"{button}: {title}, {about}",
            words("Delete amendment") if draft.amends else words("Delete draft"),
            words("Delete: {draft}", draft=f"{title}, {about}"),
            words("Keep: {draft}", draft=f"{title}, {about}"),
            is_locked=task is not None or not can_open,
            can_open=can_open,
        )


def said_of_going(seconds: int, words: Words) -> str:
    """What is said of a draft that is being deleted."""
    return words.plural(
        "Deleted in {n} second, with its files.", "Deleted in {n} seconds, with its files.", seconds
    )


def pin_task(draft: Draft, *, person: str, is_shared: bool, pins: Pins | None) -> PinTask | None:
    """What is asked before ``person`` may open it: the PIN, or to set one where its author has
    none yet. ``None``: nothing, or it does not open (``may_open``).
    """
    if not is_shared or pins is None:
        return None
    if pins.has(draft.author):
        return PinTask.OPEN
    return PinTask.SET if is_same_person(draft.author, person) else None


def may_open(draft: Draft, *, person: str, is_shared: bool) -> bool:
    """It is ``person``'s own, as far as a name says so."""
    return not is_shared or is_same_person(draft.author, person)


def said_of_others(count: int, words: Words) -> str:
    """What is said of drafts of other accounts; nothing where there are none."""
    if not count:
        return ""
    return words.plural(
        "{n} draft of another account on this PC opens in that account alone.",
        "{n} drafts of other accounts on this PC open in those accounts alone.",
        count,
    )
