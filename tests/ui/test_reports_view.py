"""What the Reports page says, without a window."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.domain.reports.facts import (
    ActionDone,
    ActionListed,
    ReportAmended,
    ReportKept,
    ReportRead,
    ReportReleased,
    ReportSigned,
    Standing,
)
from desktop.domain.reports.field import Kind
from desktop.domain.reports.report import Report
from desktop.domain.retention.holding import oldest_day
from desktop.services.reports.ports import Query, SavedView
from desktop.ui.views.badges import BadgeTone
from desktop.ui.views.dates import read_day, written_day
from desktop.ui.views.report_answers import Form, Said
from desktop.ui.views.report_detail import DetailView, size_words
from desktop.ui.views.report_papers import Blank, ExportRequest, Variant, export_request
from desktop.ui.views.report_review import (
    KeepBlank,
    KeepProblem,
    KeepWanted,
    ReviewView,
    Typed,
    action_of,
    keeping_of,
)
from desktop.ui.views.reports import FiltersView, Period, RowView, empty_view, headline
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from tests.support.reports import ANA, MARCUS, MARIA, TODAY, Desk, a_busy_desk, amend, beck


@pytest.fixture
def desk() -> Desk:
    return a_busy_desk()


def report(desk: Desk, number: str = "") -> Report:
    found = desk.report(number or beck(desk))
    assert found is not None
    return found


def fields(view: DetailView) -> dict[str, Said]:
    return {said.key: said for part in view.parts for group in part.groups for said in group.said}


def test_a_row_says_everything_that_the_list_is_scanned_for(desk: Desk, words: Words) -> None:
    rows = [RowView.of(row, words=words, today=TODAY) for row in desk.rows(Query())]
    call, _, counter, letter, hurt = rows
    assert (call.badge.text, call.badge.tone) == ("Submitted", BadgeTone.NEED)
    assert [mark.word for mark in call.marks] == ["Threat"]
    assert counter.where_when == "Mar 9, 10:00 AM · Counter 3 · At the counter"
    assert counter.about.startswith("Mr. Beck came for his food permit.")
    assert (counter.open_actions, counter.is_late) == ("1 action overdue", True)
    assert "1 action overdue" in counter.sentence
    assert (letter.badge.text, letter.is_calm) == ("Signed", True)
    assert [(mark.shape, mark.word) for mark in hurt.marks] == [(Shape.HURT, "Hurt")]
    assert "2026-C3-005. Submitted. Threat" in call.sentence


@pytest.mark.parametrize(
    ("dues", "said", "is_late"),
    [
        ((), "2 actions open", False),
        (("2026-03-16",), "2 actions open", False),
        (("2026-03-15", "2026-03-16"), "1 action overdue", True),
        (("2025-12-31", "2026-03-15"), "2 actions overdue", True),
    ],
)
def test_what_is_overdue_weighs_more_than_what_is_open(
    desk: Desk, words: Words, dues: tuple[str, ...], said: str, is_late: bool
) -> None:
    row = replace(desk.rows(Query())[2], open_actions=2, open_dues=dues)
    view = RowView.of(row, words=words, today=date(2026, 3, 16))
    assert (view.open_actions, view.is_late) == (said, is_late)


def test_above_an_answer_stands_what_it_is_to_a_reader_not_what_asked_for_it(
    desk: Desk, words: Words
) -> None:
    mine = DetailView.of(report(desk), words=words)
    call = DetailView.of(report(desk, desk.rows(Query())[0].report), words=words)
    said = fields(mine)
    assert said["reporter_name"].label == "Name"
    assert said["narrative"].label == "In the reporter’s words"  # noqa: RUF001 (typographic)
    titles = [group.title for part in call.parts for group in part.groups]
    assert "What the caller was asked" in titles
    for view in (mine, call):
        for part in view.parts:
            labels = [one.label for group in part.groups for one in group.said]
            assert not {part.title, "Questions to ask", "Your name"} & {*labels, *titles}


def test_another_years_row_says_the_year(desk: Desk, words: Words) -> None:
    row = replace(desk.rows(Query())[2], began="2025-12-31T23:50")
    assert RowView.of(row, words=words, today=TODAY).where_when.startswith("Dec 31, 2025")


def test_standing_is_a_word_and_amber_only_while_nobody_read_it(words: Words) -> None:
    from desktop.ui.views.reports import standing_badge

    badges = {standing: standing_badge(standing, words) for standing in Standing}
    assert [badge.text for badge in badges.values()] == ["Submitted", "Read", "Acted on", "Signed"]
    amber = [s for s, badge in badges.items() if badge.tone is BadgeTone.NEED]
    assert amber == [Standing.SUBMITTED]


@pytest.mark.parametrize(
    ("query", "sentence", "button"),
    [
        (
            Query(),
            "No reports yet. Start one after anything that worried you.",
            "New report",
        ),
        (Query(words=" parking "), "Nothing for “parking”.", "Clear the search"),
        (
            Query(words="x", only_hurt=True),
            "Nothing for “x”.",
            "Search without filters",
        ),
        (Query(kinds=frozenset({Kind.VISIT})), "No report is like that.", "Show all reports"),
    ],
)
def test_an_empty_list_says_why_and_offers_one_way_on(
    query: Query, sentence: str, button: str, words: Words
) -> None:
    view = empty_view(query, words)
    assert (view.sentence, view.button) == (sentence, button)


def test_the_header_says_how_many_wait_to_be_read(words: Words) -> None:
    said = [headline(unread=n, total=9, words=words) for n in (None, 0, 1, 7)]
    assert said == [
        "Reports",
        "Every report has been read.",
        "1 report waits to be read",
        "7 reports wait to be read",
    ]
    assert headline(unread=0, total=0, words=words) == "No reports yet."


def test_a_filter_that_narrows_says_to_what(words: Words) -> None:
    query = Query(
        kinds=frozenset({Kind.VISIT, Kind.PHONE}),
        standings=frozenset({Standing.READ}),
        since=date(2026, 3, 1),
        until=date(2025, 3, 1),
        place="Counter 3",
        only_threats=True,
    )
    view = FiltersView.of(query, words=words, places=["Window 6"], today=TODAY)
    assert view.kind.text == "Phone call +1"
    assert view.standing.text == "Read"
    assert view.period.text == "Mar 1 – Mar 1, 2025"  # noqa: RUF001 (between days)
    assert [place.text for place in view.place.choices] == ["Window 6", "Counter 3"]
    assert view.threats.is_on
    assert not view.hurt.is_on
    assert view.is_narrowed
    assert not FiltersView.of(Query(words="beck"), words=words, today=TODAY).is_narrowed


def test_a_saved_view_is_named_while_its_query_is_asked(words: Words) -> None:
    saved = (SavedView("Open threats", Query(only_threats=True)),)
    on = FiltersView.of(Query(only_threats=True), words=words, saved=saved, today=TODAY)
    off = FiltersView.of(Query(), words=words, saved=saved, today=TODAY)
    assert (on.views.text, on.views.is_on) == ("Open threats", True)
    assert (off.views.text, off.views.is_on) == ("Saved views", False)


def test_a_period_is_the_days_that_it_means_today() -> None:
    assert Period.WEEK.days(TODAY) == (date(2026, 3, 10), None)
    assert Period.YEAR.days(TODAY) == (date(2026, 1, 1), None)
    assert Period.LAST_YEAR.days(TODAY) == (date(2025, 1, 1), date(2025, 12, 31))


def test_every_filled_field_is_read_and_none_that_was_not(desk: Desk, words: Words) -> None:
    told = report(desk)
    view = DetailView.of(told, words=words)
    assert set(fields(view)) == set(told.answers)
    assert [part.title for part in view.parts] == [
        "What happened",
        "People",
        "Behavior",
        "What staff did",
        "Escalation",
        "Afterwards",
    ]


def test_answers_are_read_in_words(desk: Desk, words: Words) -> None:
    said = fields(DetailView.of(report(desk), words=words))
    assert said["began"].text == "Mar 9, 2026, 10:00 AM"
    assert said["ended"].text == "10:08 AM"
    assert said["hurt"].text == "No"
    assert said["behavior"].items == ("Loud or insulting", "Threat to a person", "Damage")
    assert said["narrative"].form is Form.STORY
    (customer,) = said["customers"].rows
    assert customer.title == "Harold Beck"
    assert customer.details == (
        ("Phone", "555-0117"),
        ("Known to us", "Known"),
        ("Vehicle", "White pickup"),
    )


def test_a_person_without_a_name_is_one_all_the_same(desk: Desk, words: Words) -> None:
    told = report(
        desk, desk.submit({"narrative": "x", "customers": [{"description": "tall, red coat"}]})
    )
    (customer,) = fields(DetailView.of(told, words=words))["customers"].rows
    assert customer.title == "Name not known"
    assert customer.details == (("Description", "tall, red coat"),)


def test_a_field_of_a_newer_station_is_read_under_its_own_name(desk: Desk, words: Words) -> None:
    told = report(desk, desk.submit({"narrative": "x", "drone_seen": "Over the roof"}))
    view = DetailView.of(told, words=words)
    assert view.parts[-1].title == "Other answers"
    assert fields(view)["drone_seen"].label == "drone seen"


def test_an_amendment_shows_what_was_and_what_is(desk: Desk, words: Words) -> None:
    amend(desk, beck(desk))
    view = DetailView.of(report(desk), words=words)
    (amendment,) = view.amended
    assert MARIA in amendment.title
    assert [(c.label, c.before, c.after) for c in amendment.changes] == [
        ("Where", "Counter 3", "Counter 4"),
        ("What the customer wanted", "His food permit, today.", "(nothing)"),
        ("Damage", "(nothing)", "The glass has a crack."),
    ]
    assert amendment.files == "Added: Crack.jpg"
    assert fields(view)["place"].amended.startswith("amended Mar 10")
    assert [file.name for file in view.files][-1] == "Crack.jpg"


def test_what_was_done_with_it_is_told_in_its_order(desk: Desk, words: Words) -> None:
    view = DetailView.of(report(desk), words=words)
    assert [step.what for step in view.steps] == [
        "Maria Delgado submitted it",
        "Marcus Bell read it",
        "Marcus Bell commented",
        "Marcus Bell listed an action",
        "Joan Petrie: done",
        "Marcus Bell listed an action",
    ]


def test_an_action_that_is_late_says_by_how_much(desk: Desk, words: Words) -> None:
    view = ReviewView.of(report(desk), me=ANA, today=TODAY, words=words)
    late, done = view.actions
    assert late.badge is not None
    assert (late.badge.text, late.badge.tone) == ("3 days overdue", BadgeTone.NEED)
    assert not done.is_open
    assert "Found, posted to another permit." in done.ended
    earlier = ReviewView.of(report(desk), me=ANA, today=date(2026, 3, 13), words=words)
    assert earlier.actions[0].badge is not None
    assert earlier.actions[0].badge.text == "Due today"


def test_reading_is_offered_to_those_who_have_not_said_it(desk: Desk, words: Words) -> None:
    mine = ReviewView.of(report(desk), me=ANA, today=TODAY, words=words)
    his = ReviewView.of(report(desk), me=MARCUS, today=TODAY, words=words)
    assert (mine.may_read, his.may_read) == (True, False)
    desk.tell(ReportRead(report=beck(desk), reader=ANA))
    now = ReviewView.of(report(desk), me=ANA, today=TODAY, words=words)
    assert not now.may_read
    assert now.readers.endswith("and 1 more")


def test_after_an_amendment_everybody_is_asked_to_read_it_again(desk: Desk, words: Words) -> None:
    about = beck(desk)
    amend(desk, about)
    his = ReviewView.of(report(desk), me=MARCUS, today=TODAY, words=words)
    assert his.may_read
    assert his.readers == "Nobody has read it since it was amended."
    desk.read(about, MARCUS)
    now = ReviewView.of(report(desk), me=MARCUS, today=TODAY, words=words)
    assert not now.may_read
    assert now.readers.startswith(f"Read by {MARCUS}, ")


def test_a_signature_that_has_not_seen_an_amendment_asks_for_another(
    desk: Desk, words: Words
) -> None:
    about = beck(desk)
    desk.tell(ReportSigned(report=about, signer=ANA, pin_checked=True))
    signed = ReviewView.of(report(desk), me=ANA, today=TODAY, words=words).signing
    assert (signed.again, signed.is_asked) == ("", False)
    event = amend(desk, about)
    stale = ReviewView.of(report(desk), me=ANA, today=TODAY, words=words).signing
    assert stale.again == "Signed before the amendment of Mar 10. Sign again."
    assert (stale.is_asked, stale.button) == (True, "Sign again")
    desk.tell(ReportSigned(report=about, amendments=(event,), signer=ANA))
    again = ReviewView.of(report(desk), me=ANA, today=TODAY, words=words).signing
    assert (again.again, again.is_asked) == ("", False)
    assert len(again.said) == 2


def test_an_action_needs_words_and_a_date_that_is_one(words: Words) -> None:
    from desktop.ui.views.advice import Advice
    from desktop.ui.views.report_review import ActionBlank, ActionProblem, ActionWanted

    nothing = action_of(Typed(), words=words, today=TODAY)
    assert nothing == ActionProblem(ActionBlank.WHAT, Advice("Say what is to be done."))
    wrong = action_of(Typed(what="Call", due="soon"), words=words, today=TODAY)
    said = Advice("“soon” is no date.", "Write it like 3/23/2026.")
    assert wrong == ActionProblem(ActionBlank.DUE, said)
    right = action_of(Typed(what=" Call ", owner="Ana", due="3/20"), words=words, today=TODAY)
    assert right == ActionWanted("Call", "Ana", "2026-03-20")


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "3/20/2026", date(2026, 3, 20)),
        ("es", "20/3/2026", date(2026, 3, 20)),
        ("es", "20.3.2026", date(2026, 3, 20)),
        ("en", "2026-03-20", date(2026, 3, 20)),
        ("en", "1/4", date(2027, 1, 4)),
        ("en", "3/1", date(2026, 3, 1)),
        ("en", "2/30/2026", None),
        ("en", "tomorrow", None),
        ("en", "", None),
    ],
)
def test_a_day_is_read_as_people_write_it_here(language: str, text: str, day: date | None) -> None:
    words = Words.of(language)
    today = date(2026, 10, 1) if text == "1/4" else TODAY
    assert read_day(text, words, today=today) == day
    assert read_day(written_day(TODAY, words), words, today=TODAY) == TODAY


def test_an_export_names_each_field_that_is_wrong(words: Words) -> None:
    def asked(since: str, until: str, folder: str) -> ExportRequest | dict[Blank, str]:
        said = {Blank.SINCE: since, Blank.UNTIL: until, Blank.FOLDER: folder}
        return export_request(said, Variant.REDACTED, words=words, today=TODAY)

    assert asked("March", "", "") == {
        Blank.SINCE: "Write a date like 3/16/2026.",
        Blank.UNTIL: "Write a date like 3/16/2026.",
        Blank.FOLDER: "Choose a folder for the files.",
    }
    assert asked("3/9/2026", "3/1/2026", "out") == {
        Blank.UNTIL: "It ends before it begins. Change one of the two days."
    }
    wanted = asked("3/1/2026", "3/9/2026", "out")
    days = (date(2026, 3, 1), date(2026, 3, 9))
    assert wanted == ExportRequest(*days, Variant.REDACTED, Path("out"))


def test_a_file_is_never_nothing() -> None:
    assert [size_words(n) for n in (0, 12, 84_000, 3_240_000)] == [
        "0 KB",
        "1 KB",
        "84 KB",
        "3.2 MB",
    ]


def test_reports_are_read_in_spanish(desk: Desk) -> None:
    words = Words.of("es")
    view = ReviewView.of(report(desk), me=ANA, today=TODAY, words=words)
    assert view.actions[0].badge is not None
    assert view.actions[0].badge.text == "3 días de retraso"
    late = RowView.of(desk.rows(Query())[0], words=words, today=TODAY)
    assert late.where_when.startswith("12 mar, 14:20")


def test_an_action_done_twice_was_done_once(desk: Desk, words: Words) -> None:
    about = beck(desk)
    action = desk.tell(ActionListed(report=about, what="Call", owner="", author=ANA))
    for how in ("Called.", "Called again."):
        desk.tell(ActionDone(report=about, action=action, how=how, author=ANA))
    view = ReviewView.of(report(desk), me=ANA, today=TODAY, words=words)
    assert [
        one.ended.endswith("Ana Ruiz: Called.") for one in view.actions if one.text == "Call"
    ] == [True]


def test_a_mark_says_who_wants_it_kept_why_and_until_when(desk: Desk, words: Words) -> None:
    def seen(today: date = TODAY) -> ReviewView:
        oldest = oldest_day(datetime.combine(today, time(12), UTC))
        return ReviewView.of(report(desk), me=ANA, today=today, words=words, oldest_day=oldest)

    assert "It is deleted once the time is over" in seen().keeping_hint
    about = beck(desk)
    mark = desk.tell(
        ReportKept(report=about, why="A court case", until="2027-03-01", author="Joan Petrie")
    )
    (kept,) = seen().keep_marks
    assert (kept.text, kept.is_open, kept.ended) == ("A court case", True, "")
    assert kept.who.startswith("Joan Petrie · ")
    assert kept.badge is not None
    assert kept.badge.text == "Until Mar 1, 2027"
    assert "It stays" in seen().keeping_hint
    (still,) = seen(date(2027, 3, 2)).keep_marks
    assert (still.is_open, still.badge) == (True, kept.badge), "it is not over in Hawaii"
    assert "It stays" in seen(date(2027, 3, 2)).keeping_hint
    (over,) = seen(date(2027, 3, 3)).keep_marks
    assert (over.is_open, over.ended) == (False, "Its last day was Mar 1, 2027.")
    assert "It is deleted once" in seen(date(2027, 3, 3)).keeping_hint
    desk.tell(ReportReleased(report=about, marks=(mark,), why="It is settled.", author=ANA))
    (ended,) = seen().keep_marks
    assert not ended.is_open
    assert ended.ended.startswith("Released ")
    assert ended.ended.endswith(" by Ana Ruiz: It is settled.")
    told = DetailView.of(report(desk), words=words).steps[-2:]
    assert [(step.what, step.words) for step in told] == [
        ("Joan Petrie wants it kept until Mar 1, 2027", "A court case"),
        ("Ana Ruiz released it", "It is settled."),
    ]


def test_a_mark_needs_a_reason_and_a_day_that_is_not_over(words: Words) -> None:
    def wanted(why: str, until: str = "") -> KeepWanted | KeepProblem:
        return keeping_of(Typed(keep_why=why, keep_until=until), words=words, today=TODAY)

    nothing = wanted(" ")
    assert isinstance(nothing, KeepProblem)
    assert (nothing.at, nothing.advice.sentence[:7]) == (KeepBlank.WHY, "Say why")
    for typed, said in (("soon", "“soon” is no date."), ("3/9/2026", "Mar 9, 2026 is over.")):
        wrong = wanted("A court case", typed)
        assert isinstance(wrong, KeepProblem)
        assert (wrong.at, wrong.advice.sentence) == (KeepBlank.UNTIL, said)
    assert wanted(" A court case ", "3/16/2026") == KeepWanted("A court case", "2026-03-16")
    assert wanted("A court case") == KeepWanted("A court case", "")


def test_an_amendment_by_nobody_and_of_nothing_is_shown_as_such(desk: Desk, words: Words) -> None:
    desk.tell(ReportAmended(report=beck(desk), amender=""), at=datetime(2026, 3, 10, tzinfo=UTC))
    (amendment,) = DetailView.of(report(desk), words=words).amended
    assert (amendment.why, amendment.changes, amendment.files) == ("", (), "")
