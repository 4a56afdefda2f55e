"""Joining over real sockets: one PC with the code gets in, whatever else happens at that port."""

import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from desktop.domain.errors import DeskError
from desktop.domain.roster.ids import fingerprint
from desktop.domain.roster.roles import Role
from desktop.services.adapters.keys.device_key import DeviceKey, verify
from desktop.services.adapters.pairing import server as server_module
from desktop.services.adapters.pairing.client import Joiner, join
from desktop.services.adapters.pairing.frames import framed
from desktop.services.adapters.pairing.handshake import NotOurHandshakeError
from desktop.services.adapters.pairing.server import PairingPortError, PairingServer
from desktop.services.trust.codes import ALPHABET, CodeLength, JoinCode
from desktop.services.trust.invitations import Invitation, InvitationBook, InvitationState
from desktop.services.trust.refusals import (
    InviterCouldNotAdmitError,
    InviterNotProvenError,
    InviterNotReachableError,
    JoinCodeBurnedError,
    JoinCodeExpiredError,
    JoinCodeUsedError,
    JoinCodeWrongError,
    JoinInterruptedError,
    SiteMismatchError,
)
from desktop.services.trust.seats import Seat
from desktop.services.trust.welcome import Welcome
from tests.support.ports import own_port

SITE_KEY = bytes(range(32))


class Desk:
    """An inviting desk with its port open on the loopback interface."""

    def __init__(self, *, patience: float = 15.0) -> None:
        self.time = datetime(2026, 7, 1, 9, tzinfo=UTC)
        self.book = InvitationBook(now=lambda: self.time)
        self.admitted: list[tuple[str, str, str]] = []
        self.trouble: DeskError | None = None
        self.notices: tuple[bytes, ...] = (b"notice",)
        self.server = PairingServer(
            book=self.book,
            admit=self.admit,
            verify=verify,
            bind="127.0.0.1",
            port=0,
            patience=patience,
        )
        self.address = ("127.0.0.1", self.server.port)

    def invites(self, place: str = "Counter 3") -> JoinCode:
        (invitation,) = self.book.invite(
            [Seat(role=Role.COUNTER, place=place)], length=CodeLength.SHORT
        )
        return invitation.code

    def admit(self, invitation: Invitation, key: bytes, pc: str) -> bytes:
        if self.trouble:
            raise self.trouble
        self.admitted.append((fingerprint(key), invitation.seat.place, pc))
        return msgspec.msgpack.encode(
            Welcome(
                site_key=SITE_KEY,
                site_name="City Hall",
                ca=b"PEM",
                certificate=b"PEM",
                seat=invitation.seat,
                notices=self.notices,
            )
        )


class Pc:
    """A PC that wants to join."""

    def __init__(self, site: str | None = None) -> None:
        self.key = DeviceKey.generate()
        self.joiner = Joiner(
            signer=self.key, public_key=self.key.public_bytes, pc="PC-3", site=site
        )

    def joins(self, code: JoinCode, *addresses: tuple[str, int], patience: float = 15.0) -> Welcome:
        return join(addresses, code, self.joiner, patience=patience)


@pytest.fixture
def desk() -> Iterator[Desk]:
    opened = Desk()
    with opened.server:
        yield opened


def wrong(code: JoinCode) -> JoinCode:
    """Another code with the same nameplate."""
    letter = ALPHABET[(ALPHABET.index(code.secret[0]) + 1) % 32]
    return JoinCode(code.nameplate, letter + code.secret[1:], code.length)


def test_a_pc_with_the_code_gets_its_place_certificate_roster_and_relays(desk: Desk) -> None:
    pc = Pc()
    welcome = pc.joins(desk.invites("Counter 7"), desk.address)
    assert welcome.seat.place == "Counter 7"
    assert welcome.site == fingerprint(SITE_KEY)
    assert (welcome.certificate, welcome.notices) == (b"PEM", (b"notice",))
    assert desk.admitted == [(pc.key.id, "Counter 7", "PC-3")]


def test_a_roster_of_many_stations_arrives_whole(desk: Desk) -> None:
    desk.notices = tuple(random.Random(1).randbytes(700) for _ in range(2000))
    assert Pc().joins(desk.invites(), desk.address).notices == desk.notices


