"""Every window in every state as a picture: ``python -m tests.ui.shots [OUT [NAME...]]``.

Looking at all of them is part of the work on a window. ``python -m tests.ui.shots docs [NAME...]``
makes those in docs/images.
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TZ", "America/Denver")
if hasattr(time, "tzset"):
    time.tzset()

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from desktop.domain.alerts.facts import AlertOutcome, Context, Kind, Message, Occasion, Outcome
from desktop.domain.board import Board, LiveAlert
from desktop.domain.presence import Unready
from desktop.domain.pressing import Way, Ways
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.steps import Situation, Step
from desktop.domain.roster.roles import Role
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError
from desktop.services.trust.invitations import InvitationState
from desktop.services.trust.inviting import NotAnAdministratorError
from desktop.services.trust.refusals import JoinCodeWrongError
from desktop.services.trust.standing import Standing
from desktop.ui.console.plan.card import PlanCard
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.takeover.strip import StripBar
from desktop.ui.takeover.window import Takeover
from desktop.ui.theme import Appearance, Scheme, load_fonts
from desktop.ui.views.counter_bar import CounterBarView, Wording
from desktop.ui.views.inviting import AskView, CodeView, ManyView
from desktop.ui.views.staff_call import StaffCallView, Summons
from desktop.ui.words import Words
from tests.ui import invite_sample
from tests.ui.drill_stage import asked, drill_window
from tests.ui.insights_stage import insights_stage
from tests.ui.invite_sample import ADDRESSES
from tests.ui.keeping_stage import TODAY, keeping_stage
from tests.ui.opening_stage import STATES, todays_tests
from tests.ui.plan_sample import one_floor, plan_parts, two_floors
from tests.ui.report_stage import report_stage
from tests.ui.sample import (
    ANA,
    AWAY_ANA,
    BACK_OFFICE,
    COUNTER_3,
    JOAN,
    MARCUS,
    NOW,
    WINDOW_6,
    Story,
    counter_board,
    delivery,
    live,
    nobody_attends,
    quiet_desks,
    silent_desks,
    staff_board,
    supervisor_board,
)
from tests.ui.settings_sample import settings_views
from tests.ui.site_stage import site_stage

LOOKS = (
    (Scheme.LIGHT, 1.0),
    (Scheme.DARK, 1.0),
    (Scheme.CONTRAST, 1.0),
    (Scheme.LIGHT, 2.0),
)


def bar_boards() -> dict[str, Board]:
    """The states of the cue."""

    def mine(story: Story, **told: object) -> Board:
        return counter_board(live(story, delivery=delivery(**told)))  # type: ignore[arg-type] # a test's shorthand

    return {
        "ready": counter_board(),
        "not ready": counter_board(why=Unready.NO_SUPERVISOR),
        "on its way": mine(Story()),
        "delivered": mine(Story(), got=2),
        "coming": mine(Story().going(ANA, "Ana Ruiz"), got=2),
        "two minutes": mine(Story().going(ANA, "Ana Ruiz", 2), got=2),
        "long name": mine(Story().going(ANA, "Maximiliana Ruiz", 2), got=2),
        "calls": mine(Story().told(ANA, "Ana Ruiz", Message.CALLING), got=2),
        "leave": mine(Story().told(ANA, "Ana Ruiz", Message.LEAVE), got=2),
        "police": mine(Story().told(ANA, "Ana Ruiz", Message.POLICE_CALLED), got=2),
        "not called": mine(
            Story()
            .told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
            .unsaid(ANA, "Ana Ruiz", Message.POLICE_CALLED),
            got=2,
        ),
        "not delivered": mine(Story(), is_overdue=True),
        "test": mine(Story(occasion=Occasion.TEST), got=2),
        "all asked": counter_board(live(Story(), delivery=delivery(2), is_asked=True)),
        "asked": counter_board(live(window_six(), is_asked=True)),
    }


def bar_views(words: Words) -> dict[str, CounterBarView]:
    """The bar in every state of its cue."""
    shown = {name: CounterBarView.of(one, words=words) for name, one in bar_boards().items()}
    for way in (Way.HOLD, Way.DOUBLE):
        shown[f"half-{way}"] = CounterBarView.of(
            counter_board(), words=words, ways=Ways(panic=way), begun=Kind.PANIC
        )
    shown["second-key"] = CounterBarView.of(
        counter_board(), words=words, begun=Kind.PANIC, by_key=True
    )
    shown["drill"] = CounterBarView.of(counter_board(), words=words, drill=asked())
    return shown


def window_six(name: str = "b2", **changes: object) -> Story:
    return Story(
        Kind.ASSIST,
        place="Window 6",
        area="Records",
        person="Devon Park",
        station=WINDOW_6,
        name=name,
        **changes,  # type: ignore[arg-type] # a test's shorthand
    )


LONG_NOTE = (
    "He has a knife in his left hand and stands between me and the door; two customers are "
    "sitting by the window and do not see it. He says that he will wait for the supervisor and "
    "that nobody is to move. He wears a grey coat and a red cap, is about forty, and has been here "
    "twice this week about the same letter. The back door is locked, the key hangs in the "
    "kitchen, and Devon is in the file room with a visitor."
)
"""Nearly as long as a note can be."""


OWN_STEPS = SiteProtocol(
    {
        Situation.PANIC: (
            Step(key="doors", text="Lock the doors to the back office", phone="Room 4, 555-0142"),
            Step(key="police", text="Ring the sheriff's desk", phone="555-0110"),
            Step(key="director", text="Tell Karen Whitfield", phone="555-0142"),
        )
    }
)
MANY_STEPS = SiteProtocol(
    {
        Situation.PANIC: tuple(
            Step(key=f"n{n}", text="Bring the visitors of the waiting room to room 4", phone="410")
            for n in range(12)
        )
    }
)


def takeover_boards() -> dict[str, Board]:
    """The states of the takeover."""

    def threat() -> Story:
        return Story().pressed_again().pressed_again().noted(Context.THREAT)

    def six(ago: float = 4.0) -> LiveAlert:
        return live(window_six(), ago=ago)

    third = live(Story(Kind.ASSIST, place="Room 2", name="c3", station="7" * 32), ago=2)
    alone = tuple(d for d in supervisor_board().desks if d.device != MARCUS)
    long = "Benefits and Eligibility Interview Room 12, North Annex"
    return {
        "panic": supervisor_board(live(threat()), six()),
        "button": supervisor_board(
            live(Story(place="Waiting room", area="", person="", button="Red button"))
        ),
        "panic-more": supervisor_board(live(threat()), six(), third),
        "panic-alone": supervisor_board(live(Story()), desks=alone),
        "panic-long-place": supervisor_board(
            live(Story(place=long, area="Second floor, behind the elevators, past Records"))
        ),
        "panic-note": supervisor_board(
            live(
                Story().noted(
                    Context.WEAPON,
                    "He has a knife in his left hand and stands between me and the door; "
                    "two customers are sitting by the window and do not see it.",
                )
            )
        ),
        "pressed-again": supervisor_board(
            live(Story().going(MARCUS, "Marcus Bell").pressed_again())
        ),
        "calling": supervisor_board(
            live(
                threat()
                .took(ANA, "Ana Ruiz", "police")
                .took(MARCUS, "Marcus Bell", "police")
                .going(MARCUS, "Marcus Bell")
                .did(MARCUS, "Marcus Bell", "director")
            )
        ),
        "police-lack": supervisor_board(
            live(threat().going(MARCUS, "Marcus Bell"), ago=17, is_police_asked=True)
        ),
        "police-silent": supervisor_board(
            live(
                threat().took(JOAN, "Joan Petrie", "police").going(MARCUS, "Marcus Bell"),
                ago=37,
                is_police_asked=True,
            )
        ),
        "called": supervisor_board(
            live(threat().going(ANA, "Ana Ruiz").told(ANA, "Ana Ruiz", Message.POLICE_CALLED))
        ),
        "called-and-done": supervisor_board(
            live(
                threat()
                .going(ANA, "Ana Ruiz")
                .told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
                .did(ANA, "Ana Ruiz", "director")
                .did(MARCUS, "Marcus Bell", "guard", is_needed=False)
            )
        ),
        "threat": supervisor_board(live(window_six().noted(Context.THREAT))),
        "own-steps": supervisor_board(live(threat()), protocol=OWN_STEPS),
        "many-steps": supervisor_board(live(threat()), six(), protocol=MANY_STEPS),
        "withdrawn": supervisor_board(live(Story().withdrawn())),
        "forced": supervisor_board(live(Story(Kind.ASSIST).going(ANA, "Ana Ruiz").forced())),
        "phoned": supervisor_board(live(Story().told(MARCUS, "Marcus Bell", Message.CALLING))),
        "long-note": supervisor_board(live(Story().noted(Context.WEAPON, LONG_NOTE))),
        "assist-police": supervisor_board(
            live(window_six().withdrawn().told(MARCUS, "Marcus Bell", Message.POLICE_CALLED))
        ),
        "assist": supervisor_board(live(window_six())),
        "drill": supervisor_board(live(Story(occasion=Occasion.DRILL))),
        "asked": supervisor_board(
            live(threat().offered(WINDOW_6, "Devon Park"), is_asked=True), six()
        ),
        "late": supervisor_board(live(threat().going(ANA, "Ana Ruiz"), ago=75, is_late=True)),
        "going": supervisor_board(live(threat().going(ANA, "Ana Ruiz"), ago=41), six(36)),
        "going-said": supervisor_board(
            live(
                threat()
                .going(MARCUS, "Marcus Bell")
                .going(ANA, "Ana Ruiz", 2)
                .told(ANA, "Ana Ruiz", Message.POLICE_CALLED),
                ago=41,
            )
        ),
        "there": supervisor_board(
            live(threat().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz"), ago=95)
        ),
        "other-going": supervisor_board(live(threat().going(MARCUS, "Marcus Bell"), ago=30)),
    }


def _bars(app: QApplication, out: Path) -> Iterator[Path]:
    from desktop.ui.counter_bar import CounterBar

    for scheme, scale in LOOKS:
        appearance = Appearance(scheme=scheme, text_scale=scale)
        bars: list[QWidget] = []
        for language in ("en", "es"):
            words = Words.of(language)
            for name, view in bar_views(words).items():
                bar = CounterBar(view, appearance=appearance, words=words)
                bars.append(bar)
                if language == "en":
                    file = f"cue-{name.replace(' ', '-')}-{_look(scheme, scale)}.png"
                    yield _save(bar, out / file)
        for wording in Wording:
            view = CounterBarView.of(counter_board(), words=Words.of("en"), wording=wording)
            bars.append(CounterBar(view, appearance=appearance, words=Words.of("en")))
        tab = CounterBar(view, appearance=appearance, words=Words.of("en"))
        tab.collapse()
        bars.append(tab)
        yield _sheet(bars, out / f"bar-{_look(scheme, scale)}.png", columns=2)
        first = bars[0]
        assert isinstance(first, CounterBar)
        menu = first.build_menu()
        yield _save(menu, out / f"bar-menu-{_look(scheme, scale)}.png")


def _takeovers(app: QApplication, out: Path) -> Iterator[Path]:
    from desktop.ui.takeover.screens import TakeoverScreens

    for language in ("en", "es"):
        for name, board in takeover_boards().items():
            for size in (QSize(1920, 1080), QSize(1366, 768)):
                if size.width() < 1900 and (name, language) not in SMALL_SCREENS:
                    continue
                screens = TakeoverScreens(words=Words.of(language), monotonic=lambda: NOW)
                screens.show_board(board)
                app.processEvents()
                shown: list[tuple[str, QWidget]] = [("", w) for w in screens.covers[:1]]
                shown += [("strip-", w) for w in screens.strips[:1]]
                for cover in screens.covers:
                    _let_go(cover)
                for kind, window in shown:
                    high = size.height() if not kind else window.height()
                    window.resize(QSize(size.width(), high))
                    file = f"takeover-{kind}{name}-{language}-{size.width()}.png"
                    yield _save(window, out / file)
                if name == "there":
                    screens.choose_outcome("a1")
                    _let_go(screens.covers[0])
                    yield _save(screens.covers[0], out / f"takeover-close-{language}.png")
                for _, window in shown:
                    window.hide()


def now_boards() -> dict[str, Board]:
    """The states of the Now page."""
    panic = live(Story().noted(Context.THREAT))
    six = live(window_six(note="Caller at window, shouting").going(MARCUS, "Marcus Bell"), ago=112)
    there = live(
        window_six("f6").going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz").withdrawn(), ago=300
    )
    drill = live(Story(occasion=Occasion.DRILL, name="d4", place="Room 2"), ago=3)
    over = Story(name="e5").going(ANA, "Ana Ruiz").attended(ANA, "Ana").closed(ANA, "Ana Ruiz")
    older = window_six().going(ANA, "Ana").attended(ANA, "Ana").closed(MARCUS, "Marcus Bell")
    closed = (over.alert(), older.alert())
    return {
        "alerts": supervisor_board(panic, six, closed=closed),
        "many": supervisor_board(panic, six, there, drill),
        "quiet": supervisor_board(closed=closed, desks=quiet_desks()),
        "empty": supervisor_board(desks=quiet_desks()),
        "cut-off": supervisor_board(relays_up=0),
        "nobody": supervisor_board(me=AWAY_ANA, desks=nobody_attends()),
        "alone": supervisor_board(desks=()),
        "cut-off-calling": supervisor_board(panic, six, desks=silent_desks(), closed=closed),
    }


def _consoles(app: QApplication, out: Path) -> Iterator[Path]:
    for scheme, scale in LOOKS:
        appearance = Appearance(scheme=scheme, text_scale=scale)
        for language in ("en", "es"):
            for name, board in now_boards().items():
                if (scheme, scale) != LOOKS[0] and name != "alerts":
                    continue
                window = ConsoleWindow(
                    appearance=appearance,
                    words=Words.of(language),
                    may_invite=True,
                    monotonic=lambda: NOW,
                )
                window.show_board(board)
                window.show_outcomes({"e5": AlertOutcome(alert="e5", outcome=Outcome.HELPED)})
                window.show_openings(todays_tests())
                window.resize(1280, 760)
                window.show()
                _settle(app)
                yield _save(window, out / f"now-{name}-{_look(scheme, scale)}-{language}.png")
                window.hide()


def _plans(app: QApplication, out: Path) -> Iterator[Path]:
    """The Now page with a floor plan, looked at and arranged."""
    boards = now_boards()
    for scheme, scale in LOOKS:
        is_plain = (scheme, scale) == LOOKS[0]
        for language in ("en", "es") if is_plain else ("en",):
            for name, plan in {
                "alerts": one_floor(),
                "quiet": one_floor(),
                "many": two_floors(),
                "arranging": two_floors(),
                "cut-off": one_floor(),
            }.items():
                if not is_plain and name not in {"alerts", "arranging"}:
                    continue
                with _console(app, scheme, scale, language) as window:
                    window.show_board(boards["alerts" if name == "arranging" else name])
                    window.show_plan(plan, can_undo=name == "arranging")
                    window.resize(1440, 900)
                    window.show()
                    shown = window.page.plan
                    assert shown is not None
                    _until_drawn(app, shown)
                    if name == "arranging":
                        shown.arrange_button.click()
                        shown.canvas.choose(COUNTER_3)
                    _settle(app)
                    if scale > 1:
                        window.page.verticalScrollBar().setValue(shown.geometry().top() - 20)
                    _until_drawn(app, shown)
                    yield _save(window, out / f"plan-{name}-{_look(scheme, scale)}-{language}.png")


def _until_drawn(app: QApplication, plan: PlanCard) -> None:
    """Wait for the picture, which is made on a thread of its own."""
    app.processEvents()
    while not plan.canvas.has_picture:
        app.processEvents()


@contextmanager
def _console(
    app: QApplication, scheme: Scheme, scale: float, language: str
) -> Iterator[ConsoleWindow]:
    window = ConsoleWindow(
        appearance=Appearance(scheme=scheme, text_scale=scale),
        words=Words.of(language),
        may_invite=True,
        plan_parts=plan_parts(app),
        monotonic=lambda: NOW,
    )
    try:
        yield window
    finally:
        window.page.close_down()
        window.hide()


def _reports(app: QApplication, out: Path) -> Iterator[Path]:
    """The Reports page, as the supervisor finds it and after each thing that is done to it."""
    for scheme, scale in LOOKS:
        for language in ("en", "es"):
            for name in REPORT_STATES:
                is_plain = (scheme, scale) == LOOKS[0]
                if language == "es" and name not in SPANISH_REPORTS:
                    continue
                if not is_plain and name not in OTHER_LOOKS_OF_REPORTS:
                    continue
                sizes = [QSize(1440, 900)]
                if name == "open" and language == "en":
                    sizes += [QSize(1280, 760), QSize(1920, 1000)]
                for size in sizes:
                    file = f"reports-{name}-{_look(scheme, scale)}-{language}-{size.width()}.png"
                    with report_stage(scheme, scale, language) as stage:
                        shown = stage.state(name, size)
                        _settle(app)
                        _settle(app)
                        yield _save(shown, out / file)


def _keepings(app: QApplication, out: Path) -> Iterator[Path]:
    """The Guidance page at a supervisor's desk."""
    for scheme, scale in LOOKS:
        is_plain = (scheme, scale) == LOOKS[0]
        for language in ("en", "es"):
            for name in KEEPING_STATES if is_plain else KEEPING_STATES[:4]:
                sizes = [QSize(1440, 900)]
                if name == "card" and is_plain:
                    sizes += [QSize(1280, 800), QSize(1920, 1000)]
                for size in sizes:
                    look = f"{_look(scheme, scale)}-{language}-{size.width()}"
                    a_year_on = date(2027, 12, 1) if name == "overdue" else TODAY
                    with keeping_stage(scheme, scale, language, today=a_year_on) as stage:
                        shown = stage.state(name, size)
                        _settle(app)
                        yield _save(shown, out / f"guidance-page-{name}-{look}.png")


