"""The handshake between a joiner and an inviter who share a code, without any sockets.

    joiner                                      inviter
    Hello    nameplate, device, X      ----->
                                       <-----   Answer   verdict, Y          (this counts a try)
    Request  confirmation, sealed      ----->
                                       <-----   Reply    verdict, confirmation, sealed

X and Y are SPAKE2's messages; who is A and who is B is part of what is hashed, so neither can be
played back to its sender. The library confirms no key, so both sides do, the joiner first: whoever
guesses at an inviter learns nothing before the inviter has counted the guess. All keys are bound to
Hello and Answer as they were sent, the reply to the request as well.

Everything in Hello and Answer is public: whoever listens or stands between learns which nameplate
and which device id, and can test one guess for each connection that a person starts.
"""

import hmac
from hashlib import sha256
from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop.domain.errors import DeskError
from desktop.domain.roster.ids import DeviceId
from desktop.services.trust.codes import JoinCode
from desktop.services.trust.refusals import (
    InviterCouldNotAdmitError,
    InviterNotProvenError,
    JoinCodeBurnedError,
    JoinCodeExpiredError,
    JoinCodeUsedError,
    JoinCodeWrongError,
    JoinInterruptedError,
)

VERSION = 1
_JOINER, _INVITER = b"countersign join 1: joiner", b"countersign join 1: inviter"
_KEYS = b"countersign join 1: keys"
_WELCOMED = "welcome"
_ELEMENT_BYTES = 33  # SPAKE2's side and one point
_ONCE = bytes(12)
"""The nonce: each key seals exactly one message."""

_REFUSALS: dict[str, type[DeskError]] = {
    kind.code: kind
    for kind in (
        JoinCodeWrongError,
        JoinCodeUsedError,
        JoinCodeExpiredError,
        JoinCodeBurnedError,
        InviterCouldNotAdmitError,
    )
}

M = TypeVar("M", bound=msgspec.Struct)


class NotOurHandshakeError(DeskError):
    """These bytes are not a message of this handshake."""

    code = "not-our-handshake"
    advice = "Check that the address is that of the inviting desk, and that both run one version."


class Hello(msgspec.Struct, frozen=True, array_like=True):
    """The joiner names the invitation it means, and shows its half of SPAKE2."""

    version: int
    nameplate: str
    device: DeviceId
    element: bytes


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """The inviter's half of SPAKE2, or why there is none."""

    verdict: str
    element: bytes = b""


class Request(msgspec.Struct, frozen=True, array_like=True):
    """The joiner's proof that it knows the code, and what it asks, sealed."""

    confirmation: bytes
    sealed: bytes


class Reply(msgspec.Struct, frozen=True, array_like=True):
    """The inviter's proof and its welcome, sealed; or why there is none."""

    verdict: str
    confirmation: bytes = b""
    sealed: bytes = b""


class _Keys(msgspec.Struct, frozen=True):
    transcript: bytes
    joiner_confirms: bytes
    inviter_confirms: bytes
    joiner_seals: bytes
    inviter_seals: bytes

    @classmethod
    def of(cls, shared: bytes, hello: bytes, answer: bytes) -> "_Keys":
        transcript = sha256(sha256(hello).digest() + sha256(answer).digest()).digest()
        stream = HKDF(hashes.SHA256(), 128, salt=transcript, info=_KEYS).derive(shared)
        return cls(transcript, *(stream[at : at + 32] for at in range(0, 128, 32)))

    def joiner_confirmation(self, sealed: bytes) -> bytes:
        return hmac.digest(self.joiner_confirms, self.transcript + sealed, "sha256")

    def inviter_confirmation(self, request: bytes, sealed: bytes) -> bytes:
        said = self.transcript + sha256(request).digest() + sealed
        return hmac.digest(self.inviter_confirms, said, "sha256")