def test_a_wrong_code_is_told_and_the_right_one_still_works(desk: Desk) -> None:
    code = desk.invites()
    with pytest.raises(JoinCodeWrongError) as refused:
        Pc().joins(wrong(code), desk.address)
    assert "letter by letter" in refused.value.advice
    Pc().joins(code, desk.address)


def test_a_code_of_another_desk_is_wrong_here(desk: Desk) -> None:
    with pytest.raises(JoinCodeWrongError):
        Pc().joins(JoinCode.new(CodeLength.SHORT, random.choice, "ZZ"), desk.address)


def test_five_wrong_guesses_burn_a_code_and_the_sixth_guess_is_refused_even_if_right(
    desk: Desk,
) -> None:
    code = desk.invites()
    for _ in range(4):
        with pytest.raises(JoinCodeWrongError):
            Pc().joins(wrong(code), desk.address)
    with pytest.raises(JoinCodeBurnedError):
        Pc().joins(wrong(code), desk.address)
    with pytest.raises(JoinCodeBurnedError) as refused:
        Pc().joins(code, desk.address)
    assert "somebody on this network" in refused.value.advice
    assert desk.admitted == []


def test_a_used_code_lets_nobody_else_in(desk: Desk) -> None:
    code = desk.invites()
    Pc().joins(code, desk.address)
    with pytest.raises(JoinCodeUsedError) as refused:
        Pc().joins(code, desk.address)
    assert "revoked" in refused.value.advice
    assert len(desk.admitted) == 1


def test_an_expired_code_lets_nobody_in(desk: Desk) -> None:
    code = desk.invites()
    desk.time += timedelta(minutes=10)
    with pytest.raises(JoinCodeExpiredError):
        Pc().joins(code, desk.address)


def test_guessing_by_hanging_up_before_the_verdict_costs_tries_all_the_same(desk: Desk) -> None:
    code = desk.invites()
    from desktop.services.adapters.pairing.handshake import JoinerSide

    for _ in range(5):
        with closing(socket.create_connection(desk.address, 10)) as connection:
            connection.sendall(framed(JoinerSide(wrong(code), "f" * 32).hello()))
            assert connection.recv(4)
    with pytest.raises(JoinCodeBurnedError):
        Pc().joins(code, desk.address)


def test_a_pc_that_was_to_join_another_site_does_not_believe_this_one(desk: Desk) -> None:
    with pytest.raises(SiteMismatchError, match="City Hall"):
        Pc(site="9" * 32).joins(desk.invites(), desk.address)


def test_an_inviter_that_is_not_there_is_told_with_the_address(desk: Desk) -> None:
    port = own_port()
    with pytest.raises(InviterNotReachableError, match=f"127.0.0.1 port {port}") as refused:
        Pc().joins(desk.invites(), ("127.0.0.1", port))
    assert "firewall" in refused.value.advice


@pytest.mark.parametrize("host", ["", "a" * 300, "\udc80"])
def test_a_name_that_leads_nowhere_is_told_the_same_way(desk: Desk, host: str) -> None:
    with pytest.raises(InviterNotReachableError):
        Pc().joins(desk.invites(), (host, own_port()))


def test_one_good_address_among_dead_ones_is_enough(desk: Desk) -> None:
    dead = ("127.0.0.1", own_port())
    Pc().joins(desk.invites(), dead, ("a" * 300, 1), desk.address)


def test_a_pc_admitted_at_this_desk_though_its_disk_refuses_is_told_so(desk: Desk) -> None:
    code, pc = desk.invites(), Pc()
    desk.trouble = DeskError("the disk is full")
    with pytest.raises(InviterCouldNotAdmitError):
        pc.joins(code, desk.address)
    desk.trouble = None
    pc.joins(code, desk.address)  # the same PC may come back once there is room


def test_a_welcome_that_was_lost_on_the_way_is_fetched_again_by_the_same_pc(desk: Desk) -> None:
    code, pc = desk.invites(), Pc()
    with wire_to(desk.address, breaks_after_replies=1) as address:
        assert pc.joins(code, address).seat.place == "Counter 3"
    assert [device for device, _, _ in desk.admitted] == [pc.key.id, pc.key.id]


