"""The side column: what a supervisor does with the report that is open beside it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.domain.events.event import EventId
from desktop.ui.advice_line import AdviceLine
from desktop.ui.badge import BadgeLabel
from desktop.ui.buttons import push_button, put_icon
from desktop.ui.console.reports.reading import read_text
from desktop.ui.flow import FlowLayout
from desktop.ui.glyph import Glyph
from desktop.ui.icons import Icons
from desktop.ui.labels import Label, dividing_line, mark_problem, set_property
from desktop.ui.removal import remove_all
from desktop.ui.text_area import TextArea
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.report_review import (
    ActionBlank,
    ActionView,
    Deed,
    RemarkView,
    ReviewView,
    Typed,
)
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words

WIDTH = 316


class ReviewColumn(QWidget):
    """Draws a ``ReviewView`` and writes what is typed into ``Typed``, keystroke by keystroke."""

    read_pressed = Signal()
    comment_pressed = Signal()
    action_pressed = Signal()
    done_pressed = Signal(str)
    outcome_pressed = Signal()
    sign_pressed = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._standing = _StandingCard(theme)
        self._standing.button.clicked.connect(self.read_pressed)
        self._signing = _SigningCard(theme)
        self._signing.button.clicked.connect(self.sign_pressed)
        self._actions = _ActionsCard(theme, words)
        self._actions.listed.connect(self.action_pressed)
        self._actions.finished.connect(self.done_pressed)
        self._outcome = _WordsCard(theme, Deed.OUTCOME, words("What became of it"))
        self._outcome.saved.connect(self.outcome_pressed)
        self._comments = _WordsCard(theme, Deed.COMMENT, words("Comment"))
        self._comments.saved.connect(self.comment_pressed)
        self._add_comment = words("Add the comment")
        self._cards = (
            self._standing,
            self._actions,
            self._outcome,
            self._signing,
            self._comments,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        for card in self._cards:
            column.addWidget(card)
        column.addStretch(1)
        self._report = ""

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, from above."""
        return [control for card in self._cards for control in card.controls]

    def open_action_form(self) -> None:
        """Begin to list an action."""
        self._actions.open_form()

    def show_view(self, view: ReviewView, typed: Typed) -> None:
        """Draw ``view``; fields keep what stands in ``typed``, and the keyboard."""
        is_other = view.report != self._report
        self._report = view.report
        self._standing.show_view(view)
        self._signing.show_view(view)
        self._actions.show_view(view, typed, is_other=is_other)
        self._outcome.show_view(
            view,
            title=view.outcome_title,
            hint=view.outcome_hint,
            said=view.outcomes,
            button=view.outcome_button,
            text=typed.outcome,
        )
        self._comments.show_view(
            view,
            title=view.comments_title,
            hint=view.comments_hint,
            said=view.comments,
            button=self._add_comment,
            text=typed.comment,
        )
        self._outcome.keep = lambda text: setattr(typed, "outcome", text)
        self._comments.keep = lambda text: setattr(typed, "comment", text)