class JoinerSide:
    """The joiner's half; its methods are called once, in this order."""

    def __init__(self, code: JoinCode, device: DeviceId) -> None:
        from spake2 import SPAKE2_A  # costs as much as a window; only whoever joins pays

        self._spake = SPAKE2_A(code.password, idA=_JOINER, idB=_INVITER)
        self._hello = _encode(Hello(VERSION, code.nameplate, device, self._spake.start()))
        self._keys: _Keys | None = None
        self._request = b""

    def hello(self) -> bytes:
        """The first message."""
        return self._hello

    def heard_answer(self, answer: bytes) -> bytes:
        """Take the inviter's answer, and give what the request has to be bound to.

        Raises the refusal that the inviter names, or ``NotOurHandshakeError``.
        """
        told = _decode(answer, Answer)
        _raise_refusal(told.verdict)
        self._keys = _Keys.of(_finish(self._spake, told.element), self._hello, answer)
        return self._keys.transcript

    def request(self, asked: bytes) -> bytes:
        """The message that proves the code and asks to be let in."""
        keys = _settled(self._keys)
        sealed = ChaCha20Poly1305(keys.joiner_seals).encrypt(_ONCE, asked, keys.transcript)
        self._request = _encode(Request(keys.joiner_confirmation(sealed), sealed))
        return self._request

    def heard_reply(self, reply: bytes) -> bytes:
        """The inviter's welcome, once it has proven that it knows the code.

        Raises the refusal that the inviter names, or ``InviterNotProvenError``.
        """
        keys = _settled(self._keys)
        told = _decode(reply, Reply)
        _raise_refusal(told.verdict)
        proof = keys.inviter_confirmation(self._request, told.sealed)
        if not hmac.compare_digest(proof, told.confirmation):
            raise InviterNotProvenError
        try:
            return ChaCha20Poly1305(keys.inviter_seals).decrypt(_ONCE, told.sealed, keys.transcript)
        except InvalidTag as cause:
            raise InviterNotProvenError from cause


class InviterSide:
    """The inviter's half, for one connection; its methods are called once, in this order."""

    def __init__(self, hello: bytes) -> None:
        """Take a joiner's first message; raises ``NotOurHandshakeError``."""
        self._hello_bytes = hello
        self.hello = _decode(hello, Hello)
        if self.hello.version != VERSION or len(self.hello.element) != _ELEMENT_BYTES:
            raise NotOurHandshakeError
        self._keys: _Keys | None = None
        self._request = b""

    def answer(self, code: JoinCode) -> bytes:
        """Our half of SPAKE2. The guess has to be counted before these bytes leave."""
        from spake2 import SPAKE2_B  # as in ``JoinerSide``

        spake = SPAKE2_B(code.password, idA=_JOINER, idB=_INVITER)
        answer = _encode(Answer(_WELCOMED, spake.start()))
        shared = _finish(spake, self.hello.element)
        self._keys = _Keys.of(shared, self._hello_bytes, answer)
        return answer

    @property
    def transcript(self) -> bytes:
        """What the joiner's request is bound to."""
        return _settled(self._keys).transcript

    def heard_request(self, request: bytes) -> bytes:
        """What the joiner asks; raises ``JoinCodeWrongError`` unless it proved the code."""
        keys = _settled(self._keys)
        told = _decode(request, Request)
        if not hmac.compare_digest(keys.joiner_confirmation(told.sealed), told.confirmation):
            raise JoinCodeWrongError
        self._request = request
        try:
            return ChaCha20Poly1305(keys.joiner_seals).decrypt(_ONCE, told.sealed, keys.transcript)
        except InvalidTag as cause:
            raise JoinCodeWrongError from cause

    def reply(self, welcome: bytes) -> bytes:
        """The message that proves the code in turn, and lets the joiner in."""
        keys = _settled(self._keys)
        sealed = ChaCha20Poly1305(keys.inviter_seals).encrypt(_ONCE, welcome, keys.transcript)
        return _encode(Reply(_WELCOMED, keys.inviter_confirmation(self._request, sealed), sealed))


def refusing_answer(refusal: DeskError) -> bytes:
    """The answer to a hello that leads nowhere."""
    return _encode(Answer(_verdict(refusal)))


def refusing_reply(refusal: DeskError) -> bytes:
    """The reply to a request that is refused."""
    return _encode(Reply(_verdict(refusal)))


def _verdict(refusal: DeskError) -> str:
    return refusal.code if refusal.code in _REFUSALS else InviterCouldNotAdmitError.code


def _raise_refusal(verdict: str) -> None:
    """Nothing proves a refusal: whoever stands between can forge it, and win a delay by it."""
    if verdict == _WELCOMED:
        return
    raise _REFUSALS.get(verdict, JoinInterruptedError)


def _finish(spake: object, element: bytes) -> bytes:
    from spake2 import SPAKEError
    from spake2.ed25519_basic import NotOnCurve

    if len(element) != _ELEMENT_BYTES:
        raise NotOurHandshakeError
    try:
        shared: bytes = spake.finish(element)  # type: ignore[attr-defined]  # it ships no types
    except (SPAKEError, NotOnCurve, ValueError) as cause:
        raise NotOurHandshakeError from cause
    return shared


def _settled(keys: _Keys | None) -> _Keys:
    if keys is None:
        raise RuntimeError("the handshake's steps were taken out of order")
    return keys


def _encode(message: msgspec.Struct) -> bytes:
    return msgspec.msgpack.encode(message)


def _decode(raw: bytes, kind: type[M]) -> M:
    try:
        return msgspec.msgpack.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        raise NotOurHandshakeError from cause
