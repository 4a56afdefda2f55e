"""The side column: what a supervisor does with the report that is open beside it."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.events.event import EventId
from desktop.ui.advice_line import AdviceLine
from desktop.ui.badge import BadgeLabel
from desktop.ui.buttons import push_button, put_icon
from desktop.ui.console.reports.entries_card import (
    EntriesCard,
    EntriesTyped,
    EntryWords,
)
from desktop.ui.console.reports.reading import read_text
from desktop.ui.console.reports.review_card import ReviewCard
from desktop.ui.flow import FlowLayout
from desktop.ui.glyph import Glyph
from desktop.ui.icons import Icons
from desktop.ui.labels import Label, set_property
from desktop.ui.removal import remove_all
from desktop.ui.text_area import TextArea
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.report_review import (
    ActionBlank,
    Deed,
    KeepBlank,
    RemarkView,
    ReviewView,
    Typed,
)
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words

WIDTH = 316


class ReviewColumn(QWidget):
    """Draws a ``ReviewView`` and writes what is typed into ``Typed``, keystroke by keystroke."""

    read_pressed = Signal()
    comment_pressed = Signal()
    action_pressed = Signal()
    done_pressed = Signal(str)
    outcome_pressed = Signal()
    sign_pressed = Signal()
    keep_pressed = Signal()
    release_pressed = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._standing = _StandingCard(theme)
        self._standing.button.clicked.connect(self.read_pressed)
        self._signing = _SigningCard(theme)
        self._signing.button.clicked.connect(self.sign_pressed)
        self._actions = EntriesCard(
            theme, _action_words(words), adding=Deed.ACTION, ending=Deed.DONE
        )
        self._actions.added.connect(self.action_pressed)
        self._actions.ended.connect(self.done_pressed)
        self._keeping = EntriesCard(
            theme, _keeping_words(words), adding=Deed.KEEP, ending=Deed.RELEASE
        )
        self._keeping.added.connect(self.keep_pressed)
        self._keeping.ended.connect(self.release_pressed)
        self._outcome = _WordsCard(theme, Deed.OUTCOME, words("What became of it"))
        self._outcome.saved.connect(self.outcome_pressed)
        self._comments = _WordsCard(theme, Deed.COMMENT, words("Comment"))
        self._comments.saved.connect(self.comment_pressed)
        self._add_comment = words("Add the comment")
        self._cards = (
            self._standing,
            self._actions,
            self._outcome,
            self._signing,
            self._comments,
            self._keeping,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        for card in self._cards:
            column.addWidget(card)
        column.addStretch(1)
        self._report = ""

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, from above."""
        return [control for card in self._cards for control in card.controls]

    def open_keeping_form(self) -> None:
        """Begin to say that it is to be kept."""
        self._keeping.open_form()

    def open_action_form(self) -> None:
        """Begin to list an action."""
        self._actions.open_form()

    def show_view(self, view: ReviewView, typed: Typed) -> None:
        """Draw ``view``; fields keep what stands in ``typed``, and the keyboard."""
        is_other = view.report != self._report
        self._report = view.report
        self._standing.show_view(view)
        self._signing.show_view(view)
        self._actions.show_view(
            view,
            _typed(typed, ActionBlank, typed.how),
            title=view.actions_title,
            hint=view.actions_hint,
            entries=view.actions,
            is_other=is_other,
        )
        self._keeping.show_view(
            view,
            _typed(typed, KeepBlank, typed.release),
            title=view.keeping_title,
            hint=view.keeping_hint,
            entries=view.keep_marks,
            is_other=is_other,
        )
        self._outcome.show_view(
            view,
            title=view.outcome_title,
            hint=view.outcome_hint,
            said=view.outcomes,
            button=view.outcome_button,
            text=typed.outcome,
        )
        self._comments.show_view(
            view,
            title=view.comments_title,
            hint=view.comments_hint,
            said=view.comments,
            button=self._add_comment,
            text=typed.comment,
        )
        self._outcome.keep = lambda text: setattr(typed, "outcome", text)
        self._comments.keep = lambda text: setattr(typed, "comment", text)


def _action_words(words: Words) -> EntryWords:
    return EntryWords(
        blanks={
            ActionBlank.WHAT: words("What is to be done"),
            ActionBlank.OWNER: words("Who does it"),
            ActionBlank.DUE: words("Until when"),
        },
        add=words("Add an action"),
        save=words("List it"),
        leave=words("Not now"),
        end=words("Done…"),
        ask=words("How was it done? The reporter sees it."),
        field=words("How was it done?"),
        ended=words("It is done"),
        not_yet=words("Not yet"),
    )


def _keeping_words(words: Words) -> EntryWords:
    return EntryWords(
        blanks={
            KeepBlank.WHY: words("Why it is to be kept"),
            KeepBlank.UNTIL: words("Its last day, if there is one"),
        },
        add=words("Keep…"),
        save=words("Keep it"),
        leave=words("Not now"),
        end=words("Release…"),
        ask=words("Why need it not be kept any more?"),
        field=words("Why need it not be kept any more?"),
        ended=words("Release it"),
        not_yet=words("Not yet"),
    )


