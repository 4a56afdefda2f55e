"""What people say of the guidance: from a counter to the supervisors' desks, and gone there."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.events.event import Event
from desktop.domain.events.note import NoteKind, note_kind
from desktop.domain.events.streams import Stream
from desktop.domain.guidance.facts import CardRated, CardRead, GuidanceWord, PracticeDone
from desktop.domain.log_facts import BodyPurged
from desktop.services.adapters.sqlite import reading
from desktop.services.delivery.topics import Topics
from desktop.services.guidance.gathering import Gathered, Gathering
from desktop.services.guidance.saying import MOST_LETTERS, Saying
from desktop.services.log.purging import choose
from desktop.services.records.parts import RecordNotSavedError
from tests.support.guided import GuidedOffice
from tests.support.log_files import Files
from tests.support.stations import SITE, key_of

COUNTER = "Counter 3"


@pytest.fixture
def office() -> GuidedOffice:
    return GuidedOffice().opens()


def saying(office: GuidedOffice, name: str = COUNTER) -> Saying:
    return office.tables[name].saying


def rates(office: GuidedOffice, name: str = COUNTER, **more: str) -> None:
    office.done(saying(office, name).rate("calm", "v1", is_helpful=False, **more))


def words(gathered: Gathered) -> list[GuidanceWord]:
    return [one.word for one in gathered.said]


def sent(office: GuidedOffice, name: str = COUNTER) -> int:
    """How often that station sent a record so far."""
    topic = Topics(SITE.id, key_of(name).id).of(Stream.RECORDS)
    return sum(message.topic == topic for message in office.switchboard.passed)


# --- to the desks, and away -----------------------------------------------------------------


def test_what_is_said_at_a_counter_reaches_every_supervisor_s_desk(office: GuidedOffice) -> None:
    rates(office, comment="Too long to read", rater="Ben")
    for name in ("Ana", "Marcus"):
        (said,) = office.gathered(name).ratings("calm")
        assert said.word == CardRated(
            card="calm", version="v1", comment="Too long to read", rater="Ben"
        )
        assert said.desk == office[COUNTER].id


def test_it_leaves_the_counter_once_two_desks_have_signed_for_it(office: GuidedOffice) -> None:
    office.stop("Marcus")
    rates(office, comment="Mr. Doe of 12 Elm Street")
    office.advance(5)
    assert office.bodies_at(COUNTER)
    office.comes_back("Marcus")
    office.advance(120)
    assert not office.bodies_at(COUNTER)
    before = sent(office)
    office.advance(200)
    assert sent(office) == before


def test_no_other_counter_gets_a_word_of_it(office: GuidedOffice) -> None:
    rates(office, comment="Mr. Doe of 12 Elm Street")
    office.advance(30)
    assert not office.bodies_at("Counter 1")
    assert not office["Counter 1"].path.ledger.holdings.spans(frozenset({Stream.RECORDS}))


def test_it_is_at_the_desk_after_a_restart_and_told_once(office: GuidedOffice) -> None:
    rates(office, comment="First")
    office.advance(1)
    rates(office, comment="Second")
    office.done(saying(office, "Ana").miss("parking"))
    office.advance(5)
    before = words(office.gathered("Ana"))
    office.stop("Ana")
    office.comes_back("Ana")
    assert words(office.gathered("Ana")) == before
    comments = [one.comment for one in before if isinstance(one, CardRated) and one.comment]
    assert comments == ["Second", "First"]


def test_a_desk_that_was_off_has_it_from_the_other_one(office: GuidedOffice) -> None:
    office.stop("Marcus")
    rates(office, comment="Thanks")
    office.advance(5)
    office.stop(COUNTER)
    office.comes_back("Marcus")
    office.advance(30)
    assert len(office.gathered("Marcus").ratings()) == 1


def test_everything_that_is_said_at_once_arrives(office: GuidedOffice) -> None:
    answers = [saying(office).miss(f"word {number}") for number in range(30)]
    office.advance(5)
    assert all(answer.done() and answer.exception() is None for answer in answers)
    found = {one.word.looked_for for one in office.gathered("Ana").ratings("")}  # type: ignore[attr-defined]  # ratings are of CardRated
    assert found == {f"word {number}" for number in range(30)}
    assert not office.bodies_at(COUNTER)


def test_a_word_said_before_a_restart_of_the_counter_is_sent_after_it(
    office: GuidedOffice,
) -> None:
    office[COUNTER].links.cut("Ana")
    answer = saying(office).rate("calm", "", is_helpful=True, comment="Thanks")
    office.advance(1)
    assert answer.done()
    assert not office.gathered("Ana").said
    office.stop(COUNTER)
    office.comes_back(COUNTER)
    assert len(office.gathered("Ana").said) == 1
    assert not office.bodies_at(COUNTER)


def test_a_counter_whose_receipts_were_lost_sends_again_and_gets_them(
    office: GuidedOffice,
) -> None:
    to_counter = Topics(SITE.id, office["Ana"].id).to(office[COUNTER].id)
    inbox = to_counter.rsplit("/", 1)[0]
    office.switchboard.loses = lambda message: (
        message.topic.startswith(inbox) and note_kind(message.payload) == NoteKind.RECORD_GOT
    )
    rates(office)
    office.advance(3)
    assert office.bodies_at(COUNTER)
    assert len(office.gathered("Ana").said) == 1
    office.switchboard.loses = lambda _message: False
    office.advance(20)
    assert not office.bodies_at(COUNTER)
    assert len(office.gathered("Ana").said) == 1


def test_a_desk_signs_for_what_came_before_its_guidance_was_opened() -> None:
    office = GuidedOffice(supervisors=("Ana",), opens_guidance=False).opens()
    office.opens_the_guidance(COUNTER)
    rates(office, comment="Thanks")
    office.advance(1)
    assert office.bodies_at(COUNTER)
    office.opens_the_guidance("Ana")
    office.advance(20)
    assert not office.bodies_at(COUNTER)
    assert len(office.gathered("Ana").said) == 1


def test_what_a_supervisor_says_at_the_own_desk_is_gathered_there_too(
    office: GuidedOffice,
) -> None:
    rates(office, "Ana", rater="Ana")
    assert words(office.gathered("Ana")) == words(office.gathered("Marcus"))
    assert len(words(office.gathered("Ana"))) == 1


# --- a disk that refuses --------------------------------------------------------------------


@pytest.mark.parametrize("name", [COUNTER, "Ana"])
def test_a_disk_that_refuses_says_so_and_the_word_comes_when_it_takes_it(
    office: GuidedOffice, name: str
) -> None:
    desk = office[name]
    disk = desk.records_disk if name == "Ana" else office.drafts[name]
    disk.error = OSError("full")
    answer = saying(office, name).rate("calm", "", is_helpful=True, comment="Thanks")
    office.advance(1)
    with pytest.raises(RecordNotSavedError):
        answer.result(0)
    assert not office.gathered("Marcus").said
    disk.recovers()
    office.advance(5)
    assert len(office.gathered("Marcus").said) == 1


def test_a_station_that_is_ending_refuses_at_once() -> None:
    class EndedError(Exception):
        pass

    def ended() -> None:
        raise EndedError

    with pytest.raises(EndedError):
        Saying(ended).rate("calm", "", is_helpful=True).result(0)  # type: ignore[arg-type]  # it never gives one


# --- names ----------------------------------------------------------------------------------


def test_whoever_wants_to_stay_unnamed_is_named_nowhere_in_what_is_sent_or_kept(
    office: GuidedOffice,
) -> None:
    office[COUNTER].at_work.is_someone("Maria Delgado")
    rates(office, comment="The second step is wrong")
    office.done(saying(office).miss("parking"))
    topic = Topics(SITE.id, key_of(COUNTER).id).of(Stream.RECORDS)
    wires = [m.payload for m in office.switchboard.passed if m.topic == topic]
    kept = [row[0] for row in office["Ana"].records_disk.conn.execute("SELECT body FROM bodies")]
    assert any(b"second step" in body for body in kept)
    for said in (*wires, *kept):
        assert b"Maria" not in said
        assert b"Delgado" not in said
    assert all(one.word.rater == "" for one in office.gathered("Ana").ratings())  # type: ignore[attr-defined]  # ratings are of CardRated


def test_staff_confirm_a_version_and_the_supervisors_see_who_did_and_when_first(
    office: GuidedOffice,
) -> None:
    for reader in ("Ben", "Maria"):
        office.done(saying(office).confirm("calm", "v2", reader=reader))
        office.advance(60)
    first = office.gathered("Ana").readers("calm", "v2")
    assert [*first] == ["Maria", "Ben"]
    office.done(saying(office).confirm("calm", "v2", reader="Ben"))
    office.done(saying(office).confirm("calm", "v3", reader="Ben"))
    assert office.gathered("Marcus").readers("calm", "v2") == first
    assert [*office.gathered("Marcus").readers("calm", "v3")] == ["Ben"]
    assert isinstance(office.gathered("Ana").said[0].word, CardRead)


def test_how_practice_went_reaches_the_supervisors_alone(office: GuidedOffice) -> None:
    office.done(saying(office).practiced("scene", "", good=3, of=4, person="Ben"))
    (said,) = office.gathered("Ana").practices()
    assert said.word == PracticeDone(card="scene", good=3, of=4, person="Ben")
    assert not office.gathered("Ana").ratings()


# --- any text -------------------------------------------------------------------------------


def test_a_comment_is_cut_to_what_fits_and_made_fit_to_be_signed(office: GuidedOffice) -> None:
    rates(office, comment="\ud83d\x00 " + "ß\U0001f600" * 5_000)
    office.advance(1)
    (said,) = office.gathered("Ana").ratings()
    assert isinstance(said.word, CardRated)
    assert said.word.comment.startswith("\ufffd ß\U0001f600")
    assert len(said.word.comment) <= MOST_LETTERS


def test_a_comment_that_an_administrator_purges_is_gone_from_every_desk_at_once(
    office: GuidedOffice, tmp_path: Path
) -> None:
    rates(office, comment="Mr. Doe of 12 Elm Street")
    rates(office, comment="Thanks")
    event = next(one.event for one in office.gathered("Ana").said if "Doe" in str(one.word))
    with Files.of(office["Ana"], tmp_path).opened() as logs:
        assert choose(logs, events=[event], today=date(2026, 3, 2)) == (event,)
    office.done(office["Ana"].at_work.publish(BodyPurged(events=(event,), reason="By law")))
    office.advance(1)
    for name in ("Ana", "Marcus"):
        assert [one.comment for one in words(office.gathered(name))] == ["Thanks"]  # type: ignore[attr-defined]  # both are ratings
    office.stop("Ana")
    office.comes_back("Ana")
    assert len(office.gathered("Ana").said) == 1


def test_a_comment_that_is_purged_while_a_desk_reads_its_disk_is_not_shown(
    office: GuidedOffice,
) -> None:
    rates(office, comment="Mr. Doe of 12 Elm Street")
    office.advance(5)
    desk = office["Ana"]
    answers: list[Callable[[], None]] = []

    class Slow:
        """It has read, and its answer is on the way."""

        def of_types(self, types: Collection[str], then: Callable[[Sequence[Event]], None]) -> None:
            events = reading.of_types(desk.records_disk.conn, types)
            answers.append(lambda: then(events))

    told: list[Gathered] = []
    gathering = Gathering(desk.records_at_work, archive=Slow(), site=desk.at_work)
    gathering.watch(told.append)
    office.settle()
    (said,) = office.gathered("Ana").said
    office.done(desk.at_work.publish(BodyPurged(events=(said.event,), reason="By law")))
    office.advance(1)
    answers.pop()()
    office.settle()
    assert told[-1] == Gathered()


def test_what_a_revoked_counter_says_is_shown_no_more(office: GuidedOffice) -> None:
    rates(office, comment="From a stolen PC")
    rates(office, "Counter 1", comment="Thanks")
    office.revokes(COUNTER, {})
    rates(office, "Counter 1", comment="Again")
    comments = [one.comment for one in words(office.gathered("Ana"))]  # type: ignore[attr-defined]  # all are ratings
    assert sorted(comments) == ["Again", "Thanks"]
