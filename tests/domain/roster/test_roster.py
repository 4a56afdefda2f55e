"""The roster: the site key makes administrators, they admit and revoke, revoking is for good."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.domain.events.body import Fact
from desktop.domain.events.header import GENESIS, Header
from desktop.domain.events.streams import Stream
from desktop.domain.facts import FACTS
from desktop.domain.roster.authority import MAY_SAY, Voice, may_say, voice_of
from desktop.domain.roster.facts import (
    DeviceAdmitted,
    DeviceEntrusted,
    DevicePlaced,
    DeviceRevoked,
    Notice,
    RelayNamed,
    SiteCreated,
    SiteNamed,
)
from desktop.domain.roster.ids import fingerprint
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import MOST_ADDRESSES, Roster, Signed, fold_roster


def key(name: str) -> bytes:
    """A stand-in for the public key of whoever is called that."""
    return sha256(name.encode()).digest()


def device(name: str) -> str:
    return fingerprint(key(name))


MAIN = datetime(2026, 7, 1, tzinfo=UTC)
SITE_KEY = key("site")


class Notices:
    """A pile of signed notices, each author's numbered as they are said."""

    def __init__(self) -> None:
        self.all: list[Signed] = []
        self._said: dict[str, int] = {}

    def said_by(self, who: str, fact: Notice, *, hours: int = 0, seq: int | None = None) -> Signed:
        self._said[who] = seq or self._said.get(who, 0) + 1
        header = Header(
            site=bytes.fromhex(fingerprint(SITE_KEY)),
            device=bytes.fromhex(device(who)),
            stream=Stream.NOTICES,
            seq=self._said[who],
            prev=GENESIS,
            at_ms=int(MAIN.timestamp() * 1000) + hours * 3_600_000,
            type=fact.TYPE,
            type_version=fact.VERSION,
            body_hash=sha256(repr(fact).encode()).digest(),
        )
        event = sha256(header.pack()).hexdigest()[:32]
        self.all.append(Signed(header, event, fact))
        return self.all[-1]

    def roster(self) -> Roster:
        return fold_roster(SITE_KEY, self.all)


def admitted(who: str, role: Role = Role.COUNTER, **more: object) -> DeviceAdmitted:
    fact = DeviceAdmitted(device=device(who), key=key(who), role=role, place=f"Place of {who}")
    return msgspec.structs.replace(fact, **more)


def entrusted(name: str, *, notices: int = 0, revision: int = 1) -> DeviceEntrusted:
    """The administrator's right given; ``notices`` is the last number known of that desk."""
    return DeviceEntrusted(
        device=device(name),
        key=key(name),
        place=f"Place of {name}",
        administrator=True,
        heads=((int(Stream.NOTICES), notices),),
        revision=revision,
    )


def dismissed(name: str, *, notices: int = 0, revision: int = 2) -> DeviceEntrusted:
    """The administrator's right taken."""
    return msgspec.structs.replace(
        entrusted(name, notices=notices, revision=revision), administrator=False
    )


def revoked(name: str, *, notices: int = 0, alerts: int = 0) -> DeviceRevoked:
    heads = ((int(Stream.NOTICES), notices), (int(Stream.ALERTS), alerts))
    return DeviceRevoked(device=device(name), heads=heads)


@pytest.fixture
def notices() -> Notices:
    """A site with Ana as its first supervisor and administrator."""
    pile = Notices()
    pile.said_by("site", SiteCreated(name="City Hall", address="Main St 1", ca="PEM"))
    pile.said_by("site", admitted("ana", Role.SUPERVISOR, administrator=True))
    return pile


def test_the_first_supervisor_of_a_new_site_is_its_administrator(notices: Notices) -> None:
    roster = notices.roster()
    assert (roster.name, roster.address, roster.ca) == ("City Hall", "Main St 1", "PEM")
    assert [m.device for m in roster.administrators] == [device("ana")]
    assert [m.device for m in roster.supervisors] == [device("ana")]


