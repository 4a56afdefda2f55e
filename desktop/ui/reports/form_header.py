"""The top of the form: what it is, whether it is kept, and where it came from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label, set_property
from desktop.ui.reports.editors import quiet_button
from desktop.ui.reports.look import Look
from desktop.ui.views.incident_form import IncidentFormView
from desktop.ui.views.saving import SaveView


class FormHeader(QFrame):
    """Title, badge, *Saved 10:41:08 AM on this PC*, origin."""

    copy_pressed = Signal()
    preview_pressed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("formHeader")
        px = look.px
        self.setMinimumHeight(px(60))
        self._title = Label(look.theme, "title", wraps=False)
        self._badge = Label(look.theme, "caption", weight=600, wraps=False)
        self._badge.setProperty("badge", "plain")
        self._glyph = Glyph(look.theme, 14)
        self._saved = Label(look.theme, "label", tone="ink2")
        self._saved.setFont(look.theme.font("label", weight=400, tabular=True))
        self._copy = push_button(look.theme, "", measure="row")
        self._copy.clicked.connect(self.copy_pressed)
        self._origin = Label(look.theme, "label", tone="ink2", weight=400)
        self._origin.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.preview = quiet_button(look, look.words("Preview"), icon="file-text")
        self.preview.setCheckable(True)
        self.preview.clicked.connect(self.preview_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(8), px(24), px(8))
        row.setSpacing(px(12))
        saved = QHBoxLayout()
        saved.setSpacing(px(6))
        saved.addWidget(self._glyph)
        saved.addWidget(self._saved, 1)
        row.addWidget(self._title)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(saved, 3)
        row.addWidget(self._copy)
        row.addWidget(self._origin, 2)
        row.addWidget(self.preview)
        for label in (self._saved, self._origin):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_view(self, view: IncidentFormView) -> None:
        """Draw title, badge and origin."""
        self._title.setText(view.title)
        self._badge.say(view.badge)
        self._origin.say(view.origin)

    def show_saved(self, view: SaveView | None) -> None:
        """Say whether what was written is kept."""
        for widget in (self._glyph, self._saved):
            widget.setVisible(view is not None)
        self._copy.setVisible(view is not None and bool(view.action))
        if view is not None:
            self._glyph.show_shape(view.shape)
            self._saved.setText(view.sentence)
            self._saved.set_tone(view.tone)
            self._copy.setText(view.action)
            self._copy.setAccessibleName(view.action)

    def show_narrow(self, *, is_so: bool) -> None:
        """Leave out where it came from, where there is no room to say it."""
        self._origin.setVisible(not is_so and bool(self._origin.text()))
        set_property(self._badge, "badge", "plain")

    def controls(self) -> list[QWidget]:
        """What the Tab key goes to, in reading order."""
        return [self._copy, self.preview]


class FormFoot(QFrame):
    """*Save and close*, what is left to do, and the one blue button."""

    close_pressed = Signal()
    next_pressed = Signal()
    submit_pressed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("formFoot")
        px = look.px
        self._close = push_button(look.theme, "", measure="last")
        self._close.clicked.connect(self.close_pressed)
        self._status = Label(look.theme, "label", tone="ink2")
        self._status.setFont(look.theme.font("label", weight=400))
        self._status.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.submit = push_button(look.theme, "", measure="last")
        self.submit.clicked.connect(self.submit_pressed)
        self.next = push_button(look.theme, "", role="primary", measure="last")
        self.next.setIcon(look.icon_before("arrow-right", "on_action", is_after=True))
        self.next.setIconSize(look.icon_room())
        self.next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind
        self.next.clicked.connect(self.next_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(10), px(24), px(10))
        row.setSpacing(px(12))
        row.addWidget(self._close)
        row.addWidget(self._status, 1)
        row.addWidget(self.submit)
        row.addWidget(self.next)

    def show_view(self, view: IncidentFormView, *, has_list: bool) -> None:
        """Draw what can be done next; why not, where no list beside the form says it."""
        self._close.setText(view.close_text)
        says_why = bool(view.why_not) and (not has_list or not view.needed)
        self._status.setText(view.why_not if says_why else view.status)
        self.next.setText(view.next_text)
        self.next.setVisible(view.next_part is not None and view.mode == "writing")
        self.submit.setText(view.submit_text)
        self.submit.setVisible(view.mode != "submitted")
        self.submit.setEnabled(view.can_submit)
        self.submit.setToolTip(view.why_not)
        self.submit.setAccessibleDescription(view.why_not)
        is_blue = self.next.isHidden()
        set_property(self.submit, "role", "primary" if is_blue else "default")

    def controls(self) -> list[QWidget]:
        """What the Tab key goes to, in reading order."""
        return [self._close, self.submit, self.next]
