"""What a card of the Site page is made of: what holds now, and a button or two to change it."""

from enum import StrEnum

import msgspec

from desktop.ui.views.advice import Advice
from desktop.ui.views.shapes import Shape

RowKey = str
"""Names a row on the page, such as ``station 3f…`` or ``escalation.panic_answer``."""


class Do(StrEnum):
    """What a button of the page asks for."""

    CHANGE = "change"
    UNDO = "undo"
    USUAL = "usual"
    TAKE_OUT = "take-out"
    ROLE = "role"
    TAKE_UP_RIGHT = "take-up-right"
    TAKE_RIGHT = "take-right"
    INVITE = "invite"
    END_CODE = "end-code"
    CHECK = "check"
    SAVE_ANEW = "save-anew"
    BACK_UP = "back-up"
    RESTORE = "restore"
    SETTINGS = "settings"
    NOW = "now"
    ADD = "add"
    UP = "up"
    REMOVE = "remove"


class ButtonView(msgspec.Struct, frozen=True):
    """A button. ``about`` says to a screen reader what it belongs to."""

    do: Do
    text: str
    about: str = ""


class FieldView(msgspec.Struct, frozen=True):
    """One line to type in, or ``choices`` of which one is chosen; ``value`` is what stands there
    at first.
    """

    key: str
    label: str
    value: str = ""
    is_secret: bool = False
    choices: "tuple[ChipView, ...]" = ()


class EditorView(msgspec.Struct, frozen=True, kw_only=True):
    """What opens below a row while it is changed; ``problem`` is why the last try was refused.

    ``more`` are buttons for what is seldom wanted of that row.
    """

    fields: tuple[FieldView, ...]
    hint: str
    save_text: str
    cancel_text: str
    problem: Advice | None = None
    more: tuple[ButtonView, ...] = ()


class ChipView(msgspec.Struct, frozen=True):
    """One of a few values."""

    key: str
    text: str


class RowView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that holds. ``note`` is who said it, and when."""

    key: RowKey
    title: str
    says: str = ""
    note: str = ""
    shape: Shape | None = None
    chips: tuple[ChipView, ...] = ()
    chosen: str = ""
    is_fixed: bool = False
    buttons: tuple[ButtonView, ...] = ()
    editor: EditorView | None = None


class CardView(msgspec.Struct, frozen=True, kw_only=True):
    """A subject. ``why_not`` says in one sentence why nothing of it can be changed here.

    ``search`` names the line that narrows the rows; "" where all of them stand there.
    """

    key: str
    title: str
    lead: str = ""
    why_not: str = ""
    search: str = ""
    rows: tuple[RowView, ...] = ()
    foot: str = ""
    buttons: tuple[ButtonView, ...] = ()
    advice: Advice | None = None


class Editing(msgspec.Struct, frozen=True):
    """Which row is being changed, and why the last try was refused.

    ``about`` is which of its acts the editor is for, ``file`` the recovery file that it needs.
    """

    row: RowKey = ""
    problem: Advice | None = None
    about: Do = Do.CHANGE
    file: str = ""
