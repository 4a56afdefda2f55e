"""Invitations: ten minutes, five tries, one PC each."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.errors import RefusedError
from desktop.domain.roster.roles import Role
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError
from desktop.services.trust.codes import CodeLength, JoinCode
from desktop.services.trust.invitations import (
    TRIES,
    Invitation,
    InvitationBook,
    InvitationState,
    TooManyInvitationsError,
)
from desktop.services.trust.refusals import (
    JoinCodeBurnedError,
    JoinCodeExpiredError,
    JoinCodeUsedError,
    JoinCodeWrongError,
)
from desktop.services.trust.seats import Seat

COUNTER = Seat(role=Role.COUNTER, place="Counter 3")
PC, OTHER = "a" * 32, "b" * 32


class Time:
    """A wall clock that a test sets."""

    def __init__(self) -> None:
        self.at = datetime(2026, 7, 1, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def passes(self, **length: float) -> None:
        self.at += timedelta(**length)


class Shelf:
    """Keeps the book in memory, until its disk is full."""

    def __init__(self) -> None:
        self.content: bytes | None = None
        self.is_full = False

    def load(self) -> bytes | None:
        return self.content

    def save(self, content: bytes) -> None:
        if self.is_full:
            raise PrivateFileNotSavedError("full")
        self.content = content


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def book(time: Time) -> InvitationBook:
    return InvitationBook(now=time.now)


def invited(book: InvitationBook, length: CodeLength = CodeLength.SHORT) -> Invitation:
    (invitation,) = book.invite([COUNTER], length=length)
    return invitation


def test_an_invitation_lets_one_pc_in(book: InvitationBook) -> None:
    plate = invited(book).nameplate
    book.begin(plate, PC)
    assert book.use(plate, PC).seat == COUNTER
    assert book.state(plate) is InvitationState.USED
    with pytest.raises(JoinCodeUsedError):
        book.begin(plate, OTHER)
    with pytest.raises(JoinCodeUsedError):
        book.use(plate, OTHER)


def test_the_sixth_guess_is_not_answered_and_neither_is_the_right_code_after_it(
    book: InvitationBook,
) -> None:
    plate = invited(book).nameplate
    for left in range(TRIES - 1, -1, -1):
        assert book.begin(plate, OTHER).tries == left
    for _ in range(3):
        with pytest.raises(JoinCodeBurnedError):
            book.begin(plate, PC)
    assert book.state(plate) is InvitationState.BURNED
    assert book.open() == []


def test_five_tries_are_five_however_many_guess_at_once(book: InvitationBook) -> None:
    plate = invited(book).nameplate

    def guess(_: int) -> bool:
        try:
            book.begin(plate, OTHER)
        except JoinCodeBurnedError:
            return False
        return True

    with ThreadPoolExecutor(16) as crowd:
        assert sum(crowd.map(guess, range(64))) == TRIES


@pytest.mark.parametrize(
    ("length", "alive", "over"),
    [
        (CodeLength.SHORT, timedelta(minutes=9, seconds=59), timedelta(minutes=10)),
        (CodeLength.LONG, timedelta(hours=9, minutes=59), timedelta(hours=10)),
    ],
)
def test_a_short_code_lives_ten_minutes_and_a_long_one_a_working_day(
    time: Time, length: CodeLength, alive: timedelta, over: timedelta
) -> None:
    book = InvitationBook(now=time.now)
    plate = invited(book, length).nameplate
    made = time.at
    time.at = made + alive
    book.begin(plate, PC)
    time.at = made + over
    with pytest.raises(JoinCodeExpiredError):
        book.begin(plate, PC)


def test_a_clock_set_back_by_years_does_not_keep_a_code_alive(
    book: InvitationBook, time: Time
) -> None:
    plate = invited(book).nameplate
    time.passes(days=-3650)
    with pytest.raises(JoinCodeExpiredError):
        book.begin(plate, PC)


def test_a_code_nobody_gave_out_is_wrong(book: InvitationBook) -> None:
    with pytest.raises(JoinCodeWrongError):
        book.begin("ZZ", PC)


def test_a_cancelled_invitation_is_over(book: InvitationBook) -> None:
    plate = invited(book).nameplate
    book.cancel(plate)
    book.cancel("ZZ")
    with pytest.raises(JoinCodeExpiredError):
        book.begin(plate, PC)


def test_a_code_that_is_withdrawn_while_it_is_being_proven_lets_nobody_in(
    book: InvitationBook,
) -> None:
    plate = invited(book).nameplate
    book.begin(plate, PC)
    book.cancel(plate)
    with pytest.raises(JoinCodeExpiredError):
        book.use(plate, PC)
    assert book.state(plate) is InvitationState.EXPIRED


def test_the_pc_whose_welcome_was_lost_may_come_back_and_no_other(book: InvitationBook) -> None:
    plate = invited(book).nameplate
    book.begin(plate, PC)
    book.use(plate, PC)
    with pytest.raises(JoinCodeUsedError):
        book.begin(plate, OTHER)
    book.begin(plate, PC)
    assert book.use(plate, PC).used_by == PC


def test_coming_back_is_bounded_by_tries_and_time(book: InvitationBook, time: Time) -> None:
    plate = invited(book).nameplate
    book.begin(plate, PC)
    book.use(plate, PC)
    for _ in range(TRIES - 1):
        book.begin(plate, PC)
    with pytest.raises(JoinCodeUsedError):
        book.begin(plate, PC)
    again = invited(book).nameplate
    book.begin(again, PC)
    book.use(again, PC)
    time.passes(minutes=10)
    with pytest.raises(JoinCodeUsedError):
        book.begin(again, PC)


def test_a_batch_gives_every_place_a_code_of_its_own(book: InvitationBook) -> None:
    seats = [Seat(role=Role.COUNTER, place=f"Counter {n}") for n in range(300)]
    made = book.invite(seats, length=CodeLength.LONG)
    assert [invitation.seat for invitation in made] == seats
    assert len({invitation.nameplate for invitation in made}) == 300
    assert len({str(invitation.code) for invitation in made}) == 300
    assert {JoinCode.parse(str(i.code)).nameplate for i in made} == {i.nameplate for i in made}
    assert len(book.open()) == 300


def test_a_nameplate_is_not_given_out_again_while_its_old_code_may_still_be_typed(
    time: Time,
) -> None:
    # A generator that keeps offering the same letters until it is made to move on.
    offered = random.Random(7)
    book = InvitationBook(now=time.now, pick=offered.choice)
    plates = {invited(book).nameplate for _ in range(200)}
    assert len(plates) == 200


def test_an_endless_row_of_invitations_is_refused_with_advice(book: InvitationBook) -> None:
    with pytest.raises(TooManyInvitationsError) as refused:
        book.invite([COUNTER] * 600, length=CodeLength.SHORT)
    assert isinstance(refused.value, RefusedError)
    assert book.open() == []


def test_a_printed_sheet_and_its_counted_tries_outlive_a_restart(time: Time) -> None:
    shelf = Shelf()
    before = InvitationBook(now=time.now, keeper=shelf)
    plate = invited(before, CodeLength.LONG).nameplate
    before.begin(plate, OTHER)
    used = invited(before, CodeLength.LONG).nameplate
    before.use(used, PC)

    after = InvitationBook(now=time.now, keeper=shelf)

    assert after.begin(plate, PC).tries == TRIES - 2
    with pytest.raises(JoinCodeUsedError):
        after.begin(used, OTHER)


@pytest.mark.allows_log("invitations kept from before cannot be read")
@pytest.mark.parametrize("content", [b"", b"[{}]", b"\xff", b"[" * 40])
def test_a_damaged_book_costs_its_codes_and_nothing_else(time: Time, content: bytes) -> None:
    shelf = Shelf()
    shelf.content = content
    assert invited(InvitationBook(now=time.now, keeper=shelf)).tries == TRIES


def test_a_try_that_cannot_be_kept_is_not_given(time: Time) -> None:
    shelf = Shelf()
    book = InvitationBook(now=time.now, keeper=shelf)
    plate = invited(book).nameplate
    shelf.is_full = True
    for _ in range(2 * TRIES):
        with pytest.raises(PrivateFileNotSavedError):
            book.begin(plate, OTHER)
    shelf.is_full = False
    assert book.begin(plate, PC).tries == TRIES - 1


def test_no_secret_shows_when_an_invitation_is_printed_into_a_log(book: InvitationBook) -> None:
    invitation = invited(book)
    assert invitation.secret not in repr(invitation)


def test_whoever_watches_hears_of_every_code_made_guessed_at_used_and_cancelled(
    book: InvitationBook,
) -> None:
    heard: list[str] = []
    book.watch(lambda: heard.append("changed"))
    plate = invited(book).nameplate
    assert len(heard) == 1
    book.begin(plate, PC)
    book.use(plate, PC)
    assert len(heard) == 3
    book.cancel(invited(book).nameplate, invited(book).nameplate, "none")
    assert len(heard) == 6
    assert book.open() == []
    found = book.find(plate)
    assert found is not None
    assert (found.tries, found.used_by) == (TRIES - 1, PC)
    assert book.find("none") is None
