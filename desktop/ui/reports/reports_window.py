"""A reporter's own reports: what was begun on this PC, and how what was submitted stands."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.reports.ports import Draft, Filed, Pins
from desktop.ui.buttons import push_button
from desktop.ui.focus_ring import FocusRing
from desktop.ui.labels import Label
from desktop.ui.removal import remove_all
from desktop.ui.reports.drafts_list import DraftsList
from desktop.ui.reports.look import Look
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.theme import Appearance
from desktop.ui.views.filed_list import FiledRow
from desktop.ui.words import Words

WIDTH, HEIGHT = 640, 560


class ReportsWindow(QWidget):
    """Shows drafts and what became of reports; emits what the person wants to go on with."""

    opened = Signal(object)
    discarded = Signal(object)
    taken_back = Signal(object)
    amend_pressed = Signal(object)
    new_pressed = Signal()
    call_pressed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        words: Words,
        *,
        person: Callable[[], str],
        is_shared: bool,
        pins: Pins | None,
    ) -> None:
        super().__init__()
        self.setObjectName("ownReports")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._appearance = appearance
        self._words = words
        self._person = person
        self._is_shared = is_shared
        self._pins = pins
        self._drafts: Sequence[Draft] = ()
        self._elsewhere = 0
        self._going: Mapping[str, int] = {}
        self._filed: Sequence[Filed] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._ring = FocusRing(self, appearance)
        appearance.changed.connect(self._build)
        self._build()
        px = appearance.theme.px
        self.resize(px(WIDTH), px(HEIGHT))

    def show_drafts(
        self,
        drafts: Sequence[Draft],
        *,
        elsewhere: int = 0,
        going: Mapping[str, int] = {},
    ) -> None:
        """Draw what was begun; ``elsewhere`` are the drafts of other accounts of this PC, ``going``
        the seconds that some still have.
        """
        self._drafts, self._elsewhere, self._going = drafts, elsewhere, going
        self._list.show_drafts(drafts, self._filed, elsewhere=elsewhere, going=going)

    def count_down(self, draft: str, seconds: int) -> None:
        """Say how long a draft still has that is being deleted."""
        self._going = {**self._going, draft: seconds}
        self._list.count_down(draft, seconds)

    def open_draft(self, draft: Draft) -> None:
        """Go on with ``draft``, after its author's PIN where one is asked for."""
        self._list.open(draft)

    def show_filed(self, filed: Sequence[Filed]) -> None:
        """Draw what was submitted, the newest first."""
        is_other = {one.report for one in filed} != {one.report for one in self._filed}
        self._filed = filed
        if is_other:  # a draft may add to one of them
            self._show_drafts_again()
        remove_all(self._rows)
        self._submitted.setVisible(bool(filed))
        for one in reversed(filed):
            self._rows.addWidget(self._row(one))

    def _build(self) -> None:
        theme = self._appearance.theme
        px, look = theme.px, Look(theme, self._words)
        remove_all(self._column)
        self.setWindowTitle(self._words("My reports"))
        self.setStyleSheet(theme.style_sheet())
        self.setPalette(theme.palette())
        self.setFont(theme.font("body"))
        self._list = DraftsList(
            look,
            self._appearance,
            person=self._person,
            is_shared=self._is_shared,
            pins=self._pins,
        )
        self._list.opened.connect(self.opened)
        self._list.discarded.connect(self.discarded)
        self._list.taken_back.connect(self.taken_back)
        self._list.new_pressed.connect(self.new_pressed)
        call = push_button(theme, self._words("Threat call"))
        call.clicked.connect(self.call_pressed)
        self._submitted = Label(theme, "title", self._words("Submitted"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(8))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(px(24), px(20), px(24), px(20))
        column.setSpacing(px(12))
        head = QHBoxLayout()
        head.addWidget(Label(theme, "title", self._words("Begun")), 1)
        head.addWidget(call)
        column.addLayout(head)
        column.addWidget(self._list)
        column.addWidget(self._submitted)
        column.addLayout(self._rows)
        column.addStretch(1)
        scroll = ScrollingPage()
        scroll.setWidget(page)
        self._column.addWidget(scroll)
        self._show_drafts_again()
        self.show_filed(self._filed)

    def _show_drafts_again(self) -> None:
        self.show_drafts(self._drafts, elsewhere=self._elsewhere, going=self._going)

    def _row(self, filed: Filed) -> QWidget:
        theme, view = self._appearance.theme, FiledRow.of(filed, self._words)
        row = QWidget()
        button = push_button(theme, view.button, measure="row")
        button.setAccessibleName(view.spoken)
        button.clicked.connect(lambda: self.amend_pressed.emit(filed))
        column = QVBoxLayout()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.px(12))
        inside.addLayout(column, 1)
        inside.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.setSpacing(theme.px(2))
        column.addWidget(Label(theme, "body", view.title, weight=600))
        for line in view.lines:
            label = Label(theme, "label", line, tone="ink2", weight=400)
            label.setWordWrap(True)
            column.addWidget(label)
        return row
