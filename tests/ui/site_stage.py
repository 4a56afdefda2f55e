"""The console with its Site page over a made-up site, for tests and pictures."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace
from PySide6.QtCore import QSize
from PySide6.QtTest import QTest

from desktop.domain.backup.facts import LastBackup
from desktop.domain.board import Desk
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.steps import SHIPPED, Situation, Step
from desktop.domain.recovery.facts import LastCheck
from desktop.domain.retention.kinds import Kept
from desktop.domain.retention.periods import Period
from desktop.domain.roster.facts import RelayNamed
from desktop.domain.roster.roster import Member, Roster
from desktop.domain.settings.settings import Key
from desktop.domain.settings.spoken import Spoken
from desktop.services.retention.standing import Going, KindStanding, RetentionStanding
from desktop.services.trust.placing import Standpoint
from desktop.ui.console.pages import PageEntry
from desktop.ui.console.site.page import SitePage
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.theme import Appearance, Scheme, Theme
from desktop.ui.views.contact_rows import Outside
from desktop.ui.views.site import SiteAsked, SiteStanding, SiteView
from desktop.ui.views.site_backup import BACKUP, BackupStanding, Found, Progress
from desktop.ui.views.site_cards import Do, Editing
from desktop.ui.words import Words
from tests.ui.invite_sample import standing
from tests.ui.sample import ANA, COUNTER_3, MARCUS, NOW, T0, supervisor_board
from tests.ui.settings_sample import CONTACTS

KEY = "site"
SITE_KEY = bytes(32)
AT_MS = round(1000 * T0.timestamp())
SPOKEN: Mapping[Key, Spoken] = {
    "hours.open": Spoken(
        value=("mon-thu 08:00-12:00, 13:00-17:00", "fri 08:00-13:00"),
        before=("mon-fri 08:00-17:00",),
        author="Marcus Bell",
        at_ms=AT_MS,
    ),
    "escalation.panic_answer": Spoken(value=20.0, before=None, author="Ana Ruiz", at_ms=AT_MS),
    "escalation.assist_arrival": Spoken(value=None, before=240.0, author="Ana Ruiz", at_ms=AT_MS),
    "wording": Spoken(value="neutral", before="plain", author="Ana Ruiz", at_ms=AT_MS),
    "retention.alerts": Spoken(value=24, before=None, author="Ana Ruiz", at_ms=AT_MS),
    "retention.reports": Spoken(value=60, before=84, author="Ana Ruiz", at_ms=AT_MS),
    "hotkeys.panic": Spoken(
        value=("Ctrl+Shift+F11", "F13"), before=None, author="Marcus Bell", at_ms=AT_MS
    ),
}
PROPOSED = {12: 143, 24: 82, 36: 9}
RETENTION = RetentionStanding(
    kinds=(
        KindStanding(
            kind=Kept.ALERTS,
            period=Period(months=24, in_force=24, author="Ana Ruiz", at=T0),
            going={
                n: Going(many, datetime(2022, 3, 4, 12, tzinfo=UTC)) for n, many in PROPOSED.items()
            }
            | {24: Going()},
            staying=1,
        ),
        KindStanding(kind=Kept.TESTS, period=Period(), going={12: Going(), 24: Going()}),
        KindStanding(
            kind=Kept.REPORTS,
            period=Period(
                months=60, in_force=84, begins=T0 + timedelta(days=7), author="Ana Ruiz", at=T0
            ),
            going={
                36: Going(43, datetime(2019, 5, 6, 12, tzinfo=UTC)),
                60: Going(12, datetime(2019, 5, 6, 12, tzinfo=UTC)),
                84: Going(),
            },
            staying=2,
            marked=1,
        ),
        KindStanding(kind=Kept.GUIDANCE, period=Period()),
    ),
    clock=T0,
    own=T0,
)
STEPS = SiteProtocol(
    own={
        Situation.PANIC: (
            *SHIPPED[Situation.PANIC][:1],
            Step(key="director", text="Tell Karen Whitfield", phone="555-0142"),
            Step(key="doors", text="Lock the back office", phone="Room 4"),
        )
    },
    revisions={Situation.PANIC: 2},
    authors={Situation.PANIC: "Marcus Bell"},
)

A_BACKUP = LastBackup(
    desk=ANA, author="Ana Ruiz", at_ms=AT_MS - 86_400_000, size=48_200_000, revision=1
)
BACKED_UP = BackupStanding(last=A_BACKUP, here=A_BACKUP, now=T0)
A_FOUND = BackupStanding(
    last=A_BACKUP,
    here=A_BACKUP,
    now=T0,
    found=Found(
        command='countersign restore "/media/stick/2026-03-08.csbackup"',
        place="Supervisors",
        at_ms=A_BACKUP.at_ms,
        events=1204,
        attachments=31,
    ),
)
MAKING = BackupStanding(now=T0, making=Progress(12_400_000, 48_000_000))


def member(desk: Desk, *, administrator: bool = False) -> Member:
    """The desk as the roster has it."""
    return Member(
        device=desk.device,
        key=bytes(32),
        role=desk.role,
        place=desk.place,
        area=desk.area or "Front desk, ground floor",
        name=desk.name,
        administrator=administrator,
    )


def a_site(
    *,
    me: str = ANA,
    more: int = 0,
    relays: int = 2,
    backup: BackupStanding | None = None,
    administrators: tuple[str, ...] = (ANA,),
) -> SiteStanding:
    """Alder County's site as Ana sees it, an administrator; ``more`` counters besides."""
    board = supervisor_board(protocol=STEPS)
    if me != ANA:
        own = next(desk for desk in board.desks if desk.device == me)
        others = (board.me, *(desk for desk in board.desks if desk is not own))
        board = replace(board, me=own, desks=others)
    desks = (board.me, *board.desks)
    members = {
        desk.device: member(desk, administrator=desk.device in administrators) for desk in desks
    }
    for n in range(more):
        device = f"{n:04d}" * 8
        members[device] = replace(
            members[COUNTER_3], device=device, place=f"Room {n + 100}", name=f"PC {n + 100}"
        )
    named = {ANA: RelayNamed(port=18883), MARCUS: RelayNamed(port=18883)}
    return SiteStanding(
        roster=Roster(
            site_key=SITE_KEY,
            name="Alder County Health",
            members=members,
            relay_notices=dict([*named.items()][:relays]),
        ),
        board=board,
        spoken=SPOKEN,
        moved={COUNTER_3: Standpoint("Window 9", "", "")},
        codes=(standing(place="Room 12", name="Devon Park"),) if me == ANA else (),
        recovery=LastCheck(author="Ana Ruiz", at_ms=AT_MS, is_anew=False, revision=1),
        backup=backup or BACKED_UP,
        outside=Outside(contacts=CONTACTS, is_sender=True),
        senders=(ANA, MARCUS),
        floors=("Ground floor", "First floor"),
        retention=RETENTION,
        has_authority=me == ANA,
    )


