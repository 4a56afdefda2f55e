"""The incident form: its parts, its keys, and how it looks at every size and in every language."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.reports.form import IncidentForm
from desktop.ui.reports.lines import FormLine
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.incident_parts import Part
from desktop.ui.words import Words
from tests.ui.fitting import comes_to_rest
from tests.ui.hands import click, key
from tests.ui.reports.conftest import Around, Opens
from tests.ui.reports.hands import (
    CTRL,
    button,
    editor,
    line,
    said,
    text,
    write,
)
from tests.ui.reports.stand_ins import a_draft
from tests.ui.reports.story import BECK
from tests.ui.strays import strays


def test_keys_go_through_the_parts(opens: Opens) -> None:
    form = opens()
    key(form, Qt.Key.Key_Return, CTRL)
    assert part_with_focus(form) is Part.PEOPLE
    key(form, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert part_with_focus(form) is Part.BEHAVIOR


def test_nothing_of_the_form_is_ever_a_window_of_its_own_so_the_form_keeps_the_keyboard(
    qtbot: QtBot, opens: Opens, appearance: Appearance
) -> None:
    with strays() as seen:
        form = opens(a_draft(answers=dict(BECK)))
        click(button(form, "Add another person"))
        appearance.choose(text_scale=1.5)  # everything is drawn anew
        qtbot.wait(50)
        assert form.isActiveWindow()
    assert seen == []


def test_the_list_of_parts_follows_whoever_scrolls(qtbot: QtBot, opens: Opens) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    comes_to_rest(form)
    text(form, "narrative").setFocus()
    bar = form.frame.body.verticalScrollBar()
    boxes = form.frame.body.boxes
    assert current_part(form) is Part.HAPPENED
    bar.setValue(boxes[Part.STAFF].y() - 40)
    assert current_part(form) is Part.STAFF
    assert form.frame.foot.next.text() == "Next: escalation"
    bar.setValue(bar.maximum())
    assert current_part(form) is Part.SIGN
    assert not form.frame.foot.next.isVisible()
    assert form.frame.foot.submit.property("role") == "primary"
    bar.setValue(0)
    assert current_part(form) is Part.HAPPENED


def test_a_part_that_was_asked_for_stays_the_one_although_the_page_ends_before_it(
    qtbot: QtBot, opens: Opens
) -> None:
    form = opens(a_draft(answers=dict(BECK)))
    qtbot.wait(20)
    text(form, "narrative").setFocus()
    bar = form.frame.body.verticalScrollBar()
    form.go_to(Part.ATTACHMENTS)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    assert current_part(form) is Part.ATTACHMENTS


def current_part(form: IncidentForm) -> Part:
    return next(one.part for one in form.view.parts if one.is_current)


def part_with_focus(form: IncidentForm) -> Part | None:
    return form.frame.body.part_with(form.focusWidget())


@pytest.mark.parametrize("width", [1400, 900, 700])
def test_the_tab_key_goes_in_reading_order(width: int, qtbot: QtBot, opens: Opens) -> None:
    form = opens(a_draft(answers=dict(BECK)), width=width)
    comes_to_rest(form)
    first = editor(form, "began").controls()[0]
    first.setFocus()
    seen: list[tuple[float, float, str]] = []
    page = form.frame.body.widget()
    assert page is not None
    for _ in range(200):
        focus = form.focusWidget()
        assert focus is not None
        if not page.isAncestorOf(focus):
            break
        corner = focus.mapTo(page, focus.rect().topLeft())
        seen.append((corner.y() + focus.height() / 2, corner.x(), focus.accessibleName()))
        key(focus, Qt.Key.Key_Tab)
    assert len(seen) > 20
    for (y, x, name), (below, right, following) in pairwise(seen):
        assert below > y - 30, f"{following} is above {name}"
        assert below > y + 12 or right > x, f"{following} is left of {name}"
    assert form.focusWidget() in form.frame.foot.controls()


@pytest.mark.parametrize("width", [1400, 900, 700])
def test_everything_that_can_be_pressed_or_written_has_a_name(width: int, opens: Opens) -> None:
    form = opens(a_draft(answers=dict(BECK)), width=width)
    nameless = [
        type(control).__name__
        for control in form.frame.controls()
        if control.isVisible() and not (control.accessibleName() or getattr(control, "text", str)())
    ]
    assert nameless == []


def test_there_is_room_for_what_fits(opens: Opens) -> None:
    form = opens(width=900)
    assert form.frame.parts.isVisible()
    assert not form.frame.part_line.isVisible()
    form.resize(700, 800)
    QApplication.processEvents()
    assert not form.frame.parts.isVisible()
    assert form.frame.part_line.isVisible()


def test_the_form_speaks_spanish(opens: Opens) -> None:
    form = opens(a_draft(answers=dict(BECK)), spoken=Words.of("es"))
    shown = said(form)
    for english in ("What happened", "Where", "Behavior", "Witnesses", "Save"):
        assert english not in shown.split()
    assert "Cuéntelo con sus palabras" in shown
    assert line(form, "ended").text() == "10:08"  # type: ignore[attr-defined] # a line


def test_right_to_left_words_are_written_from_the_right(opens: Opens) -> None:
    form = opens()
    story = text(form, "narrative")
    assert isinstance(story, QWidget)
    story.insertPlainText("صرخ الرجل")  # type: ignore[attr-defined] # a text
    block = story.document().firstBlock()  # type: ignore[attr-defined] # a text
    assert block.textDirection() is Qt.LayoutDirection.RightToLeft
    assert form.draft.answers["narrative"] == "صرخ الرجل"


def test_the_look_changes_without_losing_a_word(qtbot: QtBot, opens: Opens, around: Around) -> None:
    form = opens()
    write(text(form, "narrative"), "He shouted.")
    form._appearance.choose(text_scale=2.0)
    assert text(form, "narrative").toPlainText() == "He shouted."  # type: ignore[attr-defined] # a text
    write(text(form, "narrative"), " I left.")
    assert "I left." in str(form.draft.answers["narrative"])


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_marked_field_is_no_higher_than_its_neighbours_and_buttons_stand_at_the_middle_of_theirs(
    scheme: Scheme, scale: float, qtbot: QtBot, appearance: Appearance, opens: Opens
) -> None:
    appearance.choose(scheme=scheme, text_scale=scale)
    form = opens(a_draft(answers=dict(BECK) | {"ended": "09:58"}), width=round(1000 * scale))
    comes_to_rest(form)
    assert line(form, "ended").property("problem") == "true"
    assert line(form, "ended").height() == line(form, "reporter_name").height()
    line(form, "reporter_name").setFocus()
    form.frame.body.widget().layout().activate()  # type: ignore[union-attr] # it holds a page
    assert line(form, "ended").height() == line(form, "reporter_name").height()
    people = editor(form, "customers")
    field = people.findChildren(FormLine)[0]
    middle = field.mapTo(people, field.rect().center()).y()
    for beside in ("More about Customer or aggressor", "Remove Customer or aggressor"):
        one = button(people, beside)
        assert abs(one.mapTo(people, one.rect().center()).y() - middle) <= 1


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_what_a_day_is_picked_with_grows_with_the_text(
    opens: Opens, appearance: Appearance, scale: float
) -> None:
    appearance.choose(scheme=Scheme.LIGHT, text_scale=scale)
    form = opens(width=1400)
    day = editor(form, "began").controls()[0]
    picker = next(one for one in day.findChildren(QToolButton) if one.isVisible())
    assert day.rect().contains(picker.geometry())
    drawn = picker.grab().toImage()
    paper = drawn.pixelColor(0, 0)
    ink = [x for x in range(drawn.width()) if drawn.pixelColor(x, drawn.height() // 2) != paper]
    assert 12 * scale <= ink[-1] - ink[0] <= 16 * scale
