"""The editor of the chosen card: its text in one language, whose it is, and saving it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.ui.advice_line import AdviceLine
from desktop.ui.advice_plate import AdvicePlate
from desktop.ui.buttons import push_button
from desktop.ui.console.guidance.files_box import FilesBox
from desktop.ui.console.guidance.source_editor import SourceEditor
from desktop.ui.flow import FlowLayout
from desktop.ui.labels import Label, mark_problem, set_property, set_shown
from desktop.ui.removal import remove_all
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.guidance_editing import EditorView
from desktop.ui.views.shapes import Shape
from desktop.ui.words import LANGUAGES, Words


class TextView(QWidget):
    """Draws an ``EditorView`` and reports every change while it is typed."""

    typed = Signal(str)
    language_chosen = Signal(str)
    translation_begun = Signal()
    owner_typed = Signal(str)
    reviewed_typed = Signal(str)
    reviewed_today = Signal()
    why_typed = Signal(str)
    save_pressed = Signal()
    hide_pressed = Signal()
    throw_away_pressed = Signal()
    bring_back_pressed = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        px = theme.px
        self._advice: tuple[Advice, ...] = ()
        self._plates = QVBoxLayout()
        self._plates.setSpacing(px(8))
        self.languages: dict[str, QPushButton] = {}
        switch = QWidget()
        switch.setAccessibleName(words("Language"))
        chips = FlowLayout(switch, gap=px(6))
        for code in LANGUAGES:
            button = push_button(theme, "", role="filter", measure="row")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, code=code: self.language_chosen.emit(code))
            self.languages[code] = button
            chips.addWidget(button)
        self.begin = push_button(theme, "", role="link", measure="row")
        self.begin.clicked.connect(self.translation_begun)
        self.owner = self._line()
        self.owner.textEdited.connect(self.owner_typed)
        self.reviewed = self._line()
        self.reviewed.editingFinished.connect(self._tell_reviewed)
        self.reviewed.textEdited.connect(lambda: self.refuse_day(None))
        self.today = push_button(theme, words("Today"))
        self.today.clicked.connect(self.reviewed_today)
        self._wrong_day = AdviceLine(theme)
        self.text = SourceEditor(theme)
        self.text.typed.connect(self.typed)
        self.advice = AdviceLine(theme)
        self.why = self._line()
        self.why.textEdited.connect(self.why_typed)
        self.save = push_button(theme, words("Save"), role="primary")
        self.save.setToolTip("Ctrl+S")
        self.save.clicked.connect(self.save_pressed)
        self.hide_card = push_button(theme, "")
        self.hide_card.clicked.connect(self.hide_pressed)
        self.throw_away = push_button(theme, words("Throw away"), role="quiet")
        self.throw_away.clicked.connect(self.throw_away_pressed)
        self.bring_back = push_button(theme, words("Bring it back"), role="quiet")
        self.bring_back.clicked.connect(self.bring_back_pressed)
        self.state = AdviceLine(theme)
        self.files = FilesBox(theme, words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(self._plates)
        column.addWidget(switch)
        column.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._facts())
        column.addWidget(self._wrong_day)
        column.addWidget(self.text, 1)
        column.addWidget(self.advice)
        column.addWidget(self.files)
        column.addWidget(self._named(words("What was changed, and why"), self.why))
        column.addWidget(self._buttons())
        column.addWidget(self.state)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        return [
            *self.languages.values(),
            self.begin,
            self.owner,
            self.reviewed,
            self.today,
            self.text,
            *self.files.controls,
            self.why,
            self.save,
            self.throw_away,
            self.bring_back,
            self.hide_card,
        ]

    def show_view(self, view: EditorView, text: str) -> None:
        """Draw ``view``, with the text of the language that is open."""
        self._show_plates(view.plates)
        for one in view.languages:
            button = self.languages[one.code]
            button.setText(one.name)
            button.setChecked(one.is_open)
            set_property(button, "on", "true" if one.is_open else "false")
        opened = next(one for one in view.languages if one.is_open)
        self.begin.setText(opened.begin)
        set_shown(self.begin, is_shown=bool(opened.begin))
        self.text.setAccessibleName(
            self._words("Text of the card, {language}", language=opened.name)
        )
        self.text.show_text(f"{view.card}/{opened.code}", text)
        for line, said in (
            (self.owner, view.owner),
            (self.why, view.why),
        ):
            if line.text() != said:
                line.setText(said)
        if not self.reviewed.hasFocus() and self.reviewed.property("problem") != "true":
            self.reviewed.setText(view.reviewed)
        self.files.show_files(view.files, view.reading)
        self.save.setEnabled(view.can_save)
        self.hide_card.setText(view.hide)
        self.hide_card.setEnabled(view.can_hide)
        set_shown(self.hide_card, is_shown=bool(view.hide))
        set_shown(self.throw_away, is_shown=view.can_throw_away)
        set_shown(self.bring_back, is_shown=view.can_bring_back)
        self.state.show_advice(
            Advice(view.state) if view.state else None,
            shape=Shape.ATTENTION if view.is_unsaved else Shape.DONE,
        )

    def show_advice(self, advice: Advice | None) -> None:
        """Say what is wrong with the text; it is kept all the same."""
        self.advice.show_advice(advice)
        mark_problem(self.text, advice.whole if advice else "")

    def refuse_day(self, advice: Advice | None) -> None:
        """Say that what was typed is no day; it stays there."""
        self._wrong_day.show_advice(advice)
        mark_problem(self.reviewed, advice.whole if advice else "")

    def show_reviewed(self, said: str) -> None:
        """Write the day of the last review, in place of whatever stands there."""
        self.refuse_day(None)
        self.reviewed.setText(said)

    def _show_plates(self, plates: tuple[Advice, ...]) -> None:
        if plates == self._advice:
            return
        self._advice = plates
        remove_all(self._plates)
        for advice in plates:
            plate = AdvicePlate(self._theme)
            self._plates.addWidget(plate)
            plate.say(Shape.ATTENTION, advice.sentence, advice.fix)

    def _tell_reviewed(self) -> None:
        if self.reviewed.isModified():
            self.reviewed.setModified(False)
            self.reviewed_typed.emit(self.reviewed.text())

    def _facts(self) -> QWidget:
        words, px = self._words, self._theme.px
        box = QWidget()
        flow = FlowLayout(box, gap=px(12))
        self.owner.setFixedWidth(px(148))
        self.reviewed.setFixedWidth(px(104))
        flow.addWidget(self._named(words("Whose card it is"), self.owner))
        flow.addWidget(self._named(words("Last reviewed"), self.reviewed))
        flow.addWidget(self._named("", self.today))
        self.today.setAccessibleName(words("Reviewed today"))
        self.today.setToolTip(words("Reviewed today"))
        return box

    def _named(self, name: str, line: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(4))
        label = Label(self._theme, "label", name or " ", tone="ink2", wraps=False)
        if name:
            label.setBuddy(line)
            line.setAccessibleName(name)
        column.addWidget(label)
        column.addWidget(line)
        return box

    def _buttons(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, gap=self._theme.px(8))
        for button in (self.save, self.throw_away, self.bring_back, self.hide_card):
            flow.addWidget(button)
        return box

    def _line(self) -> QLineEdit:
        line = QLineEdit()
        line.setFont(self._theme.font("body"))
        line.setMaxLength(300)
        return line