def test_an_impostor_at_the_inviters_address_is_not_believed(desk: Desk) -> None:
    """It knows everything but the code, and answers every knock with a site of its own."""
    impostor = Desk()
    with impostor.server:
        real = desk.invites()
        (fake,) = impostor.book.invite(
            [Seat(role=Role.SUPERVISOR, place="Trap")], length=CodeLength.SHORT
        )
        shown = JoinCode(fake.nameplate, real.secret, real.length)
        with pytest.raises(JoinCodeWrongError):
            Pc().joins(shown, impostor.address)
    assert impostor.admitted == []


def test_one_who_stands_between_and_changes_any_message_lets_nobody_in(desk: Desk) -> None:
    for message in range(2):
        code = desk.invites()
        found_out = pytest.raises((InviterNotProvenError, JoinCodeWrongError, NotOurHandshakeError))
        with wire_to(desk.address, flips_reply=message) as address, found_out:
            Pc().joins(code, address)


def test_something_else_at_that_address_is_told_with_advice() -> None:
    def shout(connection: socket.socket) -> None:
        connection.sendall(b"220 mail.example.org ESMTP ready\r\n" * 20)

    with listener(shout) as address, pytest.raises(NotOurHandshakeError) as refused:
        Pc().joins(JoinCode.new(CodeLength.SHORT, random.choice, "ZZ"), address)
    assert "address" in refused.value.advice


def test_something_that_takes_the_call_and_says_nothing_is_given_up_on() -> None:
    quiet = threading.Event()

    def say_nothing(_: socket.socket) -> None:
        quiet.wait(30)

    with listener(say_nothing) as address:
        with pytest.raises(JoinInterruptedError) as refused:
            Pc().joins(JoinCode.new(CodeLength.SHORT, random.choice, "ZZ"), address, patience=0.2)
        quiet.set()
    assert "same code" in refused.value.advice


def test_a_crowd_of_half_open_connections_does_not_keep_a_real_joiner_out(desk: Desk) -> None:
    with ExitStack() as crowd:
        for number in range(server_module.MAX_CONNECTIONS + 40):
            idle = crowd.enter_context(closing(socket.create_connection(desk.address, 10)))
            if number % 2:
                idle.sendall(b"\x00")
        Pc().joins(desk.invites(), desk.address)


@pytest.mark.parametrize(
    "noise",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\xff" * 64,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20,
        framed(b""),
        framed(bytes(4000)),
        framed(msgspec.msgpack.encode([1, "7K", "d" * 32, bytes(33)])),
        framed(msgspec.msgpack.encode([1, "7K" * 900, "d" * 32, bytes(33)])),
        framed(msgspec.msgpack.encode([99, "7K", "d" * 32, bytes(33)])),
    ],
)
def test_noise_at_the_port_is_hung_up_on_and_the_next_joiner_gets_in(
    desk: Desk, noise: bytes
) -> None:
    with closing(socket.create_connection(desk.address, 10)) as connection:
        connection.sendall(noise)
        connection.shutdown(socket.SHUT_WR)
        heard = b""
        while part := _received(connection):
            heard += part
        assert len(heard) < 100
    Pc().joins(desk.invites(), desk.address)


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(4096)
    except ConnectionResetError:  # it hung up with our bytes still unread
        return b""


def test_whoever_dawdles_is_hung_up_on() -> None:
    desk = Desk(patience=0.2)
    with desk.server, closing(socket.create_connection(desk.address, 10)) as connection:
        connection.sendall(b"\x00\x00")
        assert connection.recv(1) == b""