def _typed(
    typed: Typed, blanks: Iterable[ActionBlank | KeepBlank], ends: dict[EventId, str]
) -> EntriesTyped:
    return EntriesTyped(
        blanks={blank: getattr(typed, blank.value) for blank in blanks},
        keep=lambda blank, text: setattr(typed, blank.value, text),
        ends=ends,
    )


class _StandingCard(ReviewCard):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._badge = BadgeLabel(theme)
        self._readers = Label(theme, "label", tone="ink2", weight=400)
        self.button = push_button(theme, "", measure="row")
        self._row = self._foot(self.button)
        top = QWidget()
        flow = FlowLayout(top, gap=theme.px(8))
        self._title.setWordWrap(False)
        flow.addWidget(self._title)
        flow.addWidget(self._badge)
        for one in (top, self._readers, self._row, self._advice):
            self._column.addWidget(one)

    @property
    def controls(self) -> list[QWidget]:
        return [self.button]

    def show_view(self, view: ReviewView) -> None:
        self._title.setText(view.standing_title)
        self._badge.show_badge(view.badge)
        self._readers.setText(view.readers)
        self.button.setText(view.read_button)
        self._row.setVisible(view.may_read)
        self.button.setEnabled(Deed.READ not in view.busy)
        self._advice.show_advice(view.advice.get(Deed.READ))


class _SigningCard(ReviewCard):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._icons = Icons(theme)
        self._said = _Lines(theme)
        self._again = AdviceLine(theme)
        self.button = push_button(theme, "", role="primary")
        self._row = self._foot(self.button)
        for one in (self._title, self._said, self._again, self._row, self._advice):
            self._column.addWidget(one)

    @property
    def controls(self) -> list[QWidget]:
        return [self.button]

    def show_view(self, view: ReviewView) -> None:
        signing = view.signing
        self._title.setText(view.signing_title)
        self._said.show_lines(signing.said, shape=Shape.DONE if not signing.is_asked else None)
        self._again.show_advice(Advice(signing.again) if signing.again else None)
        if self.button.text().strip() != signing.button:
            self.button.setText(signing.button)
            self._put_pen()
        self.button.setEnabled(Deed.SIGN not in view.busy)
        self._row.setVisible(signing.is_asked)
        self._advice.show_advice(view.advice.get(Deed.SIGN))

    def _put_pen(self) -> None:
        put_icon(self.button, self._icons, "pen-line", color="on_action", size=16)


class _Lines(QWidget):
    """Sentences below each other, each with a sign where it has one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))

    def show_lines(self, lines: tuple[str, ...], *, shape: Shape | None) -> None:
        if self._shown == (lines, shape):
            return
        self._shown = (lines, shape)
        remove_all(self._column)
        for at, line in enumerate(lines):
            made = QWidget()
            row = QHBoxLayout(made)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(self._theme.px(8))
            if shape is not None and at == len(lines) - 1:
                glyph = Glyph(self._theme, 16)
                glyph.show_shape(shape)
                row.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(self._theme, "label", line, tone="ink2", weight=400), 1)
            self._column.addWidget(made)


class _WordsCard(ReviewCard):
    """What was said so far, a field for more, and a button that says who reads it."""

    saved = Signal()

    def __init__(self, theme: Theme, deed: Deed, name: str) -> None:
        super().__init__(theme)
        self._deed = deed
        self._shown: tuple[RemarkView, ...] | None = None
        self.keep: Callable[[str], None] = _nowhere
        self._hint = Label(theme, "label", tone="ink2", weight=400)
        self._said = QVBoxLayout()
        self._said.setSpacing(theme.px(10))
        self._area = TextArea(theme, name)
        self._area.typed.connect(self._typed)
        self._area.submitted.connect(self.saved)
        self.button = push_button(theme, "", measure="row")
        self.button.clicked.connect(self.saved)
        self._column.addWidget(self._title)
        self._column.addLayout(self._said)
        for one in (self._hint, self._area, self._advice, self._foot(self.button)):
            self._column.addWidget(one)

    @property
    def controls(self) -> list[QWidget]:
        return [self._area, self.button]

    def show_view(
        self,
        view: ReviewView,
        *,
        title: str,
        hint: str,
        said: tuple[RemarkView, ...],
        button: str,
        text: str,
    ) -> None:
        self._title.setText(title)
        self._hint.setText(hint)
        self.button.setText(button)
        if said != self._shown:
            self._shown = said
            remove_all(self._said)
            for one in said:
                self._said.addWidget(_remark(self._theme, one))
        self.keep = _nowhere  # what is put there now was not typed
        self._area.show_text(text)
        is_busy = self._deed in view.busy
        self._area.setReadOnly(is_busy)
        self.button.setEnabled(not is_busy)
        advice = view.advice.get(self._deed)
        self._advice.show_advice(advice)
        is_missing = advice is not None and not text.strip()
        set_property(self._area, "problem", "true" if is_missing else "false")

    def _typed(self, text: str) -> None:
        self.keep(text)


def _nowhere(_text: str) -> None:
    """Nothing is kept while the field is filled by us."""


def _remark(theme: Theme, one: RemarkView) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(1))
    column.addWidget(read_text(theme, one.words))
    column.addWidget(Label(theme, "caption", one.by, tone="ink3"))
    return made
