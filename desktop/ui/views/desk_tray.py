"""What the tray of a supervisor's desk says: who is on duty, and what its supervisor may say."""

import msgspec

from desktop.domain.board import Board
from desktop.ui.views.duty import DutyView, choice_words, may_leave, my_state
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words


class DeskTrayView(msgspec.Struct, frozen=True, kw_only=True):
    """``lines`` stand above what can be chosen. ``warning`` is there while nobody would notice a
    call: its title, and what to do.
    """

    shape: Shape
    tip: str
    lines: tuple[str, ...]
    choice: str
    may_leave: bool
    open_text: str
    warning: tuple[str, str] | None

    @classmethod
    def of(cls, board: Board, *, words: Words) -> "DeskTrayView":
        """Return the tray of a supervisor's desk as ``board`` stands."""
        duty = DutyView.of(board, words=words)
        on_duty = words("On duty: {names}", names=duty.summary) if duty else words("Cut off")
        state = my_state(board, words)
        return cls(
            shape=Shape.READY if board.me.is_attended and duty else Shape.NOBODY,
            tip=f"Countersign\n{state}\n{on_duty}",
            lines=(state, on_duty),
            choice=choice_words(board.me, words),
            may_leave=may_leave(board.me),
            open_text=words("Open the console"),
            warning=(duty.warning.name, duty.warning.detail) if duty and duty.warning else None,
        )
