"""The form itself: all parts on one page that scrolls."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.reports.fields import BY_KEY
from desktop.ui.labels import Label
from desktop.ui.reports.attachments import AttachmentsSection
from desktop.ui.reports.editors import quiet_button
from desktop.ui.reports.filed_panel import FiledPanel
from desktop.ui.reports.look import Look
from desktop.ui.reports.part_box import PartBox
from desktop.ui.reports.sign_section import SignSection
from desktop.ui.reports.texts import FormText
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.views.incident_form import Mode
from desktop.ui.views.incident_parts import Part, part_of, parts_of
from desktop.ui.views.incident_plan import UNITS, plan_of, shown_fields
from desktop.ui.views.incident_problems import Problem
from desktop.ui.views.incident_sheet import WHY, Sheet

WIDTH, MARGIN = 672, 32
_HALF, _WHOLE = 300, 520


class FormBody(ScrollingPage):
    """Draws the sheet part by part, and says what was answered where.

    ``reached`` with the part that the person has scrolled to.
    """

    reached = Signal(Part)
    answered = Signal(str, object, bool)
    left = Signal(str)
    fixed = Signal(object)
    rearranged = Signal()

    def __init__(
        self, look: Look, sheet: Sheet, *, attachments: AttachmentsSection, signing: SignSection
    ) -> None:
        super().__init__()
        self._look = look
        self._sheet = sheet
        self._opened: set[str] = set()
        self._seen: set[str] = set()
        self._mode = Mode.WRITING
        self._planned_for = 0
        self._problems: dict[str, Problem] = {}
        self._is_led = False
        self.attachments = attachments
        self.signing = signing
        self.filed = FiledPanel(look)
        px = look.px
        words = look.words
        self._why_box = QWidget()
        self.why = FormText(look, words("Why is this added or put right?"), least=2)
        self.why.show_text(sheet.why)
        self.why.typed.connect(lambda text: self.answered.emit(WHY, text, True))
        self.why.left.connect(lambda: self.left.emit(WHY))
        why = QVBoxLayout(self._why_box)
        why.setContentsMargins(0, 0, 0, 0)
        why.setSpacing(px(5))
        label = Label(look.theme, "label", self.why.accessibleName())
        label.setBuddy(self.why)
        why.addWidget(label)
        why.addWidget(self.why)
        page = QWidget()
        inner = QWidget()
        inner.setMaximumWidth(px(WIDTH - 2 * MARGIN))
        self._inner = inner
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, px(20), 0, px(32))
        self._column.setSpacing(px(24))
        self._column.addWidget(self.filed)
        self._column.addWidget(self._why_box)
        self.boxes: dict[Part, PartBox] = {}
        for part in Part:
            self.boxes[part] = self._box(part)
        self.discard = quiet_button(look, "")
        self.discard.hide()
        self._column.addWidget(self.discard, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        row = QHBoxLayout(page)
        row.setContentsMargins(px(MARGIN), 0, px(MARGIN), 0)
        row.addWidget(inner, 1)
        row.addStretch(0)
        self.hold(page)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_sheet(self, mode: Mode) -> None:
        """Arrange what the sheet's answers ask for, and draw the answers that come fresh."""
        self._mode = mode
        self._planned_for = self.capacity
        sheet = self._sheet
        is_finished = mode is Mode.SUBMITTED
        present = set(parts_of(sheet.kind, sheet.answers))
        self._why_box.setVisible(mode is Mode.AMENDING)
        for part, box in self.boxes.items():
            if part.section is None:
                box.setVisible(self._has_own(part, mode))
                continue
            plan = plan_of(
                part,
                sheet.kind,
                sheet.answers,
                opened=self._opened,
                seen=self._seen,
                capacity=self.capacity,
                is_finished=is_finished,
                words=self._look.words,
            )
            self._seen |= {field.key for field in shown_fields(plan)}
            box.show_plan(plan, sheet.answers.get, capacity=self.capacity)
            box.set_read_only(is_so=is_finished)
            box.setVisible(part in present and bool(plan))
        self.show_problems(self._problems)
        self.attachments.show_files(sheet.files)
        self.attachments.set_read_only(is_so=is_finished)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._planned_for not in {0, self.capacity}:
            self._settle_then(lambda: self.show_sheet(self._mode))

    def show_answer(self, key: str) -> None:
        """Draw the answer at ``key``."""
        if key == WHY:
            self.why.show_text(self._sheet.why)
        elif key in BY_KEY:
            self.boxes[part_of(BY_KEY[key])].show_answer(key, self._sheet.answers.get(key))

    def show_problems(self, problems: dict[str, Problem]) -> None:
        """Say what is wrong below the lines it is on."""
        self._problems = problems
        for box in self.boxes.values():
            box.show_problems(problems)

    def forget_seen(self) -> None:
        """Another kind was chosen: show what it asks for, not what the last one did."""
        self._seen = set()

    @property
    def capacity(self) -> int:
        """How many units of fields a line has room for."""
        room = min(self.viewport().width(), self._look.px(WIDTH)) - 2 * self._look.px(MARGIN)
        if room >= self._look.px(_WHOLE):
            return UNITS
        return 2 if room >= self._look.px(_HALF) else 1

    def part_with(self, widget: QWidget | None) -> Part | None:
        """The part that ``widget`` belongs to."""
        while widget is not None:
            if isinstance(widget, PartBox):
                return widget.part
            widget = widget.parentWidget()
        return None

    def go_to(self, part: Part, *, focus: bool = True) -> None:
        """Scroll to ``part`` and put the keyboard on its first field."""
        box = self.boxes[part]
        controls = [c for c in self._controls_of(part) if _takes_keyboard(c)]
        if focus and controls:
            controls[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._settle_then(lambda: self._scroll_to(box))

    def go_to_field(self, key: str) -> None:
        """Put the keyboard on the field of ``key``, wherever it is."""
        if key == WHY:
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        box = self.boxes[part_of(BY_KEY[key.split(".", maxsplit=1)[0]])]
        editor = box.editors.get(key.split(".", maxsplit=1)[0])
        if editor is None:
            return
        controls = [c for c in editor.controls() if _takes_keyboard(c)]
        if controls and not any(control.hasFocus() for control in editor.controls()):
            controls[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._settle_then(
            lambda: self._lead(lambda: self.ensureWidgetVisible(editor, 0, self._look.px(60)))
        )

    def controls(self) -> list[QWidget]:
        """What the Tab key goes to, in reading order."""
        found: list[QWidget] = [self.filed.amend, self.why]
        for part in Part:
            found += self._controls_of(part)
        return [*found, self.discard]

    def all_of_it(self) -> Collection[PartBox]:
        """Every part's box."""
        return self.boxes.values()

    def _box(self, part: Part) -> PartBox:
        box = PartBox(self._look, part)
        box.answered.connect(self.answered)
        box.left.connect(self.left)
        box.fixed.connect(self.fixed)
        box.rearranged.connect(self.rearranged)
        box.opener_pressed.connect(self._open)
        own = {Part.ATTACHMENTS: self.attachments, Part.SIGN: self.signing}.get(part)
        if own is not None:
            box.hold(own)
        self._column.addWidget(box)
        return box

    def _has_own(self, part: Part, mode: Mode) -> bool:
        if mode is Mode.SUBMITTED:
            return part is Part.ATTACHMENTS and bool(self._sheet.files)
        return part is Part.ATTACHMENTS or mode is Mode.WRITING

    def _controls_of(self, part: Part) -> list[QWidget]:
        if part is Part.ATTACHMENTS:
            return self.attachments.controls()
        if part is Part.SIGN:
            return self.signing.controls()
        return self.boxes[part].controls()

    def _open(self, key: str) -> None:
        """Show the rest of a group, and go on there."""
        before = set(self._seen)
        self._opened.add(key)
        self.show_sheet(self._mode)
        part = Part[key.split("/", maxsplit=1)[0]]
        fresh = [e for k, e in self.boxes[part].editors.items() if k not in before]
        self.rearranged.emit()
        if fresh:
            self.go_to_field(fresh[0].field.key)

    def _scroll_to(self, box: PartBox) -> None:
        page = self.widget()
        assert page is not None
        top = box.mapTo(page, QPoint(0, 0)).y()
        self._lead(lambda: self.verticalScrollBar().setValue(max(0, top - self._look.px(20))))

    def _lead(self, scroll: Callable[[], object]) -> None:
        """Scroll to where the person asked to be: that, and not where it ends, is the part."""
        self._is_led = True
        try:
            scroll()
        finally:
            self._is_led = False

    def _scrolled(self) -> None:
        part = None if self._is_led else self._part_in_view()
        if part is not None:
            self.reached.emit(part)

    def _part_in_view(self) -> Part | None:
        """Where somebody reads: at the field with the keyboard while that can be seen, else at what
        stands in the upper third. At the very end it is the last part, however short.
        """
        focused: QWidget | None = self.window().focusWidget()
        if focused is not None and not focused.visibleRegion().isEmpty():
            written_in = self.part_with(focused)
            if written_in is not None:
                return written_in
        page, bar = self.widget(), self.verticalScrollBar()
        shown = [box for box in self.boxes.values() if not box.isHidden()]
        if page is None or not shown:
            return None
        if bar.value() == bar.maximum():
            return shown[-1].part
        mark = bar.value() + self.viewport().height() // 3
        above = [box for box in shown if box.mapTo(page, QPoint(0, 0)).y() <= mark]
        return above[-1].part if above else shown[0].part

    def _settle_then(self, act: Callable[[], None]) -> None:
        """Once the page has found its height."""
        QTimer.singleShot(0, self, act)


def _takes_keyboard(widget: QWidget) -> bool:
    """Tab would stop there."""
    can = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(can) and widget.isEnabled() and widget.isVisible()
