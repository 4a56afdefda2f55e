"""Of several words on a thing the last one holds, and one odd number is no word for ever."""

from collections.abc import Callable, Iterable
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.backup.facts import BackupMade, last_backup
from desktop.domain.backup.facts import Said as Made
from desktop.domain.events.body import Fact
from desktop.domain.events.header import GENESIS, Header
from desktop.domain.events.streams import Stream
from desktop.domain.facts import FACTS
from desktop.domain.guidance.facts import GuidanceRuled
from desktop.domain.guidance.rules import fold_rules
from desktop.domain.plan.facts import PlanPlaced, PlanShown
from desktop.domain.plan.plan import Said, fold_plan
from desktop.domain.protocol.facts import ProtocolSet, SaidStep
from desktop.domain.protocol.site_protocol import fold_protocol
from desktop.domain.protocol.steps import Situation
from desktop.domain.recovery.facts import RecoveryChecked, last_check
from desktop.domain.reports.attachments import Attachment
from desktop.domain.revisions import MOST_AHEAD, in_order
from desktop.domain.roster.facts import (
    DeviceAdmitted,
    DeviceEntrusted,
    DevicePlaced,
    DeviceRevoked,
    Notice,
    RelayNamed,
    SiteNamed,
)
from desktop.domain.roster.ids import fingerprint
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Roster, Signed, fold_roster
from desktop.domain.settings.facts import SettingPreset
from desktop.domain.settings.presets import fold_presets
from desktop.domain.settings.spoken import fold_spoken

ODD = (2**53, 2**63 - 1, 2**63, 2**64, 10**4299, MOST_AHEAD * 1000)
ANA = "a" * 32
Word = tuple[int, str, str]
"""A revision, an event, and a text that whoever reads it can see."""


# --- one subject of each fact that has a revision, said in words and read again ------------------


def presets(words: Iterable[Word]) -> tuple[object, int]:
    facts = [
        (event, SettingPreset(key="drill_scenarios", value=(text,), author="A", revision=r))
        for r, event, text in words
    ]
    folded = fold_presets(facts)
    spoken = fold_spoken((event, 0, fact) for event, fact in facts).get("drill_scenarios")
    holds = folded.values.get("drill_scenarios")
    assert holds == (spoken.value if spoken else None)
    return holds, folded.revisions.get("drill_scenarios", 0)


def steps(words: Iterable[Word]) -> tuple[object, int]:
    folded = fold_protocol(
        (
            event,
            ProtocolSet(
                situation="panic",
                steps=(SaidStep(key="one", text=text),),
                author="A",
                revision=r,
            ),
        )
        for r, event, text in words
    )
    own = folded.own.get(Situation.PANIC)
    return own and own[0].text, folded.revisions.get(Situation.PANIC, 0)


def rules(words: Iterable[Word]) -> tuple[object, int]:
    folded = fold_rules(
        (event, GuidanceRuled(shares_practice=int(text) % 2 == 0, author="A", revision=r))
        for r, event, text in words
    )
    return folded.shares_practice, folded.revision


def checks(words: Iterable[Word]) -> tuple[object, int]:
    last = last_check(
        (event, 0, RecoveryChecked(author=text, revision=r)) for r, event, text in words
    )
    return (last.author, last.revision) if last else (None, 0)


def floors(words: Iterable[Word]) -> tuple[object, int]:
    picture = Attachment(name="p.png", media="image/png", size=1, sha256="0" * 64)
    folded = fold_plan(
        Said(
            event,
            ANA,
            PlanShown(
                floor="g", name=text, picture=picture, width=8, height=6, author="A", revision=r
            ),
        )
        for r, event, text in words
    )
    return folded.floors and folded.floors[0].name, folded.floor_revisions.get("g", 0)


def spots(words: Iterable[Word]) -> tuple[object, int]:
    picture = Attachment(name="p.png", media="image/png", size=1, sha256="0" * 64)
    floor = PlanShown(floor="g", name="G", picture=picture, width=8, height=6, author="A")
    placed = (
        Said(
            event,
            ANA,
            PlanPlaced(station=ANA, floor="g", x=int(text) / 100, y=0.5, author="A", revision=r),
        )
        for r, event, text in words
    )
    folded = fold_plan([Said("f", ANA, floor), *placed])
    spot = folded.spots.get(ANA)
    return spot and spot.x, folded.spot_revisions.get(ANA, 0)


SITE, DESK = b"the site's key".ljust(32), b"a desk's key".ljust(32)
DESKS = fingerprint(DESK)


def signed(event: str, fact: Notice) -> Signed:
    header = Header(
        site=bytes.fromhex(fingerprint(SITE)),
        device=bytes.fromhex(fingerprint(SITE)),
        stream=Stream.NOTICES,
        seq=1,
        prev=GENESIS,
        at_ms=0,
        type=fact.TYPE,
        type_version=1,
        body_hash=sha256(event.encode()).digest(),
    )
    return Signed(header, event, fact)


def roster(facts: Iterable[tuple[str, Notice]]) -> Roster:
    admitted = DeviceAdmitted(device=DESKS, key=DESK, role=Role.RELAY, place="At first")
    return fold_roster(SITE, [signed("0", admitted), *(signed(*one) for one in facts)])


def names(words: Iterable[Word]) -> tuple[object, int]:
    folded = roster((event, SiteNamed(name=text, revision=r)) for r, event, text in words)
    return folded.name, folded.revision