def test_many_pcs_join_at_once_each_at_its_own_place(desk: Desk) -> None:
    codes = [desk.invites(f"Counter {number}") for number in range(12)]
    places: list[str] = []
    threads = [
        threading.Thread(
            target=lambda c=code: places.append(Pc().joins(c, desk.address).seat.place)
        )
        for code in codes
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(places) == sorted(f"Counter {number}" for number in range(12))


def test_two_pcs_with_one_code_at_the_same_moment_give_one_member(desk: Desk) -> None:
    code = desk.invites()
    told: list[str] = []

    def try_it() -> None:
        try:
            Pc().joins(code, desk.address)
            told.append("in")
        except JoinCodeUsedError:
            told.append("used")

    threads = [threading.Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == ["in", "used"]


def test_once_closed_the_port_is_gone_and_closing_again_does_nothing(desk: Desk) -> None:
    code = desk.invites()
    desk.server.close()
    desk.server.close()
    with pytest.raises(InviterNotReachableError):
        Pc().joins(code, desk.address)
    assert desk.book.state(code.nameplate) is InvitationState.OPEN


def test_a_welcome_on_its_way_arrives_though_the_port_is_closed_meanwhile(desk: Desk) -> None:
    desk.notices = tuple(random.Random(2).randbytes(700) for _ in range(8000))
    code, pc = desk.invites(), Pc()
    arrived: list[Welcome] = []
    with wire_to(desk.address, waits_before_reply=desk.server.close) as address:
        arrived.append(pc.joins(code, address))
    assert arrived[0].notices == desk.notices


def test_a_port_that_is_taken_is_replaced_by_another(desk: Desk) -> None:
    second = PairingServer(
        book=desk.book, admit=desk.admit, verify=verify, bind="127.0.0.1", port=desk.server.port
    )
    with second:
        assert second.port != desk.server.port
        Pc().joins(desk.invites(), ("127.0.0.1", second.port))


def test_an_address_that_is_not_this_pcs_is_told_with_advice(desk: Desk) -> None:
    with pytest.raises(PairingPortError) as refused:
        PairingServer(book=desk.book, admit=desk.admit, verify=verify, bind="192.0.2.1", port=0)
    assert "bind" in refused.value.advice


def test_without_an_address_the_port_is_open_on_all_of_them(desk: Desk) -> None:
    everywhere = PairingServer(book=desk.book, admit=desk.admit, verify=verify, port=0)
    with everywhere:
        Pc().joins(desk.invites(), ("127.0.0.1", everywhere.port))
        if socket.has_dualstack_ipv6():
            Pc().joins(desk.invites(), ("::1", everywhere.port))


# -- what stands between ------------------------------------------------------------------------


@contextmanager
def listener(serve: Callable[[socket.socket], None]) -> Iterator[tuple[str, int]]:
    """Something that takes every call and does ``serve`` with it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = ("127.0.0.1", int(listening.getsockname()[1]))

        def run() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    try:
                        serve(connection)
                    except OSError:
                        continue

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield address
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(10)


@contextmanager
def wire_to(
    inviter: tuple[str, int],
    *,
    breaks_after_replies: int = -1,
    flips_reply: int = -1,
    waits_before_reply: Callable[[], None] | None = None,
) -> Iterator[tuple[str, int]]:
    """A wire that breaks once when a joiner's request was answered, changes an answer, or has
    something happen when the welcome has begun to come.
    """
    broken: list[bool] = []

    def serve(connection: socket.socket) -> None:
        with closing(socket.create_connection(inviter, 10)) as onward:
            for number in range(2):
                onward.sendall(framed(_message(connection)))
                head = _exactly(onward, 4)
                closer = threading.Thread(target=waits_before_reply) if number else None
                if closer and waits_before_reply:
                    closer.start()
                reply = _exactly(onward, int.from_bytes(head, "big"))
                if number == breaks_after_replies and not broken:
                    broken.append(True)
                    return
                if number == flips_reply:
                    reply = reply[:-1] + bytes([reply[-1] ^ 1])
                connection.sendall(framed(reply))

    with listener(serve) as address:
        yield address


def _message(connection: socket.socket) -> bytes:
    return _exactly(connection, int.from_bytes(_exactly(connection, 4), "big"))


def _exactly(connection: socket.socket, length: int) -> bytes:
    came = bytearray()
    while len(came) < length:
        part = connection.recv(length - len(came))
        if not part:
            raise ConnectionError("it hung up")
        came += part
    return bytes(came)