def test_an_administrator_admits_a_counter_which_then_belongs(notices: Notices) -> None:
    notices.said_by("ana", admitted("c3", place="Counter 3", name="Licences", area="Hall"))
    member = notices.roster().device(device("c3"))
    assert member is not None
    assert (member.place, member.name, member.area) == ("Counter 3", "Licences", "Hall")
    assert (member.role, member.key) == (Role.COUNTER, key("c3"))
    assert notices.roster().trusts_key(key("c3"))
    assert not notices.roster().trusts_key(key("stranger"))


@pytest.mark.parametrize("who", ["c3", "stranger", "boss"])
def test_nobody_but_the_site_key_and_administrators_admits_or_revokes(
    notices: Notices, who: str
) -> None:
    notices.said_by("ana", admitted("c3"))
    notices.said_by("ana", admitted("boss", Role.SUPERVISOR))
    notices.said_by(who, admitted("friend"))
    notices.said_by(who, revoked("ana"))
    roster = notices.roster()
    assert roster.device(device("friend")) is None
    assert roster.is_trusted(device("ana"))


def test_an_administrator_cannot_make_another_one(notices: Notices) -> None:
    notices.said_by("ana", admitted("bo", Role.SUPERVISOR, administrator=True))
    assert notices.roster().device(device("bo")) is None


def test_an_administrator_cannot_take_the_role_from_another_one(notices: Notices) -> None:
    notices.said_by("site", admitted("bo", Role.SUPERVISOR, administrator=True))
    notices.said_by("ana", admitted("bo", Role.COUNTER, revision=9), hours=99)
    assert device("bo") in [m.device for m in notices.roster().administrators]


def test_only_the_site_key_revokes_an_administrator(notices: Notices) -> None:
    notices.said_by("site", admitted("bo", Role.SUPERVISOR, administrator=True))
    notices.said_by("ana", revoked("bo"))
    assert notices.roster().is_trusted(device("bo"))
    notices.said_by("site", revoked("bo"))
    assert not notices.roster().is_trusted(device("bo"))


def test_nothing_revokes_the_site_key(notices: Notices) -> None:
    notices.said_by("ana", revoked("site"))
    notices.said_by("site", revoked("site"))
    notices.said_by("site", admitted("late", Role.SUPERVISOR, administrator=True))
    roster = notices.roster()
    assert roster.is_trusted(device("late"))
    assert roster.authority(roster.site) is not None


def test_only_a_supervisors_desk_is_ever_an_administrator(notices: Notices) -> None:
    notices.said_by("site", admitted("c3", Role.COUNTER, administrator=True))
    assert notices.roster().device(device("c3")) is None


def test_a_key_that_does_not_fit_the_id_is_not_admitted(notices: Notices) -> None:
    forged = DeviceAdmitted(
        device=device("ana"), key=key("mallory"), role=Role.SUPERVISOR, place="Desk"
    )
    notices.said_by("ana", forged)
    member = notices.roster().device(device("ana"))
    assert member is not None
    assert member.key == key("ana")


def test_a_revoked_device_stays_revoked_also_when_it_is_admitted_again_later(
    notices: Notices,
) -> None:
    notices.said_by("ana", admitted("c3"))
    notices.said_by("ana", revoked("c3"))
    notices.said_by("ana", admitted("c3", Role.SUPERVISOR, revision=5), hours=50)
    notices.said_by("site", admitted("c3"), hours=60)
    roster = notices.roster()
    assert [m.device for m in roster.revoked] == [device("c3")]
    assert not roster.trusts_key(key("c3"))


