"""The drafts of this login. Where several people use it, each opens with its author's PIN."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.services.reports.ports import Draft, Filed, Pins
from desktop.ui.bridge import Bridge
from desktop.ui.buttons import push_button
from desktop.ui.labels import Label
from desktop.ui.removal import remove_all
from desktop.ui.reports.editors import quiet_button
from desktop.ui.reports.look import Look
from desktop.ui.reports.pin_dialog import PinDialog
from desktop.ui.theme import Appearance
from desktop.ui.views.drafts import (
    DraftRowView,
    may_open,
    pin_task,
    said_of_going,
    said_of_others,
)
from desktop.ui.views.pin import PinTask


class DraftsList(QWidget):
    """Shows drafts; ``opened`` with one that may be read, ``new_pressed`` for an empty one,
    ``discarded`` with one that is to go, ``taken_back`` with one that is to stay after all.
    """

    opened = Signal(object)
    discarded = Signal(object)
    taken_back = Signal(object)
    new_pressed = Signal()

    def __init__(
        self,
        look: Look,
        appearance: Appearance,
        *,
        person: Callable[[], str],
        is_shared: bool,
        pins: Pins | None,
    ) -> None:
        super().__init__()
        self._look = look
        self._appearance = appearance
        self._person = person
        self._is_shared = is_shared
        self._pins = pins
        self._bridge = Bridge(self)
        self._thread: ThreadPoolExecutor | None = None
        self._numbers: dict[str, str] = {}
        self.dialog: PinDialog | None = None
        self._going: dict[str, Label] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        words = look.words
        self._empty = Label(
            look.theme,
            "body",
            words("No reports yet. Start one after anything that worried you."),
            tone="ink2",
        )
        self._elsewhere = Label(look.theme, "label", tone="ink2", weight=400)
        self._elsewhere.hide()
        self._new = push_button(look.theme, words("New report"), role="primary")
        self._new.clicked.connect(self.new_pressed)
        column = QVBoxLayout(self)
        column.setSpacing(look.px(12))
        column.addLayout(self._list)
        column.addWidget(self._empty)
        column.addWidget(self._elsewhere)
        foot = QHBoxLayout()
        foot.addWidget(self._new)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)

    def show_drafts(
        self,
        drafts: Sequence[Draft],
        filed: Sequence[Filed] = (),
        *,
        elsewhere: int = 0,
        going: Mapping[str, int] = {},
    ) -> None:
        """Draw the list, the newest first; ``filed`` are the reports that drafts may amend. Of
        drafts of other accounts it says only how many there are. ``going`` are the seconds that
        some still have, by id.
        """
        self._numbers = {one.report: one.number for one in filed}
        remove_all(self._list)
        before, self._going = self._going, {}
        self._empty.setVisible(not drafts)
        self._elsewhere.say(said_of_others(elsewhere, self._look.words))
        for draft in sorted(drafts, key=lambda one: one.begun_at, reverse=True):
            left = going.get(draft.id)
            row = self._row(draft) if left is None else self._row_of_going(draft, left)
            self._list.addWidget(row)
            if left is not None and draft.id not in before and self.isVisible():
                undo = row.findChildren(QPushButton)[0]
                QTimer.singleShot(0, undo, undo.setFocus)  # its own button is gone

    def count_down(self, draft: str, seconds: int) -> None:
        """Say how long that one still has."""
        if draft in self._going:
            self._going[draft].setText(said_of_going(seconds, self._look.words))

    def open(self, draft: Draft) -> None:
        """Open ``draft``, after its author's PIN where one is asked for."""
        self._with_pin(draft, lambda: self.opened.emit(draft))

    def discard(self, draft: Draft) -> None:
        """Let ``draft`` go, after its author's PIN where there is one."""
        person = self._person()
        task = pin_task(draft, person=person, is_shared=self._is_shared, pins=self._pins)
        if task is PinTask.SET:  # nobody sets one to throw something away
            self.discarded.emit(draft)
        else:
            self._with_pin(draft, lambda: self.discarded.emit(draft))

    def _with_pin(self, draft: Draft, act: Callable[[], None]) -> None:
        person = self._person()
        task = pin_task(draft, person=person, is_shared=self._is_shared, pins=self._pins)
        if task is None:
            if may_open(draft, person=person, is_shared=self._is_shared):
                act()
            return
        assert self._pins is not None
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pin")
        self.dialog = PinDialog(
            self._look,
            self._appearance,
            self,
            task=task,
            person=draft.author,
            pins=self._pins,
            thread=self._thread,
            post=self._bridge.post,
        )
        self.dialog.accepted.connect(act)
        self.dialog.open()

    def _view(self, draft: Draft) -> DraftRowView:
        return DraftRowView.of(
            draft,
            person=self._person(),
            is_shared=self._is_shared,
            pins=self._pins,
            words=self._look.words,
            number=self._numbers.get(draft.amends, ""),
        )

    def _row_of_going(self, draft: Draft, seconds: int) -> QFrame:
        view, words = self._view(draft), self._look.words
        row, inside, about = self._plate(view.title, said_of_going(seconds, words))
        self._going[draft.id] = about
        undo = push_button(self._look.theme, words("Undo"), measure="row")
        undo.setAccessibleName(view.undo_spoken)
        undo.clicked.connect(lambda: self.taken_back.emit(draft))
        inside.addWidget(undo)
        return row

    def _plate(self, title: str, said: str) -> tuple[QFrame, QHBoxLayout, Label]:
        look = self._look
        row = QFrame()
        row.setProperty("plate", "row")
        row.setMinimumHeight(look.px(58))
        about = QVBoxLayout()
        about.setSpacing(look.px(2))
        about.addWidget(Label(look.theme, "body", title, weight=500))
        below = Label(look.theme, "label", said, tone="ink2", weight=400)
        about.addWidget(below)
        inside = QHBoxLayout(row)
        inside.setContentsMargins(look.px(4), look.px(6), look.px(4), look.px(6))
        inside.setSpacing(look.px(12))
        inside.addLayout(about, 1)
        return row, inside, below

    def _row(self, draft: Draft) -> QFrame:
        look, view = self._look, self._view(draft)
        row, inside, _ = self._plate(view.title, view.about)
        button = push_button(look.theme, view.button, measure="row")
        button.setAccessibleName(view.spoken)
        button.setEnabled(view.can_open)
        if view.is_locked:
            button.setIcon(look.icon_before("lock", "ink2", 14))
            button.setIconSize(look.icon_room(14))
        button.clicked.connect(lambda: self.open(draft))
        discard = quiet_button(look, view.discard, name=view.discard_spoken)
        discard.setToolTip(view.discard_spoken)
        if not view.can_open:  # shown before it has a parent it would be a window for a moment
            discard.hide()
        discard.clicked.connect(lambda: self.discard(draft))
        inside.addWidget(discard)
        inside.addWidget(button)
        return row
