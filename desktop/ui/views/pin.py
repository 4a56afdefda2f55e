"""Asking for a PIN, or setting one: what is said, and what a PIN must be."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.ui.words import Words

LEAST = 4


class PinTask(StrEnum):
    """What the PIN is for."""

    OPEN = "open"
    SIGN = "sign"
    DECIDE = "decide"
    """Do what binds the site."""
    SET = "set"
    KEEP = "keep"
    """Set one, so that what stays here opens for its author alone."""

    @property
    def sets(self) -> bool:
        """A PIN is chosen, not asked for."""
        return self in {PinTask.SET, PinTask.KEEP}


@dataclass(frozen=True, slots=True)
class PinView:
    """Everything the dialog says."""

    title: str
    sentence: str
    label: str
    again_label: str
    button: str
    cancel: str

    @classmethod
    def of(cls, task: PinTask, person: str, *, words: Words) -> "PinView":
        return cls(
            title={
                PinTask.OPEN: words("Open the draft of {name}", name=person),
                PinTask.SIGN: words("Sign as {name}", name=person),
                PinTask.DECIDE: words("Decide as {name}", name=person),
                PinTask.SET: words("Set a PIN for {name}", name=person),
                PinTask.KEEP: words("Set a PIN for {name}", name=person),
            }[task],
            sentence={
                PinTask.OPEN: words(
                    "Several people use this PC. Only {name} can open it.", name=person
                ),
                PinTask.SIGN: words(
                    "Several people use this PC. Your PIN says that it is you who signs."
                ),
                PinTask.DECIDE: words("Your PIN says that it is you who decides this."),
                PinTask.SET: words(
                    "Four digits or more. It stays on this PC; with it you open your drafts and "
                    "sign your reports."
                ),
                PinTask.KEEP: words(
                    "Several people use this PC. With a PIN of four digits or more, only you can "
                    "open this draft again."
                ),
            }[task],
            label=words("PIN of {name}", name=person) if not task.sets else words("PIN"),
            again_label=words("The same once more") if task.sets else "",
            button={
                PinTask.OPEN: words("Open"),
                PinTask.SIGN: words("Sign"),
                PinTask.DECIDE: words("Confirm"),
                PinTask.SET: words("Set the PIN"),
                PinTask.KEEP: words("Set the PIN and close"),
            }[task],
            cancel=words("Go on writing") if task is PinTask.KEEP else words("Cancel"),
        )


def pin_problems(task: PinTask, pin: str, again: str, *, words: Words) -> tuple[str, str]:
    """What is wrong with the PIN and with its repetition, before anybody is asked; "": nothing."""
    if not pin:
        return words("Type the PIN first."), ""
    if task.sets:
        if len(pin) < LEAST:
            return words("Use {n} digits or more.", n=LEAST), ""
        if pin != again:
            return "", words("The two are not the same. Type it twice.")
    return "", ""


def wrong(words: Words) -> str:
    """A PIN that is not this person's."""
    return words("That is not the PIN. Try again.")