def _insights(app: QApplication, out: Path) -> Iterator[Path]:
    """The Insights page at a supervisor's desk."""
    for scheme, scale in LOOKS:
        is_plain = (scheme, scale) == LOOKS[0]
        for language in ("en", "es"):
            for name in INSIGHT_STATES if is_plain else INSIGHT_STATES[:2]:
                look = f"{_look(scheme, scale)}-{language}"
                with insights_stage(scheme, scale, language) as stage:
                    shown = stage.state(name, QSize(1440, 1400))
                    _settle(app)
                    yield _save(shown, out / f"insights-{name}-{look}.png")


def _drills(app: QApplication, out: Path) -> Iterator[Path]:
    """The Drills page at a supervisor's desk."""
    for scheme, scale in LOOKS:
        for language in ("en", "es"):
            for name in ("plan", "known", "none"):
                look = f"{_look(scheme, scale)}-{language}"
                with drill_window(scheme, scale, language, name) as shown:
                    _settle(app)
                    yield _save(shown, out / f"drills-{name}-{look}.png")


def _sites(app: QApplication, out: Path) -> Iterator[Path]:
    """The Site page at an administrator's desk, and at another supervisor's."""
    for scheme, scale in LOOKS:
        is_plain = (scheme, scale) == LOOKS[0]
        for language in ("en", "es"):
            for name in SITE_STATES if is_plain else SITE_STATES[:2]:
                with site_stage(scheme, scale, language) as stage:
                    shown = stage.state(name, QSize(1280, 900))
                    _settle(app)
                    yield _save(shown, out / f"site-{name}-{_look(scheme, scale)}-{language}.png")


