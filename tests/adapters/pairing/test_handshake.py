"""The handshake by itself: two who share a code, and those who stand between them."""

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DeskError
from desktop.services.adapters.keys.device_key import DeviceKey, verify
from desktop.services.adapters.pairing.asking import ask, heard
from desktop.services.adapters.pairing.handshake import (
    Answer,
    InviterSide,
    JoinerSide,
    NotOurHandshakeError,
    Reply,
    Request,
    refusing_answer,
    refusing_reply,
)
from desktop.services.trust.codes import CodeLength, JoinCode
from desktop.services.trust.refusals import (
    InviterNotProvenError,
    JoinCodeBurnedError,
    JoinCodeExpiredError,
    JoinCodeUsedError,
    JoinCodeWrongError,
    JoinInterruptedError,
)

DEVICE = "d" * 32


def a_code(seed: int = 1) -> JoinCode:
    return JoinCode.new(CodeLength.SHORT, random.Random(seed).choice, "7K")


def begun(joiners: JoinCode, inviters: JoinCode) -> tuple[JoinerSide, InviterSide]:
    """Both sides after Hello and Answer."""
    joiner = JoinerSide(joiners, DEVICE)
    inviter = InviterSide(joiner.hello())
    joiner.heard_answer(inviter.answer(inviters))
    return joiner, inviter


def test_two_who_know_the_code_hear_each_other() -> None:
    joiner, inviter = begun(a_code(), a_code())
    assert inviter.heard_request(joiner.request(b"let me in")) == b"let me in"
    assert joiner.heard_reply(inviter.reply(b"welcome")) == b"welcome"


def test_the_hello_names_the_invitation_and_the_device_and_nothing_else() -> None:
    code = a_code()
    hello = JoinerSide(code, DEVICE).hello()
    assert InviterSide(hello).hello.nameplate == code.nameplate
    assert InviterSide(hello).hello.device == DEVICE
    assert code.secret.encode() not in hello


def test_a_joiner_with_another_code_is_found_out_and_learns_nothing() -> None:
    joiner, inviter = begun(a_code(1), a_code(2))
    request = joiner.request(b"let me in")
    with pytest.raises(JoinCodeWrongError):
        inviter.heard_request(request)


def test_an_inviter_who_does_not_know_the_code_is_not_believed() -> None:
    joiner, impostor = begun(a_code(1), a_code(2))
    joiner.request(b"let me in")
    impostor._request = b"whatever"
    with pytest.raises(InviterNotProvenError):
        joiner.heard_reply(impostor.reply(b"welcome to my site"))


def test_whoever_stands_between_without_the_code_reads_nothing_and_proves_nothing() -> None:
    """Swaps both halves of SPAKE2 for its own, once towards each side, guessing at the code."""
    joiner, inviter_code, guess = JoinerSide(a_code(1), DEVICE), a_code(1), a_code(2)
    to_joiner = InviterSide(joiner.hello())
    to_inviter = JoinerSide(guess, DEVICE)
    inviter = InviterSide(to_inviter.hello())

    joiner.heard_answer(to_joiner.answer(guess))
    to_inviter.heard_answer(inviter.answer(inviter_code))

    request = joiner.request(b"let me in")
    with pytest.raises(JoinCodeWrongError):
        to_joiner.heard_request(request)  # it cannot read what the joiner asks
    with pytest.raises(JoinCodeWrongError):
        inviter.heard_request(request)  # handed on, it does not fit this connection
    with pytest.raises(JoinCodeWrongError):
        inviter.heard_request(to_inviter.request(b"let me in"))  # nor does its own
    for forged in (
        to_joiner.reply(b"welcome"),
        msgspec.msgpack.encode(Reply("welcome", b"", b"")),
        msgspec.msgpack.encode(Reply("welcome", bytes(32), bytes(64))),
    ):
        with pytest.raises(InviterNotProvenError):
            joiner.heard_reply(forged)


def test_whoever_hands_all_messages_on_untouched_is_only_a_wire() -> None:
    joiner, inviter = begun(a_code(), a_code())
    request = joiner.request(b"let me in")
    reply_to = inviter.heard_request(request)
    assert b"let me in" not in request
    assert reply_to == b"let me in"
    reply = inviter.reply(b"the roster")
    assert b"the roster" not in reply


@pytest.mark.parametrize("which", ["hello", "answer", "request", "reply"])
def test_one_byte_changed_on_the_way_lets_nobody_in(which: str) -> None:
    code = a_code()

    def changed(message: bytes, at: str) -> bytes:
        # The last byte: of the element, the element, the sealed part, the sealed part.
        return message if at != which else message[:-1] + bytes([message[-1] ^ 1])

    def shake_hands() -> None:
        joiner = JoinerSide(code, DEVICE)
        inviter = InviterSide(changed(joiner.hello(), "hello"))
        joiner.heard_answer(changed(inviter.answer(code), "answer"))
        inviter.heard_request(changed(joiner.request(b"let me in"), "request"))
        joiner.heard_reply(changed(inviter.reply(b"welcome"), "reply"))

    with pytest.raises(DeskError):
        shake_hands()