def test_what_a_revoked_device_said_before_counts_and_what_it_says_later_is_quarantined(
    notices: Notices,
) -> None:
    notices.said_by("ana", admitted("c3"))
    notices.said_by("ana", revoked("c3", alerts=7))
    roster = notices.roster()
    said = notices.all[-1].header
    by_c3 = replace(said, device=bytes.fromhex(device("c3")), stream=Stream.ALERTS)

    assert not roster.quarantines(replace(by_c3, seq=7))
    assert roster.quarantines(replace(by_c3, seq=8))
    assert roster.quarantines(replace(by_c3, stream=Stream.RECORDS, seq=1))
    assert not roster.quarantines(replace(by_c3, device=bytes.fromhex(device("ana")), seq=99))
    assert roster.authority(device("c3")) is not None  # its signatures can still be checked
    assert roster.may_author(device("c3"), "alert.raised")


def test_two_revocations_leave_only_what_both_knew(notices: Notices) -> None:
    notices.said_by("ana", admitted("c3"))
    notices.said_by("ana", revoked("c3", alerts=12))
    notices.said_by("site", revoked("c3", alerts=10))
    by_c3 = replace(
        notices.all[-1].header, device=bytes.fromhex(device("c3")), stream=Stream.ALERTS
    )
    assert not notices.roster().quarantines(replace(by_c3, seq=10))
    assert notices.roster().quarantines(replace(by_c3, seq=11))


def test_whom_a_later_revoked_administrator_admitted_stays_and_whom_it_admits_now_does_not(
    notices: Notices,
) -> None:
    notices.said_by("site", admitted("bo", Role.SUPERVISOR, administrator=True))
    notices.said_by("bo", admitted("before"))
    notices.said_by("site", revoked("bo", notices=1))
    notices.said_by("bo", admitted("after"))
    notices.said_by("bo", revoked("before"))
    roster = notices.roster()
    assert roster.is_trusted(device("before"))
    assert roster.device(device("after")) is None


def test_a_station_that_moved_is_where_it_was_last_placed_whatever_the_clocks_said(
    notices: Notices,
) -> None:
    notices.said_by("ana", admitted("c3", place="Counter 3", name="Licences"))
    ahead = DevicePlaced(device=device("c3"), place="Counter 8", revision=1)
    notices.said_by("ana", ahead, hours=10 * 365 * 24)
    notices.said_by("ana", DevicePlaced(device=device("c3"), place="Counter 4", revision=2))
    member = notices.roster().device(device("c3"))
    assert member is not None
    assert (member.place, member.name, member.revision) == ("Counter 4", "Licences", 2)


def test_a_station_cannot_place_itself(notices: Notices) -> None:
    notices.said_by("ana", admitted("c3", place="Counter 3"))
    notices.said_by("c3", DevicePlaced(device=device("c3"), place="Vault", revision=9))
    member = notices.roster().device(device("c3"))
    assert member is not None
    assert member.place == "Counter 3"


def test_the_site_can_be_given_another_name(notices: Notices) -> None:
    notices.said_by("ana", SiteNamed(name="New Hall", call_instead="555 0100", revision=1))
    roster = notices.roster()
    assert (roster.name, roster.call_instead, roster.revision) == ("New Hall", "555 0100", 1)


def test_a_relay_is_where_its_own_station_said_last_in_its_chain(notices: Notices) -> None:
    first = RelayNamed(port=18883, hostname="desk-old", addresses=("10.0.0.4",))
    notices.said_by("ana", first, hours=10 * 365 * 24)  # its clock was ten years ahead that day
    notices.said_by("ana", RelayNamed(port=18884, hostname="desk", addresses=("10.0.0.5",)))
    (target,) = notices.roster().relays()
    assert target.name == device("ana")
    assert target.addresses == (("10.0.0.5", 18884), ("desk", 18884))


def test_a_relay_that_stopped_or_was_revoked_is_not_offered(notices: Notices) -> None:
    notices.said_by("ana", admitted("bo", Role.SUPERVISOR))
    notices.said_by("bo", RelayNamed(port=1, addresses=("10.0.0.6",)))
    notices.said_by("ana", RelayNamed(port=1, addresses=("10.0.0.5",)))
    notices.said_by("ana", RelayNamed(port=1, is_running=False))
    assert [target.name for target in notices.roster().relays()] == [device("bo")]
    notices.said_by("ana", revoked("bo", notices=1))
    assert notices.roster().relays() == ()