class _Card(QFrame):
    """A titled card with room below for what was refused."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("plate", "card")
        px = theme.px
        self._title = Label(theme, "body_strong")
        self._advice = AdviceLine(theme)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(16), px(14), px(16), px(16))
        self._column.setSpacing(px(8))

    @property
    def controls(self) -> list[QWidget]:
        raise NotImplementedError

    def _foot(self, button: QPushButton) -> QWidget:
        made = QWidget()
        flow = FlowLayout(made, gap=self._theme.px(8))
        flow.addWidget(button)
        return made


class _StandingCard(_Card):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._badge = BadgeLabel(theme)
        self._readers = Label(theme, "label", tone="ink2", weight=400)
        self.button = push_button(theme, "", measure="row")
        self._row = self._foot(self.button)
        top = QWidget()
        flow = FlowLayout(top, gap=theme.px(8))
        self._title.setWordWrap(False)
        flow.addWidget(self._title)
        flow.addWidget(self._badge)
        for one in (top, self._readers, self._row, self._advice):
            self._column.addWidget(one)

    @property
    def controls(self) -> list[QWidget]:
        return [self.button]

    def show_view(self, view: ReviewView) -> None:
        self._title.setText(view.standing_title)
        self._badge.show_badge(view.badge)
        self._readers.setText(view.readers)
        self.button.setText(view.read_button)
        self._row.setVisible(view.may_read)
        self.button.setEnabled(Deed.READ not in view.busy)
        self._advice.show_advice(view.advice.get(Deed.READ))


class _SigningCard(_Card):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._icons = Icons(theme)
        self._said = _Lines(theme)
        self._again = AdviceLine(theme)
        self.button = push_button(theme, "", role="primary")
        self._row = self._foot(self.button)
        for one in (self._title, self._said, self._again, self._row, self._advice):
            self._column.addWidget(one)

    @property
    def controls(self) -> list[QWidget]:
        return [self.button]

    def show_view(self, view: ReviewView) -> None:
        signing = view.signing
        self._title.setText(view.signing_title)
        self._said.show_lines(signing.said, shape=Shape.DONE if not signing.is_asked else None)
        self._again.show_advice(Advice(signing.again) if signing.again else None)
        if self.button.text().strip() != signing.button:
            self.button.setText(signing.button)
            self._put_pen()
        self.button.setEnabled(Deed.SIGN not in view.busy)
        self._row.setVisible(signing.is_asked)
        self._advice.show_advice(view.advice.get(Deed.SIGN))

    def _put_pen(self) -> None:
        put_icon(self.button, self._icons, "pen-line", color="on_action", size=16)


class _Lines(QWidget):
    """Sentences below each other, each with a sign where it has one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))

    def show_lines(self, lines: tuple[str, ...], *, shape: Shape | None) -> None:
        if self._shown == (lines, shape):
            return
        self._shown = (lines, shape)
        remove_all(self._column)
        for at, line in enumerate(lines):
            made = QWidget()
            row = QHBoxLayout(made)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(self._theme.px(8))
            if shape is not None and at == len(lines) - 1:
                glyph = Glyph(self._theme, 16)
                glyph.show_shape(shape)
                row.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(self._theme, "label", line, tone="ink2", weight=400), 1)
            self._column.addWidget(made)


class _WordsCard(_Card):
    """What was said so far, a field for more, and a button that says who reads it."""

    saved = Signal()

    def __init__(self, theme: Theme, deed: Deed, name: str) -> None:
        super().__init__(theme)
        self._deed = deed
        self._shown: tuple[RemarkView, ...] | None = None
        self.keep: Callable[[str], None] = _nowhere
        self._hint = Label(theme, "label", tone="ink2", weight=400)
        self._said = QVBoxLayout()
        self._said.setSpacing(theme.px(10))
        self._area = TextArea(theme, name)
        self._area.typed.connect(self._typed)
        self._area.submitted.connect(self.saved)
        self.button = push_button(theme, "", measure="row")
        self.button.clicked.connect(self.saved)
        self._column.addWidget(self._title)
        self._column.addLayout(self._said)
        for one in (self._hint, self._area, self._advice, self._foot(self.button)):
            self._column.addWidget(one)

    @property
    def controls(self) -> list[QWidget]:
        return [self._area, self.button]

    def show_view(
        self,
        view: ReviewView,
        *,
        title: str,
        hint: str,
        said: tuple[RemarkView, ...],
        button: str,
        text: str,
    ) -> None:
        self._title.setText(title)
        self._hint.setText(hint)
        self.button.setText(button)
        if said != self._shown:
            self._shown = said
            remove_all(self._said)
            for one in said:
                self._said.addWidget(_remark(self._theme, one))
        self.keep = _nowhere  # what is put there now was not typed
        self._area.show_text(text)
        is_busy = self._deed in view.busy
        self._area.setReadOnly(is_busy)
        self.button.setEnabled(not is_busy)
        advice = view.advice.get(self._deed)
        self._advice.show_advice(advice)
        is_missing = advice is not None and not text.strip()
        set_property(self._area, "problem", "true" if is_missing else "false")

    def _typed(self, text: str) -> None:
        self.keep(text)