SITE_STATES = (
    *("stations", "rules", "editing", "many", "codes", "keys", "steps", "keeping"),
    *("readonly", "backup", "making", "role", "right", "taking"),
)
INSIGHT_STATES = ("plots", "tables", "few", "none", "month")


def _first_runs(app: QApplication, out: Path) -> Iterator[Path]:
    from desktop.ui.first_run import FirstRunWindow
    from desktop.ui.views.first_run import Key, Page

    for scheme, scale in LOOKS:
        appearance = Appearance(scheme=scheme, text_scale=scale)
        for language in ("en", "es"):
            for page in Page:
                window = FirstRunWindow(appearance=appearance, words=Words.of(language))
                if page is Page.JOIN:
                    window.suggest(Key.ADDRESS, "192.168.1.20:18884")
                window.open_page(page)
                if page is Page.CREATE and scheme is not Scheme.LIGHT:
                    window.findChildren(QPushButton)[-1].click()
                window.show()
                _settle(app)
                if page is Page.JOIN:
                    window.findChildren(QLineEdit)[1].setText("KXRT-94ML")
                    window.show_error(JoinCodeWrongError())
                if page is Page.CREATE and scheme is Scheme.DARK:
                    window.show_error(PrivateFileNotSavedError())
                _settle(app)
                file = f"first-{page.value}-{_look(scheme, scale)}-{language}.png"
                yield _save(window, out / file)
                window.hide()


