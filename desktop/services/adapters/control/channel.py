"""What passes over the local socket: a mutual proof of the key, then JSON texts.

``multiprocessing.connection`` gives one API over Unix sockets and Windows named pipes. Its
``send`` and ``recv`` unpickle, which lets whoever reaches the socket run code, so only its bytes
are used; and its own handshake has no deadline, so the proof is made here.
"""

import hmac
import json
import secrets
from typing import Any, Protocol

MAX_MESSAGE_BYTES = 16 * 1024 * 1024
HANDSHAKE_S = 5.0
BUSY = b"busy"
_NONCE_BYTES = 32
_PROOF_BYTES = 32


class Connection(Protocol):
    """What ``multiprocessing`` calls ``Connection`` on a socket, ``PipeConnection`` on a pipe."""

    def send_bytes(self, buf: bytes, /) -> None: ...
    def recv_bytes(self, maxlength: int, /) -> bytes: ...
    def poll(self, timeout: float | None, /) -> bool: ...
    def close(self) -> None: ...


class ChannelClosedError(Exception):
    """The other side is gone, silent, or does not hold the key."""


class ServerBusyError(ChannelClosedError):
    """The owner has no free thread for one more connection."""


def greet_client(connection: Connection, key: bytes) -> None:
    """The server's half: both sides prove that they can read the key file."""
    challenge = secrets.token_bytes(_NONCE_BYTES)
    send(connection, challenge)
    answer = receive(connection, HANDSHAKE_S, _NONCE_BYTES + _PROOF_BYTES)
    nonce, proof = answer[:_NONCE_BYTES], answer[_NONCE_BYTES:]
    if not hmac.compare_digest(proof, _proof(key, b"client", challenge, nonce)):
        raise ChannelClosedError("a client without the key")
    send(connection, _proof(key, b"server", nonce, challenge))


def greet_server(connection: Connection, key: bytes) -> None:
    """The client's half; it also finds out a stranger who squats on the address."""
    challenge = receive(connection, HANDSHAKE_S, _NONCE_BYTES)
    if challenge == BUSY:
        raise ServerBusyError
    nonce = secrets.token_bytes(_NONCE_BYTES)
    send(connection, nonce + _proof(key, b"client", challenge, nonce))
    proof = receive(connection, HANDSHAKE_S, _PROOF_BYTES)
    if not hmac.compare_digest(proof, _proof(key, b"server", nonce, challenge)):
        raise ChannelClosedError("a server without the key")


def _proof(key: bytes, role: bytes, first: bytes, second: bytes) -> bytes:
    return hmac.digest(key, role + first + second, "sha256")


def send(connection: Connection, message: bytes) -> None:
    """Send one message; raises ``ChannelClosedError`` when the other side is gone."""
    try:
        connection.send_bytes(message)
    except (OSError, ValueError) as cause:
        raise ChannelClosedError from cause


def receive(connection: Connection, timeout: float | None, limit: int = MAX_MESSAGE_BYTES) -> bytes:
    """Wait up to ``timeout`` seconds (``None``: forever) for one message of up to ``limit`` bytes.

    Raises ``TimeoutError``, or ``ChannelClosedError`` when the other side is gone or sent more.
    """
    try:
        has_come = connection.poll(timeout)
        if has_come:
            return connection.recv_bytes(limit)
    except (EOFError, OSError) as cause:
        raise ChannelClosedError from cause
    raise TimeoutError


def encode(message: dict[str, Any]) -> bytes:
    """One JSON text in UTF-8."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def decode(message: bytes) -> Any:
    """Read one JSON text; raises ``ValueError`` when it is none."""
    try:
        return json.loads(message)
    except RecursionError as cause:
        raise ValueError("nested too deeply") from cause
