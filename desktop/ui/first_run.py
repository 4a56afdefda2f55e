"""The first-run window: create a site, join one or bring one back, and know what a panic does."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import DeskError
from desktop.ui.advice_line import AdviceLine
from desktop.ui.advice_plate import AdvicePlate
from desktop.ui.buttons import push_button
from desktop.ui.focus_ring import FocusRing
from desktop.ui.labels import Label, mark_problem
from desktop.ui.removal import remove_all
from desktop.ui.room import room_for
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.system_dialogs import ask_to_open, ask_to_save
from desktop.ui.theme import Appearance, Theme
from desktop.ui.tick_box import TickBox
from desktop.ui.views.advice import Advice
from desktop.ui.views.bringing_back import Found
from desktop.ui.views.first_run import (
    SECRETS,
    BringBack,
    CreateSite,
    Entry,
    FirstRunView,
    JoinSite,
    Key,
    Page,
    Question,
    bring_back_request,
    create_request,
    join_request,
    problems_of,
)
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words

WIDTH, HEIGHT = 640, 860


class FirstRunWindow(QWidget):
    """Asks three questions and reports the answers; what comes of them is told back to it.

    ``show_progress`` while it is being done, ``show_error`` with its advice; the caller closes
    the window when it is done. Answers stay where they are until then, but passphrases, which go
    with *Back*. Before a site is brought back, ``show_found`` says what is in the backup.
    """

    create_pressed = Signal(CreateSite)
    join_pressed = Signal(JoinSite)
    look_pressed = Signal(BringBack)
    bring_back_pressed = Signal()
    back_pressed = Signal()

    def __init__(
        self,
        *,
        appearance: Appearance,
        words: Words,
        person: str = "",
        page: Page = Page.CHOICE,
        height: int = HEIGHT,
    ) -> None:
        super().__init__()
        self.setObjectName("firstRun")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Countersign")
        self._appearance = appearance
        self._words = words
        self._page = page
        self._answers: dict[Key, str] = {Key.PERSON: person} if person else {}
        self._problems: dict[Key, str] = {}
        self._progress = ""
        self._share: float | None = None
        self._found: Found | None = None
        self._error: DeskError | None = None
        self._form: _Form | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._ring = FocusRing(self, appearance)
        appearance.changed.connect(self._build)
        self._build()
        room = room_for(self)
        px = appearance.theme.px
        self.resize(min(px(WIDTH), room.width()), min(px(height), room.height() - 40))

    def open_page(self, page: Page) -> None:
        """Ask the questions of ``page``."""
        self._page = page
        self._problems, self._error = {}, None
        self._build()

    def suggest(self, key: Key, answer: str) -> None:
        """Fill in what was found out meanwhile, unless the person has typed something."""
        if not self._answers.get(key):
            self._answers[key] = answer
            self._build()

    def show_progress(self, sentence: str, share: float | None = None) -> None:
        """Say what is being done, and how much of it, from 0 to 1; the form stands still meanwhile.
        "" ends it.
        """
        self._progress, self._error = sentence, None
        self._share = share
        self._show()

    def show_found(self, found: Found) -> None:
        """Say what is in the backup, and ask whether it is to be brought back."""
        self._found, self._progress = found, ""
        self.open_page(Page.FOUND)

    def show_error(self, error: DeskError) -> None:
        """Say what went wrong, and its advice: at the field it is about, else above the button."""
        self._progress, self._error = "", error
        self._show()
        at = self._view().at
        if self._form is not None and at is not None:
            self._form.go_to(at)

    @property
    def is_busy(self) -> bool:
        """What was asked for is being done."""
        return bool(self._progress)

    def _go_back(self) -> None:
        """*Back* was pressed: what is secret is typed again, or not at all."""
        for key in SECRETS:
            self._answers.pop(key, None)
        self._found = None
        self.back_pressed.emit()
        self.open_page(Page.RESTORE if self._page is Page.FOUND else Page.CHOICE)

    def forget(self) -> None:
        """Nothing of what was typed stays."""
        self._answers.clear()
        self._found = None
        remove_all(self._column)
        self._form = None

    def _view(self) -> FirstRunView:
        return FirstRunView.of(
            self._page,
            words=self._words,
            problems=self._problems,
            progress=self._progress,
            error=self._error,
            found=self._found,
        )

    def _build(self) -> None:
        theme = self._appearance.theme
        self.setStyleSheet(theme.style_sheet())
        self.setPalette(theme.palette())
        self.setFont(theme.font("body"))
        remove_all(self._column)
        self._form = _Form(theme, self._view(), self._answers)
        self._form.chosen.connect(self.open_page)
        self._form.submitted.connect(self._submit)
        self._form.left.connect(self._check)
        self._form.back_pressed.connect(self._go_back)
        self._column.addWidget(self._form)
        self._form.show()  # not only once the event loop comes round: the keyboard goes there now
        self._form.start()

    def _show(self) -> None:
        if self._form is not None:
            self._form.show_state(self._view(), self._share)

    def _check(self, key: Key) -> None:
        """Look at one field when it is left, never while somebody types in it."""
        found = problems_of(self._page, self._answers, words=self._words)
        if self._answers.get(key):
            if key in found:
                self._problems[key] = found[key]
            else:
                self._problems.pop(key, None)
            self._show()

    def _submit(self) -> None:
        self._problems = problems_of(self._page, self._answers, words=self._words)
        self._error = None
        self._show()
        if self._problems:
            if self._form is not None:
                self._form.go_to(next(iter(self._problems)))
        elif self._page is Page.CREATE:
            self.create_pressed.emit(create_request(self._answers))
        elif self._page is Page.RESTORE:
            self.look_pressed.emit(bring_back_request(self._answers))
        elif self._page is Page.FOUND:
            self.bring_back_pressed.emit()
        else:
            self.join_pressed.emit(join_request(self._answers))


class _Form(QWidget):
    """One page of the window: the questions scroll, the buttons below them stand still."""

    chosen = Signal(Page)
    submitted = Signal()
    back_pressed = Signal()
    left = Signal(Key)

    def __init__(self, theme: Theme, view: FirstRunView, answers: dict[Key, str]) -> None:
        super().__init__()
        self._theme = theme
        self._answers = answers
        self._fields: dict[Key, _Field] = {}
        self._first: QWidget | None = None
        px = theme.px
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._scroll = ScrollingPage()
        whole.addWidget(self._scroll, 1)
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(px(40), px(32), px(40), px(24))
        self._column.setSpacing(px(8))
        self._column.addWidget(Label(theme, "page", view.title))
        self._column.addWidget(Label(theme, "lead", view.lead, tone="ink2"))
        self._column.addSpacing(px(12))
        if view.page is Page.CHOICE:
            self._add_choices(view)
            self._column.addSpacing(px(12))
            self._column.addWidget(_truths(theme, view))
            self._column.addStretch(1)
            self._add_quiet_choice(view)
        else:
            if view.facts and view.page is Page.FOUND:
                self._column.addWidget(_facts(theme, view))
                self._column.addSpacing(px(12))
                self._column.addWidget(Label(theme, "body", view.then, tone="ink2"))
            for number, question in enumerate(view.questions, 1):
                self._add_question(number, question, view)
            self._column.addStretch(1)
            whole.addWidget(self._foot(view))
        self._scroll.hold(page)
        self.show_state(view)

    def start(self) -> None:
        """Put the keyboard where the person begins."""
        first = self._first if self._first is not None else self._submit
        first.setFocus()

    def go_to(self, key: Key) -> None:
        """Put the keyboard on the field of ``key``, and bring it and its advice into sight."""
        field = self._fields[key]
        field.line.setFocus()
        self._scroll.bring_up(field)

    def show_state(self, view: FirstRunView, share: float | None = None) -> None:
        """Show problems, progress and advice; the fields keep what was typed."""
        for question in view.questions:
            for entry in question.entries:
                self._fields[entry.key].show_advice(entry.advice)
        if view.page is Page.CHOICE:
            return
        for field in self._fields.values():
            field.setEnabled(not view.is_busy)
        self._submit.setEnabled(not view.is_busy)
        self._back.setEnabled(not view.is_busy)
        self._progress.say(view.progress)
        self._track.setAccessibleName(view.progress)
        self._track.setVisible(share is not None)
        self._track.setValue(round(1000 * (share or 0.0)))
        self._advice.setVisible(view.advice is not None)
        if view.advice is not None:
            self._advice.say(Shape.ATTENTION, view.advice.sentence, view.advice.fix)

    def _add_choices(self, view: FirstRunView) -> None:
        theme = self._theme
        for page, text, detail in (
            (Page.CREATE, view.create_text, view.create_detail),
            (Page.JOIN, view.join_text, view.join_detail),
        ):
            button = _choice(theme, text, detail)
            button.clicked.connect(lambda _=False, chosen=page: self.chosen.emit(chosen))
            self._column.addWidget(button)
            self._first = self._first or button

    def _add_quiet_choice(self, view: FirstRunView) -> None:
        """Once in the life of a site, if ever."""
        button = push_button(self._theme, view.restore_text, role="quiet")
        button.clicked.connect(lambda: self.chosen.emit(Page.RESTORE))
        self._column.addSpacing(self._theme.px(12))
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_question(self, number: int, question: Question, view: FirstRunView) -> None:
        theme = self._theme
        self._column.addWidget(Label(theme, "lead", f"{number}.  {question.title}", weight=600))
        for entry in question.entries:
            field = _Field(theme, entry, view, self._answers.get(entry.key, ""))
            field.typed.connect(self._answers.__setitem__)
            field.left.connect(self.left)
            field.line.returnPressed.connect(self.submitted)
            self._fields[entry.key] = field
            self._column.addWidget(field)
            if self._first is None and not self._answers.get(entry.key):
                self._first = field.line
        if question.why:
            self._column.addWidget(Label(theme, "label", question.why, tone="ink2", weight=400))
        self._column.addSpacing(theme.px(12))

    def _foot(self, view: FirstRunView) -> QWidget:
        theme = self._theme
        px = theme.px
        self._advice = AdvicePlate(theme)
        self._submit = push_button(theme, view.submit_text, role="primary", measure="last")
        self._submit.clicked.connect(self.submitted)
        self._back = push_button(theme, view.back_text, measure="last")
        self._back.clicked.connect(self.back_pressed)
        self._progress = Label(theme, "body", tone="ink2")
        self._track = QProgressBar()
        self._track.setRange(0, 1000)
        self._track.setTextVisible(False)
        self._track.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(px(12))
        buttons.addWidget(self._back)
        buttons.addStretch(1)
        buttons.addWidget(self._submit, 0, Qt.AlignmentFlag.AlignRight)
        foot = QFrame()
        foot.setObjectName("formFoot")
        column = QVBoxLayout(foot)
        column.setContentsMargins(px(40), px(12), px(40), px(16))
        column.setSpacing(px(12))
        for told in (self._advice, self._progress, self._track):
            column.addWidget(told)
        column.addLayout(buttons)
        return foot


class _Field(QWidget):
    """A labelled line with, below it, what is wrong and what to do."""

    typed = Signal(Key, str)
    left = Signal(Key)

    def __init__(self, theme: Theme, entry: Entry, view: FirstRunView, answer: str) -> None:
        super().__init__()
        px = theme.px
        self.line = QLineEdit(answer)
        self.line.setFont(theme.font("body"))
        self.line.setPlaceholderText(entry.example)
        self.line.setAccessibleName(entry.label)
        self.line.textChanged.connect(lambda text: self.typed.emit(entry.key, text))
        self.line.editingFinished.connect(lambda: self.left.emit(entry.key))
        label = Label(theme, "label", entry.label)
        label.setBuddy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(2))
        column.setSpacing(px(4))
        column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.line, 1)
        column.addLayout(row)
        if entry.is_secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
            column.addWidget(self._reveal(theme, view.reveal_text))
        if entry.is_file or entry.opens:
            row.addWidget(self._browse(theme, view, entry))
        self._advice = AdviceLine(theme)
        column.addWidget(self._advice)

    def show_advice(self, advice: Advice | None) -> None:
        self._advice.show_advice(advice)
        mark_problem(self.line, advice.whole if advice else "")

    def _reveal(self, theme: Theme, text: str) -> TickBox:
        box = TickBox(theme, text)
        box.setFont(theme.font("label", weight=400))
        modes = QLineEdit.EchoMode
        box.toggled.connect(
            lambda shown: self.line.setEchoMode(modes.Normal if shown else modes.Password)
        )
        return box

    def _browse(self, theme: Theme, view: FirstRunView, entry: Entry) -> QPushButton:
        button = push_button(theme, view.browse_text, about=entry.label)
        if entry.opens:
            button.clicked.connect(lambda: self._open_file(entry.opens))
        else:
            button.clicked.connect(lambda: self._choose_file(view.browse_text))
        return button

    def _open_file(self, title: str) -> None:
        ask_to_open(self, title, "", lambda file: self.line.setText(str(file)))

    def _choose_file(self, title: str) -> None:
        proposed = Path(self.line.text() or "countersign-recovery.json")
        ask_to_save(self, title, proposed, "", lambda file: self.line.setText(str(file)))


class _Choice(QPushButton):
    """A button of two lines; as high as they need."""

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return inside.sizeHint() if inside is not None else super().sizeHint()


def _choice(theme: Theme, text: str, detail: str) -> QPushButton:
    button = _Choice()
    button.setProperty("role", "choice")
    button.setAccessibleName(text)
    button.setAccessibleDescription(detail)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    inside = QVBoxLayout(button)
    inside.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(14))
    inside.setSpacing(theme.px(2))
    for label in (
        Label(theme, "lead", text, weight=600),
        Label(theme, "body", detail, tone="ink2"),
    ):
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside.addWidget(label)
    return button


def _facts(theme: Theme, view: FirstRunView) -> QWidget:
    """What is in the backup, each under its name."""
    px = theme.px
    plate = QFrame()
    plate.setProperty("plate", "card")
    grid = QGridLayout(plate)
    grid.setContentsMargins(px(20), px(16), px(20), px(16))
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(8))
    grid.setColumnStretch(1, 1)
    grid.addWidget(Label(theme, "body_strong", view.facts_title), 0, 0, 1, 2)
    for row, (name, value) in enumerate(view.facts, 1):
        named = Label(theme, "body", name, tone="ink2", wraps=False)
        grid.addWidget(named, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(theme, "body", value), row, 1)
    return plate


def _truths(theme: Theme, view: FirstRunView) -> QWidget:
    px = theme.px
    plate = QFrame()
    plate.setProperty("plate", "card")
    column = QVBoxLayout(plate)
    column.setContentsMargins(px(20), px(16), px(20), px(16))
    column.setSpacing(px(4))
    for title, text in (
        (view.does_title, view.does),
        (view.does_not_title, view.does_not),
    ):
        column.addWidget(Label(theme, "body_strong", title))
        column.addWidget(Label(theme, "body", text, tone="ink2"))
        column.addSpacing(px(6))
    return plate