def invite_views(words: Words) -> dict[str, AskView | CodeView | ManyView]:
    """The pages of the dialog that lets a place in."""

    def code(standing: Standing, **more: object) -> CodeView:
        given = {"addresses": ADDRESSES[:1], **more}
        return CodeView.of(standing, words=words, **given)  # type: ignore[arg-type] # a test's shorthand

    over = InvitationState.EXPIRED
    return {
        "first": AskView.of(words=words, role=Role.COUNTER, is_first=True),
        "ask": AskView.of(words=words, role=Role.COUNTER, open_codes=3),
        "refused": AskView.of(words=words, role=Role.COUNTER, error=NotAnAdministratorError()),
        "code": code(invite_sample.standing()),
        "guessed": code(
            invite_sample.standing(tries=2),
            addresses=ADDRESSES,
            other_port=18884,
            sheet="/home/ana/Documents/join-codes.pdf",
        ),
        "joined": code(invite_sample.joined()),
        "expired": code(invite_sample.standing(over)),
        "burned": code(invite_sample.burned()),
        "many": ManyView.of(invite_sample.batch(), words=words, addresses=ADDRESSES[:1]),
    }


def _invites(app: QApplication, out: Path) -> Iterator[Path]:
    from desktop.ui.inviting.window import InviteWindow

    for scheme, scale in LOOKS:
        appearance = Appearance(scheme=scheme, text_scale=scale)
        for language in ("en", "es"):
            words = Words.of(language)
            for name, view in invite_views(words).items():
                window = InviteWindow(appearance=appearance, words=words)
                if isinstance(view, AskView):
                    window.show_ask(view)
                elif isinstance(view, CodeView):
                    window.show_code(view)
                else:
                    window.show_many(view)
                window.show()
                if scale > 1:  # as on a screen with room for it
                    window.resize(round(600 * scale), 1300)
                _settle(app)
                file = f"invite-{name}-{_look(scheme, scale)}-{language}.png"
                yield _save(window, out / file)
                window.hide()


