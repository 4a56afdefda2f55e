"""Was this helpful? One tap, and a comment for whoever keeps the guidance (003)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.guidance.saying import MOST_LETTERS
from desktop.ui.badge import BadgeLabel
from desktop.ui.buttons import push_button, put_icon
from desktop.ui.flow import FlowLayout
from desktop.ui.guidance.look import GuidanceLook
from desktop.ui.guidance.typing_line import TypingLine
from desktop.ui.labels import Label, set_shown
from desktop.ui.tick_box import TickBox
from desktop.ui.views.badges import Badge, BadgeTone


class HelpfulBar(QFrame):
    """``rated`` carries whether it helped, a comment, and whether the name is to go with it: once
    for a card, when it is sent, or without a comment when somebody goes on to something else.
    ``asked_keyboard`` wants to type.
    """

    rated = Signal(bool, str, bool)
    asked_keyboard = Signal()

    def __init__(self, look: GuidanceLook) -> None:
        super().__init__()
        self._look = look
        self._helped: bool | None = None
        px = look.px
        self.setObjectName("panelFoot")
        self._review = Label(look.theme, "caption", tone="ink2", wraps=False)
        self._overdue = BadgeLabel(look.theme)
        asks = look.words("Was this helpful?")
        self._question = Label(look.theme, "label", asks, tone="ink2", wraps=False)
        self.yes = push_button(look.theme, look.words("Yes"), measure="tight")
        put_icon(self.yes, look.icons, "thumbs-up")
        self.no = push_button(look.theme, look.words("No"), measure="tight")
        put_icon(self.no, look.icons, "thumbs-down")
        self.yes.clicked.connect(lambda: self._open(helped=True))
        self.no.clicked.connect(lambda: self._open(helped=False))
        self._asking = QWidget()
        asking = FlowLayout(self._asking, gap=px(6))
        for widget in (self._question, self.yes, self.no, self._review, self._overdue):
            asking.addWidget(widget)
        self._telling = self._comment_box()
        self._thanks = Label(look.theme, "label", tone="hand")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(8), px(12), px(8))
        column.setSpacing(px(6))
        for part in (self._asking, self._telling, self._thanks):
            column.addWidget(part)
        self.show_review("", is_overdue=False)
        self.forget()

    def ask_anew(self) -> None:
        """Ask about another card."""
        self.flush()
        self.forget()

    def forget(self) -> None:
        """Nothing was said, and nothing is sent."""
        self._helped = None
        self.comment.clear()
        self.without_name.setChecked(False)
        self._show(self._asking)

    def show_review(self, review: str, *, is_overdue: bool) -> None:
        """The card was reviewed as ``review`` says."""
        self._review.say("" if is_overdue else review)
        self._overdue.show_badge(Badge(review, BadgeTone.NEED) if is_overdue and review else None)

    def _comment_box(self) -> QWidget:
        look, px = self._look, self._look.px
        box = QWidget()
        self._ask_why = Label(look.theme, "label", tone="ink2")
        self.comment = TypingLine()
        self.comment.clicked.connect(self.asked_keyboard)
        self.comment.setMaxLength(MOST_LETTERS)
        self.comment.setFont(look.theme.font("body"))
        self.comment.returnPressed.connect(self._send)
        self._ask_why.setBuddy(self.comment)
        self.without_name = TickBox(look.theme, look.words("Without my name"))
        self.without_name.setToolTip(
            look.words(
                "Your name is not sent. Supervisors are not shown which PC it came from; the log"
                " has it."
            )
        )
        self.send = push_button(look.theme, look.words("Send"), role="primary", measure="row")
        self.send.clicked.connect(self._send)
        last = QHBoxLayout()
        last.addWidget(self.without_name, 1)
        last.addWidget(self.send)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self._ask_why)
        column.addWidget(self.comment)
        column.addLayout(last)
        return box

    def flush(self) -> None:
        """Somebody tapped *Yes* or *No* and went on: that counts, too."""
        if self._helped is not None:
            helped, self._helped = self._helped, None
            self.rated.emit(helped, "", not self.without_name.isChecked())

    def _open(self, *, helped: bool) -> None:
        self._helped = helped
        words = self._look.words
        asks = words("What helped?") if helped else words("What was missing or wrong?")
        self._ask_why.setText(asks)
        self.comment.setAccessibleName(asks)
        self._show(self._telling)
        self.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self) -> None:
        helped, self._helped = bool(self._helped), None
        is_named = not self.without_name.isChecked()
        self.rated.emit(helped, self.comment.text().strip(), is_named)
        self._thanks.setText(self._look.words("Thank you. Whoever keeps the guidance reads it."))
        self._show(self._thanks)

    def _show(self, wanted: QWidget) -> None:
        for part in (self._asking, self._telling, self._thanks):
            set_shown(part, is_shown=part is wanted)