def test_no_station_has_the_others_try_thousands_of_addresses_or_none_that_could_be(
    notices: Notices,
) -> None:
    notices.said_by("ana", admitted("bo", Role.SUPERVISOR))
    many = tuple(f"10.0.{n // 250}.{n % 250}" for n in range(2_000))
    notices.said_by("bo", RelayNamed(port=1, addresses=many, hostname="desk"))
    (target,) = notices.roster().relays()
    assert target.addresses == (*((host, 1) for host in many[:MOST_ADDRESSES]), ("desk", 1))

    odd = ("", "a\0b", "desk\n", "x" * 300, "10.0.0.7")
    notices.said_by("bo", RelayNamed(port=1, addresses=odd))
    (target,) = notices.roster().relays()
    assert target.addresses == (("10.0.0.7", 1),)
    for port in (0, -1, 70_000, 2**70):
        notices.said_by("bo", RelayNamed(port=port, addresses=("10.0.0.7",)))
        assert notices.roster().relays() == ()


def test_an_external_relay_is_named_by_an_administrator_and_by_no_station(
    notices: Notices,
) -> None:
    notices.said_by("ana", admitted("cloud", Role.RELAY))
    notices.said_by("ana", admitted("c3"))
    there = RelayNamed(relay=device("cloud"), port=8883, hostname="mqtt.example.org")
    notices.said_by("c3", msgspec.structs.replace(there, hostname="evil.example.org", revision=9))
    assert notices.roster().relays() == ()
    notices.said_by("ana", there)
    (target,) = notices.roster().relays()
    assert target.addresses == (("mqtt.example.org", 8883),)


def test_no_station_names_the_relay_of_another_one(notices: Notices) -> None:
    notices.said_by("ana", admitted("bo", Role.SUPERVISOR))
    notices.said_by("bo", RelayNamed(port=1, addresses=("10.0.0.6",)))
    moved = RelayNamed(relay=device("bo"), port=2, addresses=("10.6.6.6",), revision=9)
    notices.said_by("ana", moved)
    (target,) = notices.roster().relays()
    assert target.addresses == (("10.0.0.6", 1),)


def test_reports_pass_over_supervisors_relays_and_external_ones_that_were_trusted_for_them(
    notices: Notices,
) -> None:
    notices.said_by("ana", admitted("c3"))
    notices.said_by("ana", admitted("cloud", Role.RELAY))
    notices.said_by("ana", admitted("vault", Role.RELAY, carries_records=True))
    carriers = {
        who: notices.roster().may_carry_records(device(who))
        for who in ("ana", "c3", "cloud", "vault", "stranger")
    }
    assert carriers == {
        "ana": True, "c3": False, "cloud": False, "vault": True, "stranger": False,
    }  # fmt: skip


# -- the administrator's right ---------------------------------------------------------------


@pytest.fixture
def two(notices: Notices) -> Notices:
    """Bo is a supervisor besides, whom the site key gave the right."""
    notices.said_by("ana", admitted("bo", Role.SUPERVISOR))
    notices.said_by("site", entrusted("bo"))
    return notices


def administrators(roster: Roster) -> set[str]:
    return {one.device for one in roster.administrators}


def test_a_supervisors_desk_is_given_the_administrators_right_and_keeps_its_place(
    two: Notices,
) -> None:
    two.said_by("ana", DevicePlaced(device=device("bo"), place="Back office", revision=1))
    two.said_by("bo", admitted("c3"))
    roster = two.roster()
    bo = roster.device(device("bo"))
    assert administrators(roster) == {device("ana"), device("bo")}
    assert roster.is_trusted(device("c3"))
    assert bo is not None
    assert (bo.place, bo.admitted_place, bo.role) == (
        "Back office", "Place of bo", Role.SUPERVISOR,
    )  # fmt: skip


