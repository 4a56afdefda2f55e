"""The site's own cards: changed at a supervisor's desk, in use at every station."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.domain.errors import BodyTooLargeError, DeskError
from desktop.domain.events.event import Event
from desktop.domain.events.streams import Stream
from desktop.domain.guidance.errors import CardRefusedError, SupervisorsEditGuidanceError
from desktop.domain.guidance.facts import GUIDANCE_NOTICES, CardEdited
from desktop.domain.plain_text import MOST_CHARACTERS
from desktop.domain.roster.facts import DeviceRevoked
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.sqlite import reading
from desktop.services.delivery.catching_up import LONG_BYTES
from desktop.services.delivery.flood import GUIDANCE_DAILY_BYTES
from desktop.services.delivery.topics import Topics
from desktop.services.log.believing import roster_from
from desktop.services.log.exporting import export_lines, export_raw
from desktop.services.log.importing import import_events
from desktop.services.log.rebuilding import rebuild
from desktop.services.log.verifying import verify_logs
from tests.support.guidance import a_guide, a_ladder
from tests.support.guided import GuidedOffice
from tests.support.log_files import Files
from tests.support.stations import SITE, Author, Sent, key_of

SLOWLY = a_guide("calm", "Slowly.")


@pytest.fixture
def office() -> GuidedOffice:
    return GuidedOffice().opens()


def notices(office: GuidedOffice, name: str) -> list[Event]:
    """The changes of the guidance that its log holds."""
    return reading.of_types(office[name].disk.conn, GUIDANCE_NOTICES)


# --- reaching everybody ---------------------------------------------------------------------


def test_an_edit_at_one_supervisor_s_desk_reaches_the_others_and_the_counters(
    office: GuidedOffice,
) -> None:
    edition = office.edits("Marcus", SLOWLY, why="Shorter")
    for name in office.tables:
        assert office.says(name) == "Slowly."
        found = office.guidance(name).history("calm").heads[0]
        assert (found.version, found.editor, found.why) == (edition.version, "Marcus", "Shorter")
        assert found.desk == office["Marcus"].id


def test_whoever_watches_is_told_of_a_new_version_once(office: GuidedOffice) -> None:
    before = len(office.tables["Counter 3"].told)
    office.edits("Ana", SLOWLY)
    office.advance(60)
    assert len(office.tables["Counter 3"].told) == before + 1


def test_a_station_that_was_off_has_it_when_it_comes_back(office: GuidedOffice) -> None:
    office.stop("Counter 3")
    office.stop("Marcus")
    office.edits("Ana", SLOWLY)
    office.edits("Ana", a_guide("calm", "Slower."))
    office.comes_back("Counter 3")
    office.comes_back("Marcus")
    assert office.says("Counter 3") == office.says("Marcus") == "Slower."
    assert len(office.guidance("Marcus").history("calm").editions) == 2


def test_it_hears_of_it_from_another_desk_where_the_one_that_wrote_it_is_off_since() -> None:
    office = GuidedOffice().opens()
    office.stop("Counter 3")
    office.edits("Marcus", SLOWLY)
    office.stop("Marcus")
    office.comes_back("Counter 3")
    assert office.says("Counter 3") == "Slowly."


def test_a_counter_that_is_alone_after_a_restart_works_with_the_last_version(
    office: GuidedOffice,
) -> None:
    office.edits("Ana", SLOWLY)
    for name in (*office.tables,):
        office.stop(name)
    office.start("Counter 3")
    office.settle()
    assert office.says("Counter 3") == "Slowly."


def test_no_start_waits_for_the_guidance_and_its_chain_goes_on_all_the_same(
    office: GuidedOffice,
) -> None:
    office.edits("Ana", SLOWLY)
    disk = office["Ana"].disk
    held = reading.held(disk.conn, bytes.fromhex(office["Ana"].id), closed_since=office.clock.now())
    assert held.notices
    assert not {event.header.type for event in held.notices} & GUIDANCE_NOTICES
    office.stop("Ana")
    office.comes_back("Ana")
    office.edits("Ana", a_guide("calm", "Slower."))
    seqs = [event.header.seq for event in notices(office, "Counter 3")]
    assert seqs == [seqs[0], seqs[0] + 1]
    assert office.says("Counter 3") == "Slower."


def test_an_edit_that_comes_before_a_station_has_opened_its_guidance_is_not_missed() -> None:
    office = GuidedOffice(opens_guidance=False).opens()
    office.opens_the_guidance("Ana")
    counter = office["Counter 3"]
    counter.disk.hangs = True  # so its archive has nothing of it either
    office.edits("Ana", SLOWLY)
    assert not notices(office, "Counter 3")
    office.opens_the_guidance("Counter 3")
    office.settle()
    assert office.says("Counter 3") == "Slowly."


def test_an_edit_counts_although_the_disk_of_its_desk_hangs(office: GuidedOffice) -> None:
    """It leaves, as every notice does, and gets to the disk when that answers."""
    office["Ana"].disk.hangs = True
    office.edits("Ana", SLOWLY)
    assert office.says("Counter 3") == office.says("Ana") == "Slowly."
    office["Ana"].disk.recovers()
    assert len(notices(office, "Ana")) == 1


def test_many_edits_at_once_are_folded_in_few_turns(office: GuidedOffice) -> None:
    office.stop("Counter 3")
    for number in range(40):
        office.edits("Ana", a_guide("calm", f"Version {number}."))
    office.comes_back("Counter 3")
    assert office.says("Counter 3") == "Version 39."
    assert len(office.tables["Counter 3"].told) < 20


def test_cards_that_a_station_catches_up_with_come_one_by_one_with_room_for_an_alert_between(
    office: GuidedOffice,
) -> None:
    office.stop("Counter 3")
    for number in range(30):
        long = "Speak low. " * 50 + "\n\n" + "And slow. " * 60 + "\n\n" + "Breathe. " * 60
        office.edits("Ana", a_guide(f"c{number}", long), f"c{number}")
    sent_at: list[float] = []

    def noting(sent: Sent) -> bool:
        if sent.payload[:1] == b"E" and len(sent.payload) > LONG_BYTES:
            sent_at.append(office.clock.seconds)
        return False

    office.stop("Marcus")  # so that nobody else sends them, too
    office.switchboard.loses = noting
    office.comes_back("Counter 3")
    assert len(sent_at) == len({*sent_at}) == 30
    assert office.guidance("Counter 3").version_of("c29")


# --- at once --------------------------------------------------------------------------------


def apart(office: GuidedOffice, *names: str) -> None:
    """Their cables are pulled."""
    for name in names:
        office[name].links.cut("Ana")


def together(office: GuidedOffice, *names: str) -> None:
    for name in names:
        office[name].links.link("Ana")
    office.advance(30)


def test_an_edit_made_on_two_desks_at_once_is_named_and_the_last_good_version_stays(
    office: GuidedOffice,
) -> None:
    office.edits("Ana", a_guide("calm", "Agreed."))
    apart(office, "Marcus")
    office.edits("Ana", a_guide("calm", "As Ana wants it."))
    office.edits("Marcus", a_guide("calm", "As Marcus wants it."))
    together(office, "Marcus")
    for name in office.tables:
        assert office.says(name) == "Agreed."
        (refusal,) = office.guidance(name).refused
        assert str(refusal) == "“calm”: Ana and Marcus changed it at the same time."


def test_a_supervisor_who_keeps_one_of_the_two_ends_it_everywhere(office: GuidedOffice) -> None:
    apart(office, "Marcus")
    office.edits("Ana", a_guide("calm", "As Ana wants it."))
    office.edits("Marcus", a_guide("calm", "As Marcus wants it."))
    together(office, "Marcus")
    office.edits("Marcus", a_guide("calm", "As Ana wants it."))
    for name in office.tables:
        assert office.says(name) == "As Ana wants it."
        assert not office.guidance(name).refused


def test_the_same_edit_from_two_desks_is_no_dispute_and_the_next_one_makes_none(
    office: GuidedOffice,
) -> None:
    apart(office, "Marcus")
    first = office.edits("Ana", SLOWLY)
    office.edits("Marcus", SLOWLY)
    together(office, "Marcus")
    office.edits("Ana", a_guide("calm", "Slower."), bases=(first.version,))
    for name in office.tables:
        assert office.says(name) == "Slower."
        assert not office.guidance(name).refused


# --- who may --------------------------------------------------------------------------------


def refused_and_nothing_sent(
    office: GuidedOffice, error: type[DeskError], save: Callable[[], object]
) -> DeskError:
    sent, held = len(office.switchboard.passed), len(notices(office, "Ana"))
    with pytest.raises(error) as refusal:
        save()
    assert not [
        message
        for message in office.switchboard.passed[sent:]
        if message.payload[:1] == b"E" and b"guidance." in message.payload
    ]
    assert len(notices(office, "Ana")) == held
    assert all(office.says(name) == "As it ships." for name in office.tables)
    return refusal.value


def test_a_counter_signs_no_edit_and_is_told_where_to_do_it(office: GuidedOffice) -> None:
    refusal = refused_and_nothing_sent(
        office, SupervisorsEditGuidanceError, lambda: office.edits("Counter 3", SLOWLY)
    )
    assert refusal.advice == "Do it at a supervisor's desk."
    assert not notices(office, "Counter 3")
    with pytest.raises(SupervisorsEditGuidanceError):
        office.done(office.cards("Counter 3").rule(shares_practice=True, author="Ben"))


def test_an_edit_that_a_counter_signed_all_the_same_is_believed_by_nobody(
    office: GuidedOffice,
) -> None:
    rogue = Author(key_of("Counter 1"))
    event = rogue.says(CardEdited(card="calm", texts=SLOWLY, editor="Ben"))
    topic = Topics(SITE.id, rogue.key.id).of(Stream.NOTICES)
    office.switchboard.carry(Sent("Ana", topic, event.wire(), rogue.key.id))
    office.advance(10)
    for name in ("Ana", "Marcus", "Counter 3"):
        assert office.says(name) == "As it ships."
        assert not notices(office, name)


def test_what_a_revoked_desk_writes_is_not_believed(office: GuidedOffice) -> None:
    office.edits("Marcus", SLOWLY)
    last = max(event.header.seq for event in notices(office, "Ana"))
    office.revokes("Marcus", {int(Stream.NOTICES): last})
    thief = Author(key_of("Marcus"), seq={Stream.NOTICES: last})
    event = thief.says(
        CardEdited(
            card="calm",
            texts=a_guide("calm", "Never mind."),
            bases=(notices(office, "Ana")[0].id,),
            editor="Marcus",
        )
    )
    topic = Topics(SITE.id, thief.key.id).of(Stream.NOTICES)
    office.switchboard.carry(Sent("Ana", topic, event.wire(), thief.key.id))
    office.advance(10)
    assert office.says("Counter 3") == "Slowly."
    assert len(notices(office, "Counter 3")) == 2  # kept for the record, and not in use
    office.stop("Counter 3")
    office.comes_back("Counter 3")
    assert office.says("Counter 3") == "Slowly."


def test_what_it_wrote_before_anybody_knew_is_taken_out_of_use_when_it_is_revoked(
    office: GuidedOffice,
) -> None:
    office.edits("Marcus", SLOWLY)
    assert office.says("Counter 3") == "Slowly."
    told = len(office.tables["Counter 3"].told)
    office.done(office["Ana"].at_work.publish(DeviceRevoked(device=office["Marcus"].id)))
    assert office.says("Counter 3") == "As it ships."
    assert office.says("Ana") == "As it ships."
    assert len(office.tables["Counter 3"].told) == told + 1


# --- what may be saved ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ({"en": "Just words."}, "header"),
        ({}, "kind"),
        (a_guide("other"), "other"),
        (a_guide("calm", "See [it](card:nowhere)."), "nowhere"),
        (a_guide("calm", "x " * 7_000), "12,000|12000|too long|longer"),
        (a_guide("calm", header='sources = ["000"]\nunknown = 1'), "unknown"),
    ],
)
def test_an_edit_that_cannot_be_used_is_refused_in_one_sentence(
    office: GuidedOffice, texts: dict[str, str], sentence: str
) -> None:
    refusal = refused_and_nothing_sent(office, CardRefusedError, lambda: office.edits("Ana", texts))
    assert any(word in str(refusal) for word in sentence.split("|")), str(refusal)
    assert str(refusal).count(". ") == 0
    assert refusal.advice


def test_a_change_that_would_break_another_card_is_refused(office: GuidedOffice) -> None:
    office.edits("Ana", a_guide("queue", header='ladder = "counter"\nrung = "limit"'), "queue")
    with pytest.raises(CardRefusedError, match="limit"):
        office.edits("Ana", a_ladder("you", "panic"), "counter")
    assert office.guidance("Counter 3").version_of("counter") == ""


def test_languages_that_are_too_long_together_are_refused_and_nothing_is_sent(
    office: GuidedOffice,
) -> None:
    english = a_guide("calm", '- Say "yes" or "no".\n' * 500)["en"]
    other = english.replace('kind = "guide"\n', "")
    texts = {"en": english, "es": other, "fr": other}
    refusal = refused_and_nothing_sent(
        office, BodyTooLargeError, lambda: office.edits("Ana", texts)
    )
    assert refusal.advice == "Shorten the text, or attach it as a file."


def test_who_changed_it_and_why_garbles_nothing_that_it_is_shown_beside(
    office: GuidedOffice,
) -> None:
    edition = office.edits("Ana", SLOWLY, editor="An\u202ea\ud83d", why="a\nb" + "c" * 9_000)
    assert edition.editor == "Ana?"
    assert edition.why.startswith("a bccc")
    assert len(edition.why) == MOST_CHARACTERS
    assert office.guidance("Counter 3").history("calm").heads == (edition,)


def test_the_preview_reads_a_card_as_saving_does(office: GuidedOffice) -> None:
    cards = office.cards("Ana")
    assert cards.read("calm", SLOWLY)["es"].id == "calm"
    with pytest.raises(CardRefusedError):
        cards.read("calm", a_guide("other"))


def test_a_card_that_is_hidden_is_hidden_everywhere_and_comes_back(office: GuidedOffice) -> None:
    office.edits("Ana", SLOWLY, is_hidden=True)
    assert office.guidance("Counter 3").library("en").find("calm") is None
    office.edits("Marcus", SLOWLY)
    assert office.guidance("Counter 3").library("en").find("calm") is not None


# --- rules ----------------------------------------------------------------------------------


def test_the_site_says_whether_supervisors_see_how_practice_went(office: GuidedOffice) -> None:
    assert not office.cards("Counter 3").rules.shares_practice
    office.done(office.cards("Ana").rule(shares_practice=True, author="Ana"))
    assert office.cards("Counter 3").rules.shares_practice
    office.advance(1)
    office.done(office.cards("Marcus").rule(shares_practice=False, author="Marcus"))
    assert not office.cards("Counter 3").rules.shares_practice
    office.stop("Counter 3")
    office.comes_back("Counter 3")
    assert not office.cards("Counter 3").rules.shares_practice


def test_of_two_rules_said_at_once_the_same_one_holds_everywhere(office: GuidedOffice) -> None:
    apart(office, "Marcus")
    office.done(office.cards("Ana").rule(shares_practice=True, author="Ana"))
    office.done(office.cards("Marcus").rule(shares_practice=False, author="Marcus"))
    together(office, "Marcus")
    assert len({office.cards(name).rules for name in office.tables}) == 1


# --- how much of it -------------------------------------------------------------------------


def test_a_keeper_s_day_of_editing_gets_in_everywhere() -> None:
    """Sixty cards in two languages of 3 KB each, all of them twice, at a desk that is no
    administrator's.
    """
    office = GuidedOffice(counters=("Counter 3",)).opens()
    for turn in range(2):
        for number in range(60):
            text = f"{turn} " + "Speak low and slowly. " * 25
            english = a_guide(f"c{number}", "\n\n".join([text] * 5))
            spanish = english["en"].replace('kind = "guide"\n', "").replace("## More", "## Más")
            assert len(spanish) > 2_700
            texts = {"en": english["en"], "es": spanish}
            office.edits("Marcus", texts, f"c{number}")
        office.advance(1)
    guidance = office.guidance("Counter 3")
    versions = [guidance.history(f"c{number}").editions for number in range(60)]
    assert [len(editions) for editions in versions] == [2] * 60
    assert office["Counter 3"].path.intake.refused["flood"] == 0


def test_a_desk_that_floods_the_site_with_edits_is_cut_off_for_the_day(
    office: GuidedOffice,
) -> None:
    flood = office["Counter 3"].path.intake._flood
    office.edits("Marcus", SLOWLY)
    flood._share(office["Marcus"].id).guidance = GUIDANCE_DAILY_BYTES
    office.edits("Marcus", a_guide("calm", "Slower."))
    assert office.says("Counter 3") == "Slowly."
    assert office["Counter 3"].path.intake.refused["flood"] == 1


# --- the log --------------------------------------------------------------------------------


def test_the_log_with_these_events_verifies_exports_imports_and_rebuilds(
    office: GuidedOffice, tmp_path: Path
) -> None:
    office.edits("Ana", SLOWLY)
    office.edits("Marcus", a_guide("calm", "Slower."))
    office.done(office.cards("Ana").rule(shares_practice=True, author="Ana"))
    office.done(
        office.tables["Counter 3"].saying.rate("calm", "", is_helpful=True, comment="Thanks")
    )
    office.advance(5)
    files = Files.of(office["Ana"], tmp_path)
    with files.opened(for_writing=True) as (alerts, records):
        assert verify_logs((alerts, records), site_key=SITE.public_bytes, verify=verify).is_sound
        lines = list(export_lines((alerts, records)))
        assert sum('"guidance.edited"' in line for line in lines) == 2
        assert any("Thanks" in line for line in lines)
        raw = list(export_raw((alerts, records), SITE.id))
        assert len(raw) == len(lines) + 1
        roster = roster_from(SITE.public_bytes, alerts.events(), verify)
        assert rebuild(alerts, roster=roster, verify=verify).left_out == 0
        assert rebuild(records, roster=roster, verify=verify).left_out == 0
        assert verify_logs((alerts, records), site_key=SITE.public_bytes, verify=verify).is_sound


def test_an_export_brings_the_cards_to_a_station_that_reaches_nobody(
    office: GuidedOffice, tmp_path: Path
) -> None:
    office.stop("Counter 3")
    office.edits("Ana", SLOWLY)
    (tmp_path / "ana").mkdir()
    (tmp_path / "counter").mkdir()
    with Files.of(office["Ana"], tmp_path / "ana").opened() as logs:
        raw = list(export_raw(logs, SITE.id))
    with Files.of(office["Counter 3"], tmp_path / "counter").opened(for_writing=True) as logs:
        imported = import_events(
            raw, site_key=SITE.public_bytes, verify=verify, alerts=logs[0], records=None
        )
        assert imported.refused["authority"] == 0
        assert "guidance.edited" in {event.header.type for event in logs[0].events()}
