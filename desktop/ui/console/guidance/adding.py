"""Adding a card: of which kind, and under which title; the rest is written in the editor."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.domain.guidance.card import CardKind
from desktop.ui.buttons import push_button
from desktop.ui.flow import FlowLayout
from desktop.ui.labels import Label, set_property
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.theme import Theme
from desktop.ui.views.guidance_adding import LONGEST_TITLE, kind_choices
from desktop.ui.words import Words

_WIDEST = 560


class AddingPage(ScrollingPage):
    """``begun`` carries the kind and the title; nothing is saved by it."""

    begun = Signal(object, str)
    left = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._kind = CardKind.GUIDE
        px = theme.px
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(px(20), px(14), px(20), px(14))
        column.setSpacing(px(10))
        column.addWidget(Label(theme, "title", words("Add a card")))
        kinds = QWidget()
        kinds.setAccessibleName(words("What kind of card"))
        kinds.setMaximumWidth(px(_WIDEST))
        flow = FlowLayout(kinds, gap=px(6))
        self.kinds: dict[CardKind, QPushButton] = {}
        for choice in kind_choices(self._kind, words):
            chip = push_button(theme, choice.name, role="filter", measure="row", about=choice.about)
            chip.setCheckable(True)
            chip.clicked.connect(lambda _=False, kind=choice.kind: self._choose(kind))
            self.kinds[choice.kind] = chip
            flow.addWidget(chip)
        self._about = Label(theme, "body", tone="ink2")
        self.title = QLineEdit()
        self.title.setFont(theme.font("body"))
        self.title.setMaxLength(LONGEST_TITLE)
        self.title.setMaximumWidth(px(_WIDEST))
        name = words("Title")
        self.title.setAccessibleName(name)
        label = Label(theme, "label", name, tone="ink2")
        label.setBuddy(self.title)
        discreet = words("Discreet: a customer may read it over a shoulder.")
        self.begin = push_button(theme, words("Begin the card"), role="primary")
        self.begin.clicked.connect(self._begin)
        self.cancel = push_button(theme, words("Cancel"), role="quiet")
        self.cancel.clicked.connect(self.left)
        self.title.returnPressed.connect(self._begin)
        self.title.textChanged.connect(lambda said: self.begin.setEnabled(bool(said.strip())))
        self.begin.setEnabled(False)
        buttons = QWidget()
        row = FlowLayout(buttons, gap=px(8))
        row.addWidget(self.begin)
        row.addWidget(self.cancel)
        column.addWidget(Label(theme, "label", words("What kind of card"), tone="ink2"))
        column.addWidget(kinds)
        column.addWidget(self._about)
        column.addSpacing(px(6))
        column.addWidget(label)
        column.addWidget(self.title)
        column.addWidget(Label(theme, "caption", discreet, tone="ink3"))
        column.addSpacing(px(6))
        column.addWidget(buttons)
        column.addStretch(1)
        self.hold(page)
        self._choose(self._kind)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        return [*self.kinds.values(), self.title, self.begin, self.cancel]

    def start(self) -> None:
        """Opened: the keyboard goes to the kinds."""
        self.kinds[self._kind].setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, kind: CardKind) -> None:
        self._kind = kind
        for choice in kind_choices(kind, self._words):
            chip = self.kinds[choice.kind]
            chip.setChecked(choice.is_chosen)
            set_property(chip, "on", "true" if choice.is_chosen else "false")
            if choice.is_chosen:
                self._about.setText(choice.about)

    def _begin(self) -> None:
        title = self.title.text().strip()
        if title:
            self.title.clear()
            self.begun.emit(self._kind, title)
