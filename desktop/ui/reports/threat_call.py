"""The checklist of a threat on the phone: for one hand, with the receiver in the other."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.reports.field import Answers, Entry, Field
from desktop.domain.reports.fields import BY_KEY
from desktop.monotonic import monotonic
from desktop.services.reports.ports import Draft, Drafts, ThreatCalls
from desktop.ui.bridge import Bridge
from desktop.ui.buttons import push_button
from desktop.ui.focus_ring import FocusRing
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label
from desktop.ui.removal import remove_all
from desktop.ui.reports.alarms import QtAlarm
from desktop.ui.reports.chips import ChipGroup
from desktop.ui.reports.closing import Closing
from desktop.ui.reports.lines import FormLine
from desktop.ui.reports.look import Look
from desktop.ui.reports.question import Question, losing
from desktop.ui.reports.texts import FormText
from desktop.ui.room import room_for
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.theme import Appearance
from desktop.ui.views.incident_sheet import Sheet
from desktop.ui.views.saving import SaveState, SaveView, Saving
from desktop.ui.views.threat_call import EXACT, HEARD, NOTED, QUESTIONS, ThreatCallView
from desktop.ui.words import Words

FLUSH_MS = 500
"""What is typed is kept and streamed at least this often; what is ticked, at once."""

_TWO_COLUMNS = 980


class ThreatCallWindow(QWidget):
    """Keeps every tick as it is made, and streams it to the supervisors.

    ``over`` once the caller hung up; ``report_wanted`` with the draft, to go on in the form.
    ``closed`` with the draft's id.
    """

    over = Signal()
    report_wanted = Signal(object)
    closed = Signal(str)

    def __init__(
        self,
        draft: Draft,
        *,
        drafts: Drafts,
        calls: ThreatCalls,
        taker: str,
        appearance: Appearance,
        words: Words,
        monotonic: Callable[[], float] = monotonic,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__()
        self.setObjectName("threatCall")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._calls = calls
        self._appearance, self._words = appearance, words
        self._monotonic, self._now = monotonic, now
        self._began = monotonic()
        self._lasted: float | None = None
        self._sheet = Sheet(draft)
        self._unsent: Answers = {}
        self._bridge = Bridge(self)
        self._saving = Saving(
            draft=lambda: self.draft,
            save=drafts.save,
            alarm=QtAlarm(self),
            post=self._bridge.post,
            shown=self._show_saved,
            saved_at=draft.saved_at,
        )
        self.closing = Closing(self, saving=lambda: self._saving, ask=self._what_would_be_lost)
        self._flush_due = QtAlarm(self)
        self._is_flush_due = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._call = calls.begin(taker)
        self._ring = FocusRing(self, appearance)
        self._build()
        self._clock = QTimer(self)
        self._clock.setInterval(250)
        self._clock.timeout.connect(self._show_view)
        self._clock.start()
        appearance.changed.connect(self._build)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._end_or_go_on)
        received = self._now().strftime("%H:%M")
        self._take({"call_received": received, "call_channel": "phone"}, at_once=True)
        room = room_for(self)
        px = appearance.theme.px
        self.resize(min(px(1280), room.width()), min(px(860), room.height() - 40))
        self.words_field.setFocus()

    @property
    def draft(self) -> Draft:
        """The draft as it stands now."""
        return self._sheet.draft()

    @property
    def seconds(self) -> float:
        """How long the call has lasted, or lasted."""
        return self._monotonic() - self._began if self._lasted is None else self._lasted

    @property
    def is_over(self) -> bool:
        """The caller hung up."""
        return self._lasted is not None

    def hang_up(self) -> None:
        """The caller hung up: stop the clock and say so."""
        if self.is_over:
            return
        self._lasted = self._monotonic() - self._began
        self._clock.stop()
        view = self._view()
        ended = self._now().strftime("%H:%M")
        self._take({"call_ended": ended, "call_length": view.clock}, at_once=True)
        self._calls.end(self._call, at_s=int(self.seconds))
        self._show_view()
        self.over.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._flush()
        self.hang_up()
        self._saving.now()
        if not self.closing.may_close():
            event.ignore()
            return
        super().closeEvent(event)
        self._saving.stop()
        self.closing.closed()
        self.closed.emit(self.draft.id)

    def hideEvent(self, event: QHideEvent) -> None:
        self._flush()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _build(self) -> None:
        theme = self._appearance.theme
        self.setStyleSheet(theme.style_sheet())
        self.setPalette(theme.palette())
        self.setFont(theme.font("body"))
        remove_all(self._column)
        look = self._look = Look(theme, self._words)
        self._column.addWidget(self._header(look))
        self._column.addWidget(self._words_box(look))
        self._page = ScrollingPage()
        page = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        px = look.px
        self._sides.setContentsMargins(px(24), px(16), px(24), px(24))
        self._sides.setSpacing(px(32))
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(px(12))
        self._lines: list[FormLine] = []
        left.addWidget(Label(look.theme, "title", self._words("Ask, in this order")))
        for number, field in enumerate(QUESTIONS, 1):
            left.addWidget(self._question(look, number, field))
        left.addStretch(1)
        right.addWidget(Label(look.theme, "title", self._words("What you hear")))
        for field in HEARD:
            right.addWidget(self._chips(look, field))
        for field in NOTED:
            right.addWidget(self._line_box(look, field))
        right.addStretch(1)
        self._sides.addLayout(left, 1)
        self._sides.addLayout(right, 1)
        self._page.hold(page)
        self._column.addWidget(self._page, 1)
        self._arrange()
        self._ring.raise_()
        self._show_view()
        self._show_saved(self._saving.state)

    def _header(self, look: Look) -> QFrame:
        px = look.px
        header = QFrame()
        header.setObjectName("formHeader")
        self._timer = Label(look.theme, "figure", tabular=True, wraps=False)
        self._title = Label(look.theme, "lead", weight=600)
        self._lead = Label(look.theme, "body", tone="ink2")
        self._asked = Label(look.theme, "label", tone="ink2", weight=400, wraps=False)
        self._followed = Label(look.theme, "label", tone="ink2", weight=400)
        self._saved = QWidget()
        self._glyph = Glyph(look.theme, 14)
        self._saved_label = Label(look.theme, "label", tone="ink2", weight=400)
        self._end = push_button(look.theme, "", role="primary")
        self._end.setProperty("measure", "touch")
        self._end.setIconSize(look.icon_room(20))
        self._end.clicked.connect(self._end_or_go_on)
        self._beside = QVBoxLayout()
        self._beside.setSpacing(px(2))
        self._beside.addWidget(self._title)
        saved = QHBoxLayout(self._saved)
        saved.setContentsMargins(0, 0, 0, 0)
        saved.setSpacing(px(6))
        saved.addWidget(self._glyph)
        saved.addWidget(self._saved_label, 1)
        self._state = QVBoxLayout()
        self._state.setSpacing(px(2))
        self._state.addWidget(self._asked, 0, Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout()
        row.setSpacing(px(20))
        row.addWidget(self._timer)
        row.addLayout(self._beside, 1)
        row.addLayout(self._state)
        row.addWidget(self._end)
        self._below = QVBoxLayout()
        self._below.setSpacing(px(4))
        column = QVBoxLayout(header)
        column.setContentsMargins(px(24), px(10), px(24), px(10))
        column.setSpacing(px(6))
        column.addLayout(row)
        column.addLayout(self._below)
        self._is_wide: bool | None = None
        return header

    def _words_box(self, look: Look) -> QFrame:
        px = look.px
        box = QFrame()
        box.setObjectName("partLine")
        field = BY_KEY[EXACT]
        name = self._words(field.label)
        self.words_field = FormText(look, name, style="lead", least=2, most=4)
        self.words_field.show_text(str(self._sheet.answers.get(EXACT, "")))
        self.words_field.typed.connect(lambda text: self._take({EXACT: text}))
        self.words_field.left.connect(self._flush)
        label = Label(look.theme, "label", name, weight=600)
        label.setBuddy(self.words_field)
        column = QVBoxLayout(box)
        column.setContentsMargins(px(24), px(10), px(24), px(14))
        column.setSpacing(px(5))
        column.addWidget(label)
        column.addWidget(self.words_field)
        return box

    def _question(self, look: Look, number: int, field: Field) -> QWidget:
        box = self._line_box(look, field, text=f"{number}.  {self._words(field.label)}")
        line = self._lines[-1]
        line.returnPressed.connect(lambda: self._after(line))
        return box

    def _line_box(self, look: Look, field: Field, *, text: str = "") -> QWidget:
        box = QWidget()
        line = FormLine(look, self._words(field.label))
        line.setProperty("measure", "touch")
        line.setFont(look.theme.font("lead"))
        line.show_text(str(self._sheet.answers.get(field.key, "")))
        line.textEdited.connect(lambda typed: self._take({field.key: typed}))
        line.left.connect(self._flush)
        self._lines.append(line)
        label = Label(look.theme, "lead", text or self._words(field.label), weight=500)
        label.setBuddy(line)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(5))
        column.addWidget(label)
        column.addWidget(line)
        return box

    def _chips(self, look: Look, field: Field) -> QWidget:
        box = QWidget()
        name = self._words(field.label)
        is_single = field.entry is Entry.CHOICE
        chips = ChipGroup(
            look,
            name,
            tuple((choice.key, self._words(choice.label)) for choice in field.choices),
            is_single=is_single,
            most=len(field.choices),
            measure="touch",
        )
        answer = self._sheet.answers.get(field.key)
        on = [answer] if isinstance(answer, str) else answer if isinstance(answer, list) else []
        chips.show_on([one for one in on if isinstance(one, str)])
        chips.ticked.connect(
            lambda keys: self._take(
                {field.key: (keys[0] if keys else "") if is_single else [*keys]}, at_once=True
            )
        )
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        column.addWidget(Label(look.theme, "lead", name, weight=500))
        column.addWidget(chips)
        return box

    def _after(self, line: FormLine) -> None:
        """Enter goes on to the next question."""
        at = self._lines.index(line)
        if at + 1 < len(QUESTIONS):
            self._lines[at + 1].setFocus(Qt.FocusReason.TabFocusReason)

    def _take(self, said: Answers, *, at_once: bool = False) -> None:
        for key, answer in said.items():
            self._sheet.put(key, answer)
            self._unsent[key] = answer
        if at_once:
            self._flush()
        elif not self._is_flush_due:
            self._is_flush_due = True
            self._flush_due.set(FLUSH_MS, self._flush)
        self._show_view()

    def _flush(self) -> None:
        """Keep and stream what is not yet."""
        self._flush_due.cancel()
        self._is_flush_due = False
        if not self._unsent:
            return
        unsent, self._unsent = self._unsent, {}
        self._calls.tick(self._call, unsent, at_s=int(self.seconds))
        self.closing.wrote()
        self._saving.wrote()
        self._saving.now()

    def _what_would_be_lost(self) -> Question:
        return losing(self._look, self._appearance, self, title=self._view().title)

    def _end_or_go_on(self) -> None:
        if self.is_over:
            self._flush()
            self.closing.allow()  # the form keeps it from here on
            self.report_wanted.emit(self.draft)
        else:
            self.hang_up()

    def _view(self) -> ThreatCallView:
        return ThreatCallView.of(
            self._sheet.answers,
            seconds=self.seconds,
            is_over=self.is_over,
            followed_by=self._calls.followed_by(self._call),
            words=self._words,
        )

    def _show_view(self) -> None:
        view = self._view()
        self.setWindowTitle(f"{view.title} - Countersign")
        self._timer.setText(view.clock)
        self._timer.setAccessibleName(view.spoken_clock)
        self._title.setText(view.title)
        self._lead.setText(view.lead)
        self._asked.setText(view.asked)
        self._followed.say(view.followed)
        self._end.setText(view.end_text)
        icon = "arrow-right" if view.is_over else "phone-off"
        self._end.setIcon(self._look.icon_before(icon, "on_action", 20))

    def _show_saved(self, state: SaveState) -> None:
        view = SaveView.of(state, words=self._words)
        self._glyph.show_shape(view.shape)
        self._saved_label.setText(view.sentence)
        self._saved_label.set_tone(view.tone)
        self._saved.setVisible(bool(self._is_wide) or state.error is not None)
        self.closing.go_on()

    def _arrange(self) -> None:
        is_wide = self.width() >= self._look.px(_TWO_COLUMNS)
        directions = QBoxLayout.Direction
        self._sides.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        if is_wide is self._is_wide:
            return
        self._is_wide = is_wide
        for label in (self._followed, self._saved_label):
            label.setWordWrap(not is_wide)
        (self._beside if is_wide else self._below).addWidget(self._lead)
        for widget in (self._followed, self._saved):
            if is_wide:
                self._state.addWidget(widget, 0, Qt.AlignmentFlag.AlignRight)
            else:
                self._below.addWidget(widget)
        self._saved.setVisible(is_wide or self._saving.state.error is not None)