STATIONS_EDITED: Mapping[str, tuple[SiteStanding, Editing]] = {
    "editing": (a_site(), Editing(f"station {COUNTER_3}")),
    "role": (a_site(), Editing(f"station {COUNTER_3}", about=Do.ROLE)),
    "taking": (a_site(administrators=(ANA, MARCUS)), Editing(f"station {MARCUS}")),
    "right": (
        a_site(me=MARCUS),
        Editing(f"station {MARCUS}", about=Do.TAKE_UP_RIGHT, file="recovery.txt"),
    ),
}


@dataclass
class SiteStage:
    """A console whose Site page shows ``site``."""

    words: Words
    site: SiteStanding
    asked: SiteAsked = field(default_factory=SiteAsked)
    console: ConsoleWindow = field(init=False)

    @property
    def page(self) -> SitePage:
        page = self.console.built_pages[KEY]
        assert isinstance(page, SitePage)
        return page

    def view(self) -> SiteView:
        return SiteView.of(self.site, self.asked, words=self.words)

    def build(self, theme: Theme) -> SitePage:
        return SitePage(theme, self.words, self.view())

    def shows(self, asked: SiteAsked) -> None:
        self.asked = asked
        self.page.show_view(self.view())

    def state(self, name: str, size: QSize) -> ConsoleWindow:
        """Bring the page into the state that a picture is named for."""
        if name == "readonly":
            self.site = a_site(me=MARCUS, relays=1)
        if name == "backup":
            self.site = a_site(backup=A_FOUND)
        if name == "making":
            self.site = a_site(backup=MAKING)
        if name == "many":
            self.site = a_site(more=200)
        self.console.resize(size)
        self.console.show()
        self.console.show_page(KEY)
        if name in STATIONS_EDITED:
            self.site, editing = STATIONS_EDITED[name]
            self.shows(SiteAsked(editing=editing))
        if name in {"backup", "making"}:
            if name == "backup":
                self.shows(SiteAsked(editing=Editing(BACKUP)))
            QTest.qWait(30)
            self.page.go_to("backup")
        if name in {"rules", "codes", "keys", "steps", "keeping"}:
            if name == "rules":
                self.shows(SiteAsked(editing=Editing("escalation.panic_answer")))
            if name == "keeping":
                self.shows(SiteAsked(editing=Editing("retention.reports")))
            if name == "steps":
                self.shows(SiteAsked(editing=Editing("step doors")))
            QTest.qWait(30)
            self.page.go_to(name)
        QTest.qWait(60)
        return self.console


@contextmanager
def site_stage(
    scheme: Scheme = Scheme.LIGHT, scale: float = 1.0, language: str = "en"
) -> Iterator[SiteStage]:
    """A supervisor's console with the page in it."""
    appearance = Appearance(scheme=scheme, text_scale=scale)
    words = Words.of(language)
    stage = SiteStage(words, a_site())
    entry = PageEntry(key=KEY, name=words("Site"), icon="id-card", build=stage.build)
    stage.console = ConsoleWindow(
        appearance=appearance, words=words, pages=[entry], monotonic=lambda: NOW
    )
    stage.console.show_board(supervisor_board())
    try:
        yield stage
    finally:
        stage.console.hide()
        stage.console.deleteLater()
