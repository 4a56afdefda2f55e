"""The guidance panel: grows from the counter bar and never takes the keyboard unasked (VISUAL §5).

It opens without it, so that whoever is typing in another program goes on typing there, and a click
in it leaves it there, too. The keyboard is asked for by a click into the search field, or by
opening the panel a second time; from then on letters and figures do what the page says.
"""

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.guidance.conversation import Conversation
from desktop.domain.guidance.ids import CardId
from desktop.ui.focus_ring import FocusRing
from desktop.ui.growing import grown_from
from desktop.ui.guidance.card_page import CardPage
from desktop.ui.guidance.helpful import HelpfulBar
from desktop.ui.guidance.key_foot import KeyFoot
from desktop.ui.guidance.key_hint import KeyHint
from desktop.ui.guidance.look import GuidanceLook
from desktop.ui.guidance.pages import Pages
from desktop.ui.guidance.panel_head import PanelHead
from desktop.ui.guidance.practice_page import PracticePage
from desktop.ui.guidance.search_page import SearchPage
from desktop.ui.guidance.source import Source, Surroundings
from desktop.ui.guidance.talk_strip import TalkStrip
from desktop.ui.guidance.topics_page import TopicsPage
from desktop.ui.labels import set_shown
from desktop.ui.removal import remove_all
from desktop.ui.taskbar import keep_off_taskbar
from desktop.ui.theme import Appearance
from desktop.ui.views.guidance_talk import TalkView
from desktop.ui.words import Words

WIDTH, HEIGHT = 412, 850
_NO_FOCUS = Qt.WindowType.WindowDoesNotAcceptFocus
_WRITES = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
"""What some keyboards need for a figure or a slash."""