def _let_go(cover: Takeover) -> None:
    """Draw the keys as they are once the typing guard lets go."""
    for button in cover.buttons:
        button.show_keys(count=True)
    for strip in cover.findChildren(StripBar):
        strip.show_keys(count=True)


def _settle(app: QApplication) -> None:
    """Let layouts find their heights."""
    for _ in range(3):
        app.processEvents()


SMALL_SCREENS = {("panic", "en"), ("going-said", "es"), ("long-note", "en")}


def _look(scheme: Scheme, scale: float) -> str:
    return f"{scheme.value}-{round(scale * 100)}"


def _save(widget: QWidget, file: Path) -> Path:
    widget.ensurePolished()
    if not widget.isVisible():
        widget.adjustSize()
    widget.grab().save(str(file))
    return file


def _sheet(widgets: list[QWidget], file: Path, *, columns: int) -> Path:
    """Lay several small windows on one picture."""
    gap = 16
    shots = [widget.grab() for widget in widgets]
    cell = QSize(max(s.width() for s in shots) + gap, max(s.height() for s in shots) + gap)
    rows = -(-len(shots) // columns)
    sheet = QPixmap(cell.width() * columns + gap, cell.height() * rows + gap)
    sheet.fill(QColor("#8a97a5"))
    painter = QPainter(sheet)
    for index, shot in enumerate(shots):
        column, row = divmod(index, rows)
        painter.drawPixmap(QPoint(gap + column * cell.width(), gap + row * cell.height()), shot)
    painter.end()
    sheet.save(str(file))
    return file


KEEPING_STATES = (
    "card",
    "overdue",
    "contested",
    "said",
    "refused",
    "versions",
    "files",
    "site-said",
    "adding",
)
REPORT_STATES = (
    "list",
    "open",
    "search",
    "filters",
    "nothing",
    "empty",
    "amended",
    "overdue",
    "signed",
    "refused",
    "call",
    "alert",
    "export",
    "exporting",
    "exported",
    "log",
    "verified",
    "foot",
)
SPANISH_REPORTS = ("open", "amended", "exporting", "log", "verified", "empty")
OTHER_LOOKS_OF_REPORTS = (
    "list",
    "open",
    "search",
    "amended",
    "overdue",
    "signed",
    "alert",
    "exporting",
)


def _incidents(app: QApplication, out: Path) -> Iterator[Path]:
    from tests.ui.reports import pictures

    for name, window in pictures.states(app):
        yield _save(window, out / f"incident-{name}.png")
        window.hide()
        window.deleteLater()


def _guidance(app: QApplication, out: Path) -> Iterator[Path]:
    from tests.ui.guidance import pictures

    for name, window in pictures.states(app):
        yield _save(window, out / f"guidance-{name}.png")
        window.hide()
        window.deleteLater()


def _opening_tests(app: QApplication, out: Path) -> Iterator[Path]:
    from desktop.ui.opening_test import OpeningTestWindow
    from desktop.ui.views.opening_test import OpeningTestView

    looks = [*(("en", look) for look in LOOKS), ("es", LOOKS[0])]
    for language, (scheme, scale) in looks:
        windows: list[QWidget] = []
        for board, progress in STATES.values():
            words = Words.of(language)
            view = OpeningTestView.of(board, progress, is_due=True, words=words)
            made = OpeningTestWindow(view, Appearance(scheme=scheme, text_scale=scale))
            made.open_above(QPoint(1900, 1000))
            app.processEvents()
            made.resize(made.sizeHint())
            app.processEvents()
            windows.append(made)
        yield _sheet(windows, out / f"opening-{_look(scheme, scale)}-{language}.png", columns=3)
        for window in windows:
            window.close()


def _settings(app: QApplication, out: Path) -> Iterator[Path]:
    from desktop.ui.settings.window import SettingsWindow

    for scheme, scale in LOOKS:
        appearance = Appearance(scheme=scheme, text_scale=scale)
        for language in ("en", "es"):
            words = Words.of(language)
            for name, view in settings_views(words).items():
                window = SettingsWindow(view, appearance=appearance, words=words)
                px = appearance.theme.px
                window.resize(px(640), px(1560))  # all of it, for whoever looks
                window.show()
                _settle(app)
                file = f"settings-{name}-{_look(scheme, scale)}-{language}.png"
                yield _save(window, out / file)
                window.hide()
                window.deleteLater()


def staff_calls(words: Words) -> dict[str, StaffCallView]:
    """The states of a staff desk's window."""

    def shown(*alerts: LiveAlert) -> StaffCallView:
        board = staff_board(*alerts)
        summons = Summons(frozenset(one.id for one in alerts))
        view = StaffCallView.of(board, summons, at_once=False, words=words)
        assert view is not None
        return view

    def threat() -> Story:
        return Story().pressed_again().noted(Context.THREAT, "He will not leave.")

    six = live(window_six(), ago=4, is_asked=True)
    long = "Benefits and Eligibility Interview Room 12, North Annex"
    return {
        "panic": shown(live(threat(), ago=17, is_asked=True)),
        "assist": shown(live(window_six(), ago=31, is_asked=True)),
        "drill": shown(live(Story(occasion=Occasion.DRILL), ago=16, is_asked=True)),
        "more": shown(
            live(threat().offered(WINDOW_6, "Devon Park"), ago=41, is_asked=True),
            live(window_six("c3"), ago=4, is_asked=True),
        ),
        "long": shown(
            live(
                Story(place=long, area="Second floor, behind the elevators, past Records").noted(
                    Context.WEAPON, LONG_NOTE
                ),
                ago=75,
                is_asked=True,
            ),
            six,
        ),
        "offered": shown(live(threat().offered(BACK_OFFICE, "Lee Chan"), ago=25, is_asked=True)),
        "going": shown(
            live(threat().offered(BACK_OFFICE, "Lee Chan").going(MARCUS, "Marcus Bell", 2), ago=52)
        ),
        "there": shown(live(threat().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz"), ago=95)),
    }


def _staff(app: QApplication, out: Path) -> Iterator[Path]:
    from desktop.ui.staff.call_window import StaffCallWindow

    for scheme, scale in LOOKS:
        appearance = Appearance(scheme=scheme, text_scale=scale)
        for language in ("en", "es"):
            for name, view in staff_calls(Words.of(language)).items():
                window = StaffCallWindow(appearance, monotonic=lambda: NOW)
                window.show_view(view)
                app.processEvents()
                for button in window.buttons:
                    button.show_keys(count=True)
                yield _save(window, out / f"staff-{name}-{_look(scheme, scale)}-{language}.png")
                window.show_view(None)


RENDERERS = {
    "bar": _bars,
    "staff": _staff,
    "opening": _opening_tests,
    "takeover": _takeovers,
    "now": _consoles,
    "plan": _plans,
    "reports": _reports,
    "guidance-page": _keepings,
    "insights": _insights,
    "drills": _drills,
    "site": _sites,
    "first": _first_runs,
    "invite": _invites,
    "incident": _incidents,
    "guidance": _guidance,
    "settings": _settings,
}


CUES = (
    "ready",
    "not-ready",
    "half-hold",
    "half-double",
    "on-its-way",
    "delivered",
    "coming",
    "two-minutes",
    "calls",
    "police",
    "not-called",
    "leave",
    "not-delivered",
    "all-asked",
    "asked",
    "test",
    "drill",
)
"""The states of the bar that docs/counter.md shows, in its order."""


DOCS = {
    **{f"cue-{name}-light-100.png": f"cue-{name}.png" for name in CUES},
    "bar-light-100.png": "counter-bar.png",
    "bar-dark-100.png": "counter-bar-dark.png",
    "bar-menu-light-100.png": "counter-bar-menu.png",
    "opening-light-100-en.png": "opening-test.png",
    "staff-panic-light-100-en.png": "staff-call.png",
    "staff-going-light-100-en.png": "staff-call-going.png",
    "now-nobody-light-100-en.png": "now-nobody.png",
    "takeover-panic-en-1920.png": "takeover.png",
    "takeover-going-en-1920.png": "takeover-going.png",
    "takeover-drill-en-1920.png": "takeover-drill.png",
    "takeover-panic-es-1920.png": "takeover-spanish.png",
    "now-alerts-light-100-en.png": "now.png",
    "now-alerts-dark-100-en.png": "now-dark.png",
    "now-alerts-high_contrast-100-en.png": "now-contrast.png",
    "now-alerts-light-200-en.png": "now-large-text.png",
    "plan-alerts-light-100-en.png": "floor-plan.png",
    "plan-alerts-dark-100-en.png": "floor-plan-dark.png",
    "plan-alerts-high_contrast-100-en.png": "floor-plan-contrast.png",
    "plan-alerts-light-200-en.png": "floor-plan-large-text.png",
    "plan-arranging-light-100-en.png": "floor-plan-arranging.png",
    "reports-open-light-100-en-1440.png": "reports.png",
    "reports-open-dark-100-en-1440.png": "reports-dark.png",
    "reports-amended-light-100-en-1440.png": "reports-amended.png",
    "reports-open-light-200-en-1440.png": "reports-large-text.png",
    "drills-known-light-100-en.png": "drills.png",
    "site-stations-light-100-en.png": "site.png",
    "site-stations-dark-100-en.png": "site-dark.png",
    "site-stations-high_contrast-100-en.png": "site-contrast.png",
    "site-stations-light-200-en.png": "site-large-text.png",
    "site-role-light-100-en.png": "site-role.png",
    "site-rules-light-100-en.png": "site-rules.png",
    "site-steps-light-100-en.png": "site-steps.png",
    "site-backup-light-100-en.png": "site-backup.png",
    "site-keeping-light-100-en.png": "site-keeping.png",
    "insights-plots-light-100-en.png": "insights.png",
    "insights-plots-dark-100-en.png": "insights-dark.png",
    "insights-plots-high_contrast-100-en.png": "insights-contrast.png",
    "insights-plots-light-200-en.png": "insights-large-text.png",
    "insights-tables-light-100-en.png": "insights-tables.png",
    "first-choice-light-100-en.png": "first-run.png",
    "first-create-light-100-en.png": "first-run-create.png",
    "invite-code-light-100-en.png": "invite.png",
    "incident-form-light-100-en.png": "incident-form.png",
    "incident-form-dark-100-en.png": "incident-form-dark.png",
    "incident-call-light-100-en.png": "threat-call.png",
    "guidance-topics-light-100-en.png": "guidance.png",
    "guidance-situation-language-light-100-en.png": "guidance-situation.png",
    "guidance-search-dark-100-en.png": "guidance-search.png",
    "guidance-topics-light-100-es.png": "guidance-spanish.png",
    "settings-counter-light-100-en.png": "settings.png",
    "settings-desk-dark-100-en.png": "settings-dark.png",
}
"""Which pictures go into docs/images, and under what name."""


def render(app: QApplication, out: Path, wanted: Sequence[str]) -> None:
    """Make the pictures of the renderers named, or all, in ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    for name, draw in RENDERERS.items():
        if not wanted or name in wanted:
            for file in draw(app, out):
                sys.stdout.write(f"{file}\n")


def main(arguments: list[str]) -> None:
    """Make what was asked for."""
    app = QApplication([])
    load_fonts()
    if arguments[:1] != ["docs"]:
        render(app, Path(arguments[0] if arguments else "out/shots"), arguments[1:])
        return
    images = Path(__file__).resolve().parents[2] / "docs" / "images"
    images.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        render(app, Path(folder), arguments[1:])
        for made, kept in DOCS.items():
            if not arguments[1:] or (Path(folder) / made).exists():
                shutil.copyfile(Path(folder) / made, images / kept)


if __name__ == "__main__":
    main(sys.argv[1:])
