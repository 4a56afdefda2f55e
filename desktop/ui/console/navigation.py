"""The console's left edge: the site, the pages there are, and who sits here."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.console.pages import NOW
from desktop.ui.glyph import Glyph
from desktop.ui.icons import Icons
from desktop.ui.labels import Label
from desktop.ui.theme import Theme
from desktop.ui.views.now import NowView

WIDTH = 208


class Navigation(QFrame):
    """One button per page, each with how much waits there."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, pages: Iterable[tuple[str, str, str]], *, settings: str
    ) -> None:
        """``pages`` are keys, names and icons, in the order of Ctrl+1 to 9; ``settings`` is what
        the way to this PC's own is called.
        """
        super().__init__()
        self.setObjectName("navigation")
        px = theme.px
        self.setFixedWidth(px(WIDTH))
        self._site = Label(theme, "lead", weight=600)
        self._address = Label(theme, "label", tone="ink2", weight=400)
        self._pages: dict[str, PageButton] = {}
        self._avatar = _Avatar(theme)
        self._me = Label(theme, "body", weight=500)
        self._dot = Glyph(theme, 12)
        self._state = Label(theme, "label", tone="ink2", weight=400)
        self.choice = push_button(theme, "", measure="row")
        self.settings = PageButton(theme, settings, "sliders-horizontal")
        state = QHBoxLayout()
        state.setSpacing(px(6))
        state.addWidget(self._dot)
        state.addWidget(self._state, 1)
        about = QVBoxLayout()
        about.setSpacing(px(1))
        about.addWidget(self._me)
        about.addLayout(state)
        foot = QHBoxLayout()
        foot.setSpacing(px(10))
        foot.addWidget(self._avatar)
        foot.addLayout(about, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(16), px(12), px(16))
        column.setSpacing(px(2))
        for label in (self._site, self._address):
            label.setContentsMargins(px(8), 0, px(8), 0)
            column.addWidget(label)
        column.addSpacing(px(14))
        for number, (key, name, icon) in enumerate(pages, 1):
            button = PageButton(theme, name, icon, hint=f"Ctrl+{number}")
            button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._pages[key] = button
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(self.settings)
        column.addSpacing(px(10))
        column.addLayout(foot)
        column.addSpacing(px(8))
        column.addWidget(self.choice)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, from above."""
        return [*self._pages.values(), self.settings, self.choice]

    def show_view(self, view: NowView) -> None:
        """Draw the site and who sits here."""
        self._site.say(view.site_name)
        self._address.say(view.site_address)
        self.show_count(NOW, view.page_count)
        self._avatar.show_initials(view.my_initials)
        self._me.setText(view.me)
        self._dot.show_shape(view.my_shape)
        self._state.setText(view.my_state)
        self.choice.setText(view.my_choice)

    def show_count(self, key: str, count: str) -> None:
        """Say how much waits on that page; "" where nothing does."""
        self._pages[key].show_count(count)

    def show_page(self, key: str) -> None:
        """Mark the page that is open."""
        for one, button in self._pages.items():
            button.mark_open(is_open=one == key)


class PageButton(QPushButton):
    """A page's icon, name and how much waits there."""

    def __init__(self, theme: Theme, name: str, icon: str, *, hint: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._icon = icon
        self._count = ""
        self.setProperty("role", "page")
        self.setCheckable(True)
        self.setToolTip(hint)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.setText(f"  {name}")
        self.clicked.connect(lambda: self.setChecked(self._is_open))
        self.mark_open(is_open=False)
        self.show_count("")

    def mark_open(self, *, is_open: bool) -> None:
        """Draw whether this is the page one sees."""
        self._is_open = is_open
        self.setChecked(is_open)
        self.setFont(self._theme.font("body", weight=600 if is_open else 500))
        color = "action_text" if is_open else "ink2"
        self.setIcon(Icons(self._theme).icon(self._icon, color=color, size=18))

    def show_count(self, count: str) -> None:
        """Draw ``count`` at the right."""
        self.setAccessibleName(f"{self._name} {count}".strip())
        if count != self._count:
            self._count = count
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._theme.px
        if self._is_open:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("action"))
            painter.drawRoundedRect(QRect(0, px(8), 3, self.height() - px(16)), 1.5, 1.5)
        if self._count:
            painter.setPen(self._theme.color("action_text" if self._is_open else "ink2"))
            painter.setFont(self._theme.font("label", tabular=True, weight=600))
            box = self.rect().adjusted(0, 0, -px(12), 0)
            where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, where, self._count)
        painter.end()


class _Avatar(QWidget):
    """Initials on a disc."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._initials = ""
        self.setFixedSize(theme.px(32), theme.px(32))

    def show_initials(self, initials: str) -> None:
        if initials != self._initials:
            self._initials = initials
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("sunken"))
        painter.drawEllipse(self.rect())
        painter.setPen(self._theme.color("ink"))
        painter.setFont(self._theme.font("caption", weight=600))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initials)
        painter.end()
