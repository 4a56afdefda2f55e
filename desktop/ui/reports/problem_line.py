"""What is wrong, below its field, with the fix as a link that makes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label
from desktop.ui.reports.look import Look
from desktop.ui.views.incident_problems import Problem
from desktop.ui.views.shapes import Shape


class ProblemLine(QWidget):
    """A triangle, one sentence, and a link. Hidden while nothing is wrong."""

    fixed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._problem: Problem | None = None
        glyph = Glyph(look.theme, 16)
        glyph.show_shape(Shape.ATTENTION)
        self._sentence = Label(look.theme, "label", tone="need")
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.fix = QPushButton()
        self.fix.setProperty("role", "fix")
        font = look.theme.font("label", weight=500)
        font.setUnderline(True)
        self.fix.setFont(font)
        self.fix.setCursor(Qt.CursorShape.PointingHandCursor)
        self.fix.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.fix.clicked.connect(lambda: self.fixed.emit(self._problem))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(6))
        row.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        row.addWidget(self.fix, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)
        self.hide()

    @property
    def problem(self) -> Problem | None:
        """What it says."""
        return self._problem

    def show_problem(self, problem: Problem | None) -> None:
        """Say ``problem``, or nothing."""
        self._problem = problem
        self.setVisible(problem is not None)
        if problem is None:
            return
        width = self._sentence.fontMetrics().horizontalAdvance(problem.sentence) + 4
        self._sentence.setText(problem.sentence)
        self._sentence.setMaximumWidth(width)
        self.fix.setText(problem.fix_text)
        self.fix.setVisible(problem.has_fix)
        self.fix.setAccessibleDescription(problem.sentence)
        self.setAccessibleName(problem.sentence)