def test_only_the_site_key_gives_the_right_or_takes_it(two: Notices) -> None:
    two.said_by("ana", admitted("cy", Role.SUPERVISOR))
    two.said_by("ana", entrusted("cy", revision=9))
    two.said_by("ana", dismissed("bo", revision=9))
    two.said_by("bo", dismissed("ana", revision=9))
    assert administrators(two.roster()) == {device("ana"), device("bo")}


def test_whose_right_was_taken_stays_a_supervisor_and_what_it_did_before_stays(
    two: Notices,
) -> None:
    before = two.said_by("bo", admitted("before"))
    two.said_by("site", dismissed("bo", notices=1))
    after = two.said_by("bo", admitted("after"))
    roster = two.roster()
    assert administrators(roster) == {device("ana")}
    assert {one.device for one in roster.supervisors} == {device("ana"), device("bo")}
    assert roster.is_trusted(device("before"))
    assert roster.device(device("after")) is None
    assert roster.believes(before.header)
    assert roster.quarantines(after.header)
    assert not roster.may_speak(device("bo"), "device.admitted")
    assert roster.may_speak(device("bo"), "alert.closed")
    assert not roster.quarantines(replace(after.header, type="settings.preset"))


def test_the_right_can_be_given_back_and_what_came_between_stays_unbelieved(two: Notices) -> None:
    two.said_by("site", dismissed("bo", notices=0, revision=2))
    two.said_by("bo", admitted("between"))
    two.said_by("site", entrusted("bo", notices=1, revision=3))
    two.said_by("bo", admitted("again"))
    roster = two.roster()
    assert device("bo") in administrators(roster)
    assert roster.device(device("between")) is None
    assert roster.is_trusted(device("again"))


def test_the_right_holds_as_it_was_said_last_whatever_the_clocks_said(two: Notices) -> None:
    two.said_by("site", dismissed("bo", revision=2), hours=10 * 365 * 24)
    two.said_by("site", entrusted("bo", revision=3))
    assert device("bo") in administrators(two.roster())


def test_the_first_administrators_right_is_taken_like_any_others(two: Notices) -> None:
    two.said_by("site", dismissed("ana", notices=1, revision=1))
    two.said_by("ana", admitted("late"))
    roster = two.roster()
    assert administrators(roster) == {device("bo")}
    assert roster.is_trusted(device("bo"))  # whom she admitted before
    assert roster.device(device("late")) is None


def test_no_administrator_revokes_a_desk_that_has_the_right_or_had_it(two: Notices) -> None:
    two.said_by("ana", revoked("bo"))
    assert two.roster().is_trusted(device("bo"))
    two.said_by("site", dismissed("bo"))
    assert two.roster().is_trusted(device("bo"))
    two.said_by("site", revoked("bo"))
    assert not two.roster().is_trusted(device("bo"))
    two.said_by("site", entrusted("bo", revision=9))
    assert not two.roster().is_trusted(device("bo"))
    assert administrators(two.roster()) == {device("ana")}


def test_nobody_else_turns_a_desk_with_the_right_into_a_counter(two: Notices) -> None:
    two.said_by("ana", admitted("bo", Role.COUNTER, revision=99))
    assert device("bo") in administrators(two.roster())


def test_a_right_for_a_key_that_does_not_fit_the_id_gives_nothing(notices: Notices) -> None:
    notices.said_by("ana", admitted("bo", Role.SUPERVISOR))
    notices.said_by("site", msgspec.structs.replace(entrusted("bo"), key=key("mallory")))
    notices.said_by("bo", admitted("friend"))
    roster = notices.roster()
    assert administrators(roster) == {device("ana")}
    assert roster.device(device("friend")) is None


