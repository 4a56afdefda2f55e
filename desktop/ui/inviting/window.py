"""The dialog beside the console in which an administrator's desk lets places in."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.roster.roles import Role
from desktop.ui.buttons import push_button
from desktop.ui.flow import FlowLayout
from desktop.ui.focus_ring import FocusRing
from desktop.ui.inviting.asking import AskPage
from desktop.ui.inviting.code_page import CodePage
from desktop.ui.inviting.many_page import ManyPage
from desktop.ui.removal import remove, remove_all
from desktop.ui.reports.look import Look
from desktop.ui.room import room_for
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.theme import Appearance
from desktop.ui.views.inviting import (
    AskView,
    CodeView,
    Doing,
    Field,
    ManyView,
    PlaceAsked,
)
from desktop.ui.words import Words

WIDTH = 600
_BESIDE_IT = 40


class InviteWindow(QDialog):
    """Shows one page at a time and reports what was pressed; it makes no code itself.

    Closing it changes nothing: a code goes on working until its time is over. It is not modal,
    for somebody may call meanwhile.
    """

    submitted = Signal(PlaceAsked)
    role_chosen = Signal()
    many_pressed = Signal()
    open_pressed = Signal()
    doing_pressed = Signal(Doing)
    withdraw_pressed = Signal(str)
    sheet_pressed = Signal()

    def __init__(
        self, *, appearance: Appearance, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("dialog")
        self.setWindowTitle(words("Invite a place"))
        self._appearance = appearance
        self._words = words
        self._answers: dict[Field, str] = {}
        self._role = Role.COUNTER
        self._view: AskView | CodeView | ManyView | None = None
        self._page: AskPage | CodePage | ManyPage | None = None
        self._scrolling = ScrollingPage()
        self._foot = QFrame()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scrolling, 1)
        column.addWidget(self._foot)
        self._left = QWidget()
        self._quiet = FlowLayout(self._left, gap=appearance.theme.px(8))
        self._main = QHBoxLayout()
        row = QHBoxLayout(self._foot)
        row.addWidget(self._left, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._main)
        self._row = row
        self._ring = FocusRing(self, appearance)
        appearance.changed.connect(self._restyle)
        self._dress()

    @property
    def page(self) -> AskPage | CodePage | ManyPage | None:
        """The page that is seen."""
        return self._page

    @property
    def asked(self) -> PlaceAsked:
        """What was typed so far."""

        def typed(field: Field) -> str:
            return self._answers.get(field, "").strip()

        return PlaceAsked(
            role=self._role,
            place=typed(Field.PLACE),
            area=typed(Field.AREA),
            person=typed(Field.PERSON),
        )

    def forget(self) -> None:
        """The next question begins with empty fields."""
        self._answers.clear()
        self._role = Role.COUNTER

    def show_ask(self, view: AskView) -> None:
        """Ask, or say how it stands with what was asked."""
        page = self._page
        if isinstance(page, AskPage):
            page.show_view(view)
        else:
            page = AskPage(self._look(), view, self._answers, self._role)
            page.submitted.connect(self._submit)
            page.role_chosen.connect(self._choose)
            page.open_pressed.connect(self.open_pressed)
            self._put_up(page)
        if not isinstance(self._view, AskView) or self._is_busy(self._view) != self._is_busy(view):
            self._fill_foot(
                [self._button(view.many_text, self.many_pressed.emit, role="quiet")],
                [
                    self._button(view.close_text, self.close),
                    self._button(view.submit_text, self._submit, role="primary"),
                ],
                is_enabled=not view.progress,
            )
            if not view.progress:
                page.start()
        self._view = view
        self._fit()

    def show_code(self, view: CodeView) -> None:
        """Show one code."""
        if view == self._view:
            return
        self._view = view
        self._put_up(CodePage(self._appearance.theme, view))
        quiet = [
            self._button(text, partial(self.doing_pressed.emit, doing), role="quiet")
            for doing, text in view.doing
            if not _is_main(doing, view)
        ]
        if view.sheet_text:
            quiet.append(self._button(view.sheet_text, self.sheet_pressed.emit, role="quiet"))
        main = [self._button(view.close_text, self.close)]
        main += [
            self._button(text, partial(self.doing_pressed.emit, doing), role="primary")
            for doing, text in view.doing
            if _is_main(doing, view)
        ]
        self._fill_foot(quiet, main)
        self._fit()
        main[0].setFocus()  # not on what would withdraw the code

    def show_many(self, view: ManyView) -> None:
        """Show many codes."""
        if view == self._view:
            return
        page, before = self._page, self._view
        self._view = view
        same = isinstance(page, ManyPage) and [*page.rows] == [row.nameplate for row in view.rows]
        if same and isinstance(page, ManyPage):
            page.show_view(view)
        else:
            page = ManyPage(self._appearance.theme, view)
            page.withdraw_pressed.connect(self.withdraw_pressed)
            self._put_up(page)
        if not same or not isinstance(before, ManyView) or _foot(before) != _foot(view):
            main = [self._button(view.close_text, self.close)]
            if view.sheet_text:
                main.append(self._button(view.sheet_text, self.sheet_pressed.emit, role="primary"))
            offered = ((Doing.WITHDRAW, view.withdraw_text), (Doing.ANOTHER, view.another_text))
            quiet = [
                self._button(text, partial(self.doing_pressed.emit, doing), role="quiet")
                for doing, text in offered
                if text
            ]
            self._fill_foot(quiet, main)
            self._fit()
            main[0].setFocus()

    def bring_up(self) -> None:
        """Put it before whoever sits here."""
        self.show()
        self.raise_()
        self.activateWindow()

    def _look(self) -> Look:
        return Look(self._appearance.theme, self._words)

    def _submit(self) -> None:
        if isinstance(self._view, AskView) and not self._view.progress:
            self.submitted.emit(self.asked)

    def _choose(self, role: Role) -> None:
        self._role = role
        self.role_chosen.emit()

    @staticmethod
    def _is_busy(view: AskView) -> bool:
        return bool(view.progress)

    def _button(
        self, text: str, act: Callable[[], object], *, role: str = "default"
    ) -> QPushButton:
        made = push_button(self._appearance.theme, text, role=role)
        made.setAutoDefault(False)  # Enter in a field asks for the code, and nothing else
        made.clicked.connect(lambda _=False: act())
        return made

    def _put_up(self, page: AskPage | CodePage | ManyPage) -> None:
        before = self._page
        self._page = page
        if before is not None:
            self._scrolling.takeWidget()
            remove(before)
        self._scrolling.hold(page)
        page.show()

    def _fill_foot(
        self, quiet: list[QPushButton], main: list[QPushButton], *, is_enabled: bool = True
    ) -> None:
        self._quiet.clear()
        remove_all(self._main)
        for button in quiet:
            self._quiet.addWidget(button)
        for button in main:
            self._main.addWidget(button)
        for button in (*quiet, *main[1:]):
            button.setEnabled(is_enabled)
        for button in (*quiet, *main):
            button.show()

    def _dress(self) -> None:
        theme = self._appearance.theme
        self.setStyleSheet(theme.style_sheet())
        self.setPalette(theme.palette())
        self.setFont(theme.font("body"))
        self._row.setContentsMargins(theme.px(20), theme.px(12), theme.px(32), theme.px(16))
        self._row.setSpacing(theme.px(12))
        self._main.setSpacing(theme.px(12))

    def _restyle(self) -> None:
        """The look has changed: everything is drawn anew, and what was typed stays."""
        self._dress()
        view, self._view = self._view, None
        if self._page is not None:
            self._scrolling.takeWidget()
            remove(self._page)
            self._page = None
        if isinstance(view, AskView):
            self.show_ask(view)
        elif isinstance(view, CodeView):
            self.show_code(view)
        elif view is not None:
            self.show_many(view)

    def _fit(self) -> None:
        """As high as the page needs, within the screen."""
        px, room = self._appearance.theme.px, room_for(self)
        width = min(px(WIDTH), room.width() - _BESIDE_IT)
        layout = self._page.layout() if self._page is not None else None
        page = layout.totalHeightForWidth(width) if layout is not None else 0
        foot = self._foot.layout()
        high = page + (foot.totalHeightForWidth(width) if foot is not None else 0)
        self.resize(width, min(high, room.height() - _BESIDE_IT))


def _foot(view: ManyView) -> tuple[str, str]:
    """What of the buttons below comes and goes."""
    return view.sheet_text, view.withdraw_text


def _is_main(doing: Doing, view: CodeView) -> bool:
    """What is next: a new code where this one is worth nothing, else the next place."""
    if doing is Doing.ANEW:
        return True
    offers = [one for one, _text in view.doing]
    return doing is Doing.ANOTHER and offers == [Doing.ANOTHER]