def places(words: Iterable[Word]) -> tuple[object, int]:
    folded = roster(
        (event, DevicePlaced(device=DESKS, place=text, revision=r)) for r, event, text in words
    )
    member = folded.members[DESKS]
    return member.place, member.revision


def admissions(words: Iterable[Word]) -> tuple[object, int]:
    words = list(words)
    folded = roster(
        (event, DeviceAdmitted(device=DESKS, key=DESK, role=Role.RELAY, place=text, revision=r))
        for r, event, text in words
    )
    place = folded.members[DESKS].place
    return place, next((r for r, _, text in words if text == place), 0)


def relays(words: Iterable[Word]) -> tuple[object, int]:
    words = list(words)
    folded = roster(
        (event, RelayNamed(port=1, hostname=text, relay=DESKS, revision=r))
        for r, event, text in words
    )
    named = folded.relay_notices.get(DESKS)
    return (named.hostname, named.revision) if named else (None, 0)


def lists(words: Iterable[Word]) -> tuple[object, int]:
    words = list(words)
    folded = roster(
        (event, DeviceRevoked(device=DESKS, crl=text, revision=r)) for r, event, text in words
    )
    assert folded.members[DESKS].is_revoked is bool(words)
    return folded.crl, next((r for r, _, text in words if text == folded.crl), 0)


def rights(words: Iterable[Word]) -> tuple[object, int]:
    words = list(words)
    folded = roster(
        (
            event,
            DeviceEntrusted(
                device=DESKS, key=DESK, administrator=int(text) % 2 == 0, place=text, revision=r
            ),
        )
        for r, event, text in words
    )
    found = folded.members[DESKS].rights
    return (found[-1].is_given, found[-1].revision) if found else (None, 0)


def backups(words: Iterable[Word]) -> tuple[object, int]:
    last = last_backup(
        Made(event, ANA, 0, BackupMade(author=text, revision=r)) for r, event, text in words
    )
    return (last.author, last.revision) if last else (None, 0)


READERS: dict[type[Fact], Callable[[Iterable[Word]], tuple[object, int]]] = {
    SettingPreset: presets,
    ProtocolSet: steps,
    GuidanceRuled: rules,
    RecoveryChecked: checks,
    PlanShown: floors,
    PlanPlaced: spots,
    SiteNamed: names,
    DevicePlaced: places,
    DeviceAdmitted: admissions,
    RelayNamed: relays,
    DeviceRevoked: lists,
    DeviceEntrusted: rights,
    BackupMade: backups,
}
EACH = pytest.mark.parametrize("read", READERS.values(), ids=lambda read: read.__name__)


def test_every_fact_that_has_a_revision_is_read_here() -> None:
    assert set(READERS) == {fact for fact in FACTS.values() if "revision" in fact.__struct_fields__}


# --- what holds ----------------------------------------------------------------------------------


@EACH
@pytest.mark.parametrize("odd", ODD, ids=["2^53", "2^63-1", "2^63", "2^64", "4300 digits", "far"])
def test_one_odd_notice_neither_holds_nor_keeps_anybody_from_the_next_word(
    read: Callable[[Iterable[Word]], tuple[object, int]], odd: int
) -> None:
    words = [(1, "e1", "10"), (odd, "e2", "11"), (2, "e3", "12")]
    assert read(words) == read([words[0], words[2]])
    value, revision = read(words)
    assert revision == 2
    assert read([*words, (revision + 1, "e4", "14")]) != (value, revision)


@EACH
def test_a_notice_at_the_bound_holds_until_the_next_word_and_no_longer(
    read: Callable[[Iterable[Word]], tuple[object, int]],
) -> None:
    words = [(1, "e1", "10"), (MOST_AHEAD + 2, "e2", "11")]
    revisions = []
    for number in range(3, 8):
        _, revision = read(words)
        revisions.append(revision)
        words.append((revision + 1, f"e{number}", str(number + 10)))
    assert revisions == [MOST_AHEAD + n for n in range(2, 7)]


WORDS = st.lists(
    st.tuples(
        st.one_of(
            st.integers(-3, 6), st.sampled_from(ODD), st.integers(MOST_AHEAD, MOST_AHEAD + 9)
        ),
        st.sampled_from([f"e{n}" for n in range(9)]),
    ),
    unique_by=lambda word: word[1],
    max_size=8,
).map(lambda words: [(r, event, str(10 + at)) for at, (r, event) in enumerate(words)])


@EACH
@settings(max_examples=40)
@given(words=WORDS, data=st.data())
def test_any_order_and_any_doubles_give_the_same_last_word(
    read: Callable[[Iterable[Word]], tuple[object, int]], words: list[Word], data: st.DataObject
) -> None:
    doubles = data.draw(st.lists(st.sampled_from(words), max_size=3)) if words else []
    mixed = data.draw(st.permutations([*words, *doubles]))
    assert read(mixed) == read(words)


@given(words=WORDS)
def test_whoever_says_the_next_revision_is_heard_after_all_that_held_before(
    words: list[Word],
) -> None:
    before = in_order(words)
    mine = (before[-1][0] + 1 if before else 1, "mine", "mine")
    after = in_order([*words, mine])
    assert [word for word in after if word in {*before, mine}] == [*before, mine]