# -- who may say what ------------------------------------------------------------------------

ALERTS_OF_ANYONE = {
    "alert.raised", "alert.pressed", "alert.noted", "alert.withdrawn", "alert.attended",
}  # fmt: skip
ALERTS_OF_SUPERVISORS = {
    "alert.received", "alert.acknowledged", "alert.told", "alert.unsaid", "alert.closed",
    "alert.outcome",
}  # fmt: skip
OF_ADMINISTRATORS = {
    "log.purged", "site.named", "device.admitted", "device.placed", "device.revoked",
}  # fmt: skip
OF_THE_SITE_KEY = {"site.created", "device.entrusted"}
WORDS_OF_THE_GUIDANCE = {"guidance.rated", "guidance.read", "guidance.practiced"}
OF_ANYONE = ALERTS_OF_ANYONE | WORDS_OF_THE_GUIDANCE | {"relay.named"}
OF_SUPERVISORS = ALERTS_OF_SUPERVISORS | {"guidance.edited", "guidance.ruled"}
ALLOWED = {
    Voice.STATION: OF_ANYONE,
    Voice.SUPERVISOR: OF_ANYONE | OF_SUPERVISORS,
    Voice.ADMINISTRATOR: OF_ANYONE | OF_SUPERVISORS | OF_ADMINISTRATORS,
    Voice.SITE: OF_ADMINISTRATORS | OF_THE_SITE_KEY,
    Voice.RELAY: {"relay.named"},
}


def test_the_table_names_every_fact_there_is() -> None:
    assert set(MAY_SAY) >= {
        kind for kind, fact in FACTS.items() if fact.STREAM is not Stream.RECORDS
    }
    assert set(MAY_SAY) <= set(FACTS)


@pytest.mark.parametrize("voice", Voice)
def test_each_voice_may_say_what_is_listed_here_and_nothing_else(voice: Voice) -> None:
    known = set().union(*ALLOWED.values())
    assert {kind for kind in known if may_say(voice, kind)} == ALLOWED[voice]


def test_a_fact_of_a_newer_program_is_any_stations_to_say() -> None:
    says = {voice for voice in Voice if may_say(voice, "alert.from_the_future")}
    assert says == {Voice.STATION, Voice.SUPERVISOR, Voice.ADMINISTRATOR}


def test_a_stranger_may_say_nothing(notices: Notices) -> None:
    assert not notices.roster().may_author(device("stranger"), "alert.raised")
    assert notices.roster().authority(device("stranger")) is None


@pytest.mark.parametrize(
    ("role", "administrator", "voice"),
    [
        (Role.COUNTER, False, Voice.STATION),
        (Role.STAFF, False, Voice.STATION),
        (Role.SUPERVISOR, False, Voice.SUPERVISOR),
        (Role.SUPERVISOR, True, Voice.ADMINISTRATOR),
        (Role.RELAY, False, Voice.RELAY),
        (Role.RELAY, True, Voice.RELAY),
    ],
)
def test_a_stations_voice_follows_from_its_role(
    role: Role, administrator: bool, voice: Voice
) -> None:
    assert voice_of(role, administrator=administrator) is voice


# -- any order, any doubles ------------------------------------------------------------------