class GuidancePanel(QWidget):
    """Shows what ``show_source`` gives it and reports what the person asked for.

    ``assist_pressed`` and ``panic_pressed`` are the bar's own. ``warned`` carries the words and the
    card, ``step_tapped`` a card and its step, ``rated`` a card, whether it helped, a comment, and
    whether the name goes with it, ``practiced`` a card, how many were good, and of how many.
    """

    assist_pressed = Signal()
    panic_pressed = Signal()
    report_wanted = Signal()
    step_tapped = Signal(str, str)
    warned = Signal(str, str)
    promised = Signal(str, str)
    taken_back = Signal(object)
    thrown_away = Signal()
    brought_back = Signal()
    rated = Signal(str, bool, str, bool)
    missed = Signal(str)
    confirmed = Signal(str)
    practiced = Signal(str, int, int)
    file_wanted = Signal(object)
    painted = Signal()

    def __init__(
        self,
        source: Source,
        surroundings: Surroundings,
        *,
        appearance: Appearance,
        words: Words,
    ) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | _NO_FOCUS,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setObjectName("guidancePanel")
        self.setWindowTitle(words("Guidance"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._around = surroundings
        self._appearance, self._words = appearance, words
        self._rated: CardId = ""
        self.pages = Pages(source, surroundings, GuidanceLook(appearance.theme, words))
        self._join_pages()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._ring = FocusRing(self, appearance)
        self._corner = QPoint()
        self._build()
        appearance.changed.connect(self._build)

    # --- what it shows -------------------------------------------------------------------------

    @property
    def card(self) -> CardId:
        """The card that is open; empty on the first page."""
        return self.pages.card

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self.pages.page

    def show_source(self, source: Source) -> None:
        """Draw the guidance as it stands now; whoever reads stays where they are."""
        self.pages.show_source(source)

    def show_conversation(self, conversation: Conversation) -> None:
        """Draw what was noted so far."""
        self.strip.show_view(TalkView.of(conversation, self._words))
        self.pages.show_tried()

    def show_person(self) -> None:
        """Somebody else sits here now: nothing is left to be seen of what the one before noted,
        wrote or read, and nothing of it goes out in another's name.
        """
        self.helpful.forget()
        self.strip.forget()
        self.strip.show_view(TalkView.of(self._around.conversation, self._words))
        self.pages.go_to_topics()

    def open_card(self, card: CardId) -> None:
        """Show that card; the one before stays a step back."""
        self.pages.open_card(card)

    # --- where it stands, and the keyboard -----------------------------------------------------

    def open_above(self, corner: QPoint) -> None:
        """Show it with its lower right corner at ``corner`` (global), as far as there is room.

        Opened a second time it asks for the keyboard.
        """
        if self.isVisible():
            self.take_keyboard()
            return
        self._corner = corner
        self._place()
        self.show()

    def take_keyboard(self, *, to_search: bool = False) -> None:
        """It was asked for: have keys come here, to the page or to the search field."""
        self._have_keys_come()
        to = self.head.search if to_search else self
        to.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def hide_at_once(self) -> None:
        """Gone in one key; it opens on the first page again."""
        self.hide()
        self._accept_focus(accepts=False)
        self.pages.go_to_topics()

    def _have_keys_come(self) -> None:
        self._accept_focus(accepts=True)
        self.raise_()
        self.activateWindow()

    def _accept_focus(self, *, accepts: bool) -> None:
        """By the window's handle: the widget's own flags would have it made anew."""
        handle = self.windowHandle()
        if handle is not None:
            handle.setFlag(_NO_FOCUS, not accepts)

    def _place(self) -> None:
        px = self._appearance.theme.px
        self.setGeometry(grown_from(self._corner, QSize(px(WIDTH), px(HEIGHT))))

    def event(self, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.WindowDeactivate:
                self._accept_focus(accepts=False)
                self._show_keys(count=False)
            case QEvent.Type.WindowActivate:
                self._show_keys(count=True)
        return super().event(event)

    def _show_keys(self, *, count: bool) -> None:
        """Key hints are dim until keys come here."""
        for hint in self.findChildren(KeyHint):
            hint.show_key(counts=count)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        keep_off_taskbar(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()

    # --- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_typing = self.head.search.hasFocus() or self._is_in_a_line()
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.hide_at_once()
        elif key == Qt.Key.Key_Left and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.pages.go_back()
        elif self.head.search.hasFocus() and self._search_key(key):
            pass
        elif is_typing or event.modifiers() & ~_WRITES:
            super().keyPressEvent(event)
        elif event.text() == "/":
            self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._page_key(event.text()):
            pass
        elif isinstance(self.page, TopicsPage) and event.text().isalpha():
            self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.head.search.insert(event.text())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 (Qt's name for it)
        """From the card itself, the first Tab goes to the call that belongs to it."""
        if next and self.hasFocus() and isinstance(self.page, CardPage):
            call = self.page.call
            if call is not None:
                call.setFocus(Qt.FocusReason.TabFocusReason)
                self.pages.ensureWidgetVisible(call)
                return True
        return super().focusNextPrevChild(next)

    def _is_in_a_line(self) -> bool:
        return any(
            line.hasFocus() for line in (self.strip.what, self.strip.by, self.helpful.comment)
        )

    def _search_key(self, key: int) -> bool:
        """Arrows and Enter choose while somebody types; with nothing typed, Down leaves."""
        page = self.page
        if isinstance(page, SearchPage):
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                chosen = page.choose(1 if key == Qt.Key.Key_Down else -1)
                if chosen is not None:
                    self.pages.ensureWidgetVisible(chosen)
                    self.head.search.setAccessibleDescription(page.said)
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                page.open_chosen()
                self._leave_search()
                return True
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._leave_search()
            return True
        return False

    def _leave_search(self) -> None:
        """On to the page itself, where letters and figures act."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.page, TopicsPage) and self.page.topics:
            self.page.topics[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _page_key(self, text: str) -> bool:
        """What a letter or a figure does on the page that is shown; whether it does anything."""
        page, letter = self.page, text.upper()
        figure = int(text) if text.isdecimal() else 0
        if figure and isinstance(page, TopicsPage):
            return self.pages.open_place(figure)
        if figure and isinstance(page, PracticePage) and figure <= len(page.answers):
            self.pages.choose(figure - 1)
            return True
        if isinstance(page, CardPage):
            buttons = (button for rung in page.view.rungs for button in rung.buttons)
            keyed = next((one for one in buttons if one.key and one.key == letter), None)
            if keyed is not None:
                self.pages.press(keyed)
                return True
        return False

    # --- drawing -------------------------------------------------------------------------------

    def _join_pages(self) -> None:
        pages = self.pages
        pages.turned.connect(self._page_turned)
        pages.card_opened.connect(self._clear_search)
        pages.promise_wanted.connect(self._open_promise)
        pages.assist_pressed.connect(self.assist_pressed)
        pages.panic_pressed.connect(self.panic_pressed)
        pages.report_wanted.connect(self.report_wanted)
        pages.step_tapped.connect(self.step_tapped)
        pages.warned.connect(self.warned)
        pages.missed.connect(self.missed)
        pages.confirmed.connect(self.confirmed)
        pages.practiced.connect(self.practiced)
        pages.file_wanted.connect(self.file_wanted)

    def _build(self) -> None:
        theme = self._appearance.theme
        self.setStyleSheet(theme.style_sheet())
        self.setPalette(theme.palette())
        self.setFont(theme.font("body"))
        self._column.removeWidget(self.pages)
        remove_all(self._column)
        look = GuidanceLook(theme, self._words)
        self.head = PanelHead(look)
        self.head.closed.connect(self.hide_at_once)
        self.head.asked_keyboard.connect(lambda: self.take_keyboard(to_search=True))
        self.head.search.setText(self.pages.typed)
        self.head.search.textChanged.connect(self._search)
        self.strip = self._make_strip(look)
        self.helpful = HelpfulBar(look)
        self.helpful.rated.connect(
            lambda helped, comment, named: self.rated.emit(self._rated, helped, comment, named)
        )
        self.helpful.asked_keyboard.connect(self._have_keys_come)
        self.foot = KeyFoot(look)
        for widget in (self.head, self.pages, self.strip, self.helpful, self.foot):
            self._column.addWidget(widget, 1 if widget is self.pages else 0)
        self.strip.show_view(TalkView.of(self._around.conversation, self._words))
        self.pages.use(look)
        self._ring.raise_()
        if self.isVisible():
            self._place()

    def _make_strip(self, look: GuidanceLook) -> TalkStrip:
        strip = TalkStrip(look)
        strip.report_wanted.connect(self.report_wanted)
        strip.thrown_away.connect(self.thrown_away)
        strip.brought_back.connect(self.brought_back)
        strip.promised.connect(self.promised)
        strip.taken_back.connect(self.taken_back)
        strip.asked_keyboard.connect(self._have_keys_come)
        return strip

    def _page_turned(self) -> None:
        page = self.page
        self._show_keys(count=self.isActiveWindow())
        is_card = isinstance(page, CardPage)
        set_shown(self.helpful, is_shown=is_card)
        set_shown(self.foot, is_shown=not is_card)
        self.foot.show_for(page)
        if self._rated != self.card or not is_card:  # whoever rates a card has it still before them
            self.helpful.ask_anew()
            self._rated = self.card
        if isinstance(page, CardPage):
            self.helpful.show_review(page.view.review, is_overdue=page.view.is_overdue)

    def _search(self, typed: str) -> None:
        if typed == self.pages.typed:
            return
        self.pages.search(typed)
        if isinstance(self.page, SearchPage):
            self.head.search.setAccessibleDescription(self.page.said)

    def _clear_search(self) -> None:
        self.head.search.clear()

    def _open_promise(self) -> None:
        self._have_keys_come()
        self.strip.open_promise()