def test_a_device_id_changed_on_the_way_lets_nobody_in() -> None:
    code = a_code()
    joiner = JoinerSide(code, DEVICE)
    inviter = InviterSide(joiner.hello().replace(DEVICE.encode(), b"e" * 32))
    joiner.heard_answer(inviter.answer(code))
    with pytest.raises(JoinCodeWrongError):
        inviter.heard_request(joiner.request(b"let me in"))


def test_a_message_played_back_to_its_sender_or_from_another_connection_is_worthless() -> None:
    code = a_code()
    joiner, inviter = begun(code, code)
    request = joiner.request(b"let me in")
    inviter.heard_request(request)
    reply = inviter.reply(b"welcome")

    later, again = begun(code, code)
    with pytest.raises(JoinCodeWrongError):
        again.heard_request(request)
    again.heard_request(later.request(b"let me in"))
    with pytest.raises(InviterNotProvenError):
        later.heard_reply(reply)

    mirrored = JoinerSide(code, DEVICE)
    own_element = InviterSide(mirrored.hello()).hello.element
    with pytest.raises(NotOurHandshakeError):
        mirrored.heard_answer(msgspec.msgpack.encode(Answer("welcome", own_element)))


def test_a_reply_is_bound_to_the_request_it_answers() -> None:
    code = a_code()
    joiner, inviter = begun(code, code)
    inviter.heard_request(joiner.request(b"let me in as a counter"))
    reply = inviter.reply(b"welcome")
    joiner.request(b"let me in as something else")
    with pytest.raises(InviterNotProvenError):
        joiner.heard_reply(reply)


@pytest.mark.parametrize(
    "kind",
    [JoinCodeWrongError, JoinCodeUsedError, JoinCodeExpiredError, JoinCodeBurnedError],
)
def test_a_refusal_reaches_the_joiner_as_what_it_is(kind: type[DeskError]) -> None:
    with pytest.raises(kind):
        JoinerSide(a_code(), DEVICE).heard_answer(refusing_answer(kind()))
    joiner, _ = begun(a_code(), a_code())
    joiner.request(b"")
    with pytest.raises(kind):
        joiner.heard_reply(refusing_reply(kind()))


def test_a_refusal_of_a_newer_program_is_still_a_refusal() -> None:
    with pytest.raises(JoinInterruptedError):
        JoinerSide(a_code(), DEVICE).heard_answer(msgspec.msgpack.encode(Answer("on-strike")))


@given(st.binary(max_size=200))
def test_random_bytes_are_refused_at_every_step(noise: bytes) -> None:
    with pytest.raises(NotOurHandshakeError):
        InviterSide(noise).answer(a_code())
    with pytest.raises(DeskError):
        JoinerSide(a_code(), DEVICE).heard_answer(noise)


@pytest.mark.parametrize(
    "element",
    [
        b"",
        b"A" + bytes(32),  # not on the curve, or of small order
        b"A\x01" + bytes(31),  # the neutral element
        b"A" + b"\xff" * 32,
        b"B" + bytes(32),
        b"A" + bytes(31),
        b"A" + bytes(33),
    ],
)
def test_a_point_that_would_give_the_key_away_is_refused(element: bytes) -> None:
    hello = msgspec.msgpack.encode([1, "7K", DEVICE, element])
    with pytest.raises(NotOurHandshakeError):
        InviterSide(hello).answer(a_code())


def test_a_joiner_must_prove_that_the_key_is_its_own() -> None:
    own, anothers = DeviceKey.generate(), DeviceKey.generate()
    good = ask(own.public_bytes, own.sign, "PC-3", b"transcript")
    told = heard(good, device=own.id, transcript=b"transcript", verify=verify)
    assert (told.key, told.pc) == (own.public_bytes, "PC-3")

    stolen = ask(anothers.public_bytes, own.sign, "PC-3", b"transcript")
    for asked, device, transcript in (
        (stolen, anothers.id, b"transcript"),
        (good, anothers.id, b"transcript"),
        (good, own.id, b"another handshake"),
        (b"noise", own.id, b"transcript"),
    ):
        with pytest.raises(NotOurHandshakeError):
            heard(asked, device=device, transcript=transcript, verify=verify)


def test_a_request_of_the_right_shape_without_the_code_is_a_wrong_guess() -> None:
    _, inviter = begun(a_code(), a_code())
    with pytest.raises(JoinCodeWrongError):
        inviter.heard_request(msgspec.msgpack.encode(Request(bytes(32), bytes(100))))