WHO = ("site", "ana", "bo", "c3", "c4", "cloud", "stranger")
people = st.sampled_from(WHO)
small = st.integers(0, 3)
some_fact = st.one_of(
    st.builds(
        lambda who, role, administrator, revision: admitted(
            who, role, administrator=administrator, revision=revision
        ),
        people,
        st.sampled_from(Role),
        st.booleans(),
        small,
    ),
    st.builds(lambda who, n, a: revoked(who, notices=n, alerts=a), people, small, small),
    st.builds(
        lambda say, who, n, revision: say(who, notices=n, revision=revision),
        st.sampled_from([entrusted, dismissed]),
        people,
        small,
        small,
    ),
    st.builds(
        lambda who, place, revision: DevicePlaced(
            device=device(who), place=place, revision=revision
        ),
        people,
        st.sampled_from(["Hall", "Desk"]),
        small,
    ),
    st.builds(
        lambda who, port, revision: RelayNamed(
            relay=device(who) if who else "", port=port, hostname="h", revision=revision
        ),
        st.one_of(st.just(""), people),
        st.integers(1, 3),
        small,
    ),
    st.builds(lambda name: SiteNamed(name=name), st.sampled_from(["A", "B"])),
    st.builds(lambda name: SiteCreated(name=name, ca=name), st.sampled_from(["A", "B"])),
)
said = st.tuples(people, some_fact, st.integers(0, 2), st.integers(1, 4))


def pile_of(sayings: Iterable[tuple[str, Notice, int, int]]) -> list[Signed]:
    notices = Notices()
    notices.said_by("site", admitted("ana", Role.SUPERVISOR, administrator=True))
    for who, fact, hours, seq in sayings:
        notices.said_by(who, fact, hours=hours, seq=seq)  # equal numbers are forks, and may come
    return notices.all


@settings(max_examples=150)
@given(st.lists(said, max_size=14), st.data())
def test_any_order_and_any_doubles_of_the_same_notices_give_the_same_roster(
    sayings: list[tuple[str, Notice, int, int]], data: st.DataObject
) -> None:
    pile = pile_of(sayings)
    doubles = data.draw(st.lists(st.sampled_from(pile), max_size=5))
    shuffled = data.draw(st.permutations(pile + doubles))
    assert fold_roster(SITE_KEY, shuffled) == fold_roster(SITE_KEY, pile)


@settings(max_examples=150)
@given(st.lists(said, max_size=14), st.data())
def test_no_further_notice_ever_brings_a_revoked_device_back(
    sayings: list[tuple[str, Notice, int, int]], data: st.DataObject
) -> None:
    pile = pile_of([*sayings, ("site", revoked("c3"), 0, 4)])
    some = data.draw(st.lists(st.sampled_from(pile), unique_by=lambda signed: signed.event))
    last = pile[-1]
    for known in ([*some, last], pile):
        assert not fold_roster(SITE_KEY, known).is_trusted(device("c3"))


def test_every_roster_fact_survives_its_own_encoding() -> None:
    from desktop.domain.events.body import decode_body, encode_body

    facts: list[Fact] = [
        SiteCreated(name="N", ca="PEM"),
        SiteNamed(name="N", revision=2),
        admitted("c3", Role.RELAY, carries_records=True),
        revoked("c3", notices=3),
        entrusted("c3", notices=3),
        DevicePlaced(device=device("c3"), place="P", revision=1),
        RelayNamed(port=1, addresses=("::1",), relay=device("c3")),
    ]
    for fact in facts:
        assert decode_body(encode_body(fact, bytes(32)), type(fact)) == fact


def test_every_relay_gets_the_revocation_list_that_knows_the_most(notices: Notices) -> None:
    with_list = msgspec.structs.replace
    notices.said_by("site", SiteCreated(name="City Hall", ca="PEM", crl="empty"))
    notices.said_by("ana", admitted("c3"))
    notices.said_by("site", admitted("bo", Role.SUPERVISOR, administrator=True))
    assert notices.roster().crl == "empty"
    notices.said_by("ana", with_list(revoked("c4"), crl="c3 c4", revision=2))
    notices.said_by("ana", with_list(revoked("c3"), crl="c3", revision=1), hours=99)
    assert notices.roster().crl == "c3 c4"
    notices.said_by("ana", with_list(revoked("c5"), revision=3))  # too long to be carried
    notices.said_by("c3", with_list(revoked("ana"), crl="forged", revision=9))
    notices.said_by("ana", with_list(revoked("bo"), crl="against bo", revision=9))
    assert notices.roster().crl == "c3 c4"