def _nowhere(_text: str) -> None:
    """Nothing is kept while the field is filled by us."""


def _remark(theme: Theme, one: RemarkView) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(1))
    column.addWidget(read_text(theme, one.words))
    column.addWidget(Label(theme, "caption", one.by, tone="ink3"))
    return made


class _ActionsCard(_Card):
    """What is to be done: each action with its *Done*, and a form for one more."""

    listed = Signal()
    finished = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self._words = words
        self._typed = Typed()
        self._view: ReviewView | None = None
        self._shown: object = None
        self._finishing: EventId = ""
        self._rows: list[QWidget] = []
        self._none = Label(theme, "label", tone="ink2", weight=400)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(10))
        self.add = push_button(theme, words("Add an action"), measure="row")
        put_icon(self.add, Icons(theme), "plus")
        self.add.clicked.connect(self.open_form)
        self._adding = self._foot(self.add)
        self._form = QWidget()
        self._what = self._line(words("What is to be done"), ActionBlank.WHAT)
        self._owner = self._line(words("Who does it"), ActionBlank.OWNER)
        self._due = self._line(words("Until when"), ActionBlank.DUE)
        self._lines = {
            ActionBlank.WHAT: (self._what, AdviceLine(theme)),
            ActionBlank.OWNER: (self._owner, AdviceLine(theme)),
            ActionBlank.DUE: (self._due, AdviceLine(theme)),
        }
        self._save = push_button(theme, words("List it"), measure="row")
        self._save.clicked.connect(self.listed)
        self._leave = push_button(theme, words("Not now"), role="quiet", measure="row")
        self._leave.clicked.connect(self._close_form)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=theme.px(8))
        flow.addWidget(self._save)
        flow.addWidget(self._leave)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, theme.px(6), 0, 0)
        form.setSpacing(theme.px(4))
        for line, wrong in self._lines.values():
            label = Label(theme, "label", line.accessibleName())
            label.setBuddy(line)
            form.addWidget(label)
            form.addWidget(line)
            form.addWidget(wrong)
        form.addSpacing(theme.px(6))
        form.addWidget(self._advice)
        form.addWidget(buttons)
        self._form.hide()
        self._column.addWidget(self._title)
        self._column.addWidget(self._none)
        self._column.addLayout(self._list)
        for one in (self._adding, self._form):
            self._column.addWidget(one)

    @property
    def controls(self) -> list[QWidget]:
        form = [self._what, self._owner, self._due, self._save, self._leave]
        return [*self._rows, self.add, *form]

    def show_view(self, view: ReviewView, typed: Typed, *, is_other: bool) -> None:
        self._view = view
        self._typed = typed
        if is_other:
            self._finishing = next((one for one, how in typed.how.items() if how.strip()), "")
        elif self._finishing and all(
            one.is_done for one in view.actions if one.id == self._finishing
        ):
            self._finishing = ""
        self._title.setText(view.actions_title)
        self._none.say("" if view.actions else view.no_actions)
        wants_form = bool(typed.what or typed.owner or typed.due)
        was_saving = not self._save.isEnabled()
        is_busy = Deed.ACTION in view.busy
        for line, text in ((self._what, typed.what), (self._owner, typed.owner)):
            _put(line, text)
        _put(self._due, typed.due)
        self._save.setEnabled(not is_busy)
        if is_other or (was_saving and not is_busy):
            self._show_form(is_open=wants_form)
        self._advice.show_advice(view.advice.get(Deed.ACTION))
        self._show_wrong(view)
        self._fill()

    def _show_wrong(self, view: ReviewView) -> None:
        for blank, (line, shown) in self._lines.items():
            advice = view.advice.get(blank)
            shown.show_advice(advice)
            mark_problem(line, advice.whole if advice else "")

    def _fill(self) -> None:
        view = self._view
        assert view is not None
        wanted = (view.actions, self._finishing, Deed.DONE in view.busy, view.advice.get(Deed.DONE))
        if wanted == self._shown:
            return
        self._shown = wanted
        remove_all(self._list)
        self._rows = []
        for action in view.actions:
            self._list.addWidget(self._action(action, view))

    def _action(self, action: ActionView, view: ReviewView) -> QWidget:
        theme, px = self._theme, self._theme.px
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(dividing_line())
        column.addWidget(read_text(theme, action.what))
        if action.is_done:
            row = QHBoxLayout()
            row.setSpacing(px(8))
            glyph = Glyph(theme, 16)
            glyph.show_shape(Shape.DONE)
            row.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(theme, "label", action.done, tone="ink2", weight=400), 1)
            column.addLayout(row)
            return made
        about = QHBoxLayout()
        about.setSpacing(px(8))
        owner = Label(theme, "label", action.owner, tone="ink2", weight=400)
        about.addWidget(owner, 1)
        if action.badge:
            about.addWidget(BadgeLabel(theme, action.badge), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(about)
        if action.id == self._finishing:
            column.addWidget(self._finish_form(action, view))
        else:
            done = push_button(theme, self._words("Done…"), measure="row", about=action.what)
            done.clicked.connect(lambda: self._begin_finishing(action.id))
            self._rows.append(done)
            column.addWidget(self._foot(done))
        return made

    def _finish_form(self, action: ActionView, view: ReviewView) -> QWidget:
        theme = self._theme
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(
            Label(theme, "label", self._words("How was it done? The reporter sees it."))
        )
        area = TextArea(theme, self._words("How was it done?"))
        area.show_text(self._typed.how.get(action.id, ""))
        area.typed.connect(lambda text: self._typed.how.__setitem__(action.id, text))
        area.submitted.connect(lambda: self.finished.emit(action.id))
        is_busy = Deed.DONE in view.busy
        area.setReadOnly(is_busy)
        save = push_button(theme, self._words("It is done"), measure="row", about=action.what)
        save.clicked.connect(lambda: self.finished.emit(action.id))
        save.setEnabled(not is_busy)
        leave = push_button(theme, self._words("Not yet"), role="quiet", measure="row")
        leave.clicked.connect(lambda: self._begin_finishing(""))
        advice = AdviceLine(theme)
        advice.show_advice(view.advice.get(Deed.DONE))
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=theme.px(8))
        for button in (save, leave):
            flow.addWidget(button)
        for one in (area, advice, buttons):
            column.addWidget(one)
        self._rows += [area, save, leave]
        self._area = area
        return made

    def _begin_finishing(self, action: EventId) -> None:
        self._finishing = action
        self._fill()
        if action:
            self._area.setFocus()

    def _line(self, name: str, blank: ActionBlank) -> QLineEdit:
        line = QLineEdit()
        line.setFont(self._theme.font("body"))
        line.setAccessibleName(name)
        line.textEdited.connect(lambda text: setattr(self._typed, blank.value, text))
        line.returnPressed.connect(self.listed)
        return line

    def open_form(self) -> None:
        self._show_form(is_open=True)
        self._what.setFocus()

    def _close_form(self) -> None:
        self._show_form(is_open=False)
        self.add.setFocus()

    def _show_form(self, *, is_open: bool) -> None:
        self._form.setVisible(is_open)
        self._adding.setVisible(not is_open)


def _put(line: QLineEdit, text: str) -> None:
    if line.text() != text:
        line.setText(text)
