"""The wrapping of a backup: a stream of chunks, each encrypted and in its place.

    head     magic, version, the cost of a guess, salt, a check of the passphrase, checksum
    chunk    64 KiB and its tag of 16 bytes; only the last one may be shorter

Argon2id makes a key of the passphrase (``stretching``), ChaCha20-Poly1305 encrypts each chunk. Its
nonce is the chunk's number and whether it is the last one (the STREAM construction: Hoang,
Reyhanitabar, Rogaway, Vizár 2015), and the head is authenticated with each. So chunks that were
left out, doubled, put in another order or taken from another backup are found out, and so is an
end that was cut off between two of them. The salt is new for each backup, so no key is used twice.
"""

import secrets
import struct
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from desktop.domain.backup.errors import (
    BackupAlteredError,
    BackupCutOffError,
    BackupPassphraseWrongError,
    NewerBackupError,
    NotABackupError,
)
from desktop.services.adapters.keys.stretching import KEY_BYTES, Cost, stretched, usual

MAGIC = b"CSBACKUP"
CHUNK = 64 * 1024
_VERSION = 1
_BEGIN = struct.Struct(">8sB")  # magic, version
_HEAD = struct.Struct(">8sBBIB16s16s")  # ... passes, KiB, lanes, salt, check of the passphrase
_CHECKSUM, _CHECK, _SALT, _TAG = 8, 16, 16, 16
_NUMBER = 11
"""Bytes of a nonce that count the chunks; the twelfth says whether it is the last."""


class Bytes(Protocol):
    """What a backup is read from."""

    def read(self, size: int, /) -> bytes: ...


class SealedWriter:
    """Encrypts what is written to ``out``. Nothing can be read of it before ``finish``."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        self._out = out
        cost, salt = usual(), secrets.token_bytes(_SALT)
        key, check = _keys(passphrase, salt, cost)
        self._head = _HEAD.pack(
            MAGIC, _VERSION, cost.passes, cost.memory_kib, cost.lanes, salt, check
        )
        self._cipher = ChaCha20Poly1305(key)
        self._number = 0
        self._waiting = bytearray()
        out.write(self._head + _checksum(self._head))

    def write(self, data: bytes) -> None:
        """Take ``data``; a chunk goes out once it is known that it is not the last one."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Write the end."""
        self._seal(bytes(self._waiting), is_last=True)

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._number, is_last=is_last)
        self._out.write(self._cipher.encrypt(nonce, chunk, self._head))
        self._number += 1


class SealedReader:
    """Reads what a ``SealedWriter`` wrote, and gives no byte that is not in its place.

    Raises ``NotABackupError``, ``NewerBackupError``, ``BackupPassphraseWrongError``,
    ``BackupAlteredError`` or ``BackupCutOffError``; the last two also while reading.
    """

    def __init__(self, source: Bytes, passphrase: str) -> None:
        self._source = source
        self._head, cost, salt, check = _read_head(source)
        key, own_check = _keys(passphrase, salt, cost)
        if not secrets.compare_digest(check, own_check):
            raise BackupPassphraseWrongError
        self._cipher = ChaCha20Poly1305(key)
        self._chunks = self._opened()
        self._waiting = bytearray()

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes, or what is left where that is less."""
        while len(self._waiting) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._waiting += chunk
        data = bytes(self._waiting[:size])
        del self._waiting[:size]
        return data

    def _opened(self) -> Iterator[bytes]:
        number, sealed = 0, self._source.read(CHUNK + _TAG)
        while sealed:
            following = self._source.read(CHUNK + _TAG)
            yield self._open(number, sealed, is_last=not following)
            number, sealed = number + 1, following
        if not number:
            raise BackupCutOffError

    def _open(self, number: int, sealed: bytes, *, is_last: bool) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(number, is_last=is_last), sealed, self._head)
        except InvalidTag as cause:
            if is_last and (len(sealed) < CHUNK + _TAG or self._is_whole(number, sealed)):
                raise BackupCutOffError(
                    "The backup ends in the middle, or its end was altered."
                ) from cause
            raise BackupAlteredError from cause

    def _is_whole(self, number: int, sealed: bytes) -> bool:
        """It is what stood there, and there was more after it."""
        try:
            self._cipher.decrypt(_nonce(number, is_last=False), sealed, self._head)
        except InvalidTag:
            return False
        return True


def _read_head(source: Bytes) -> tuple[bytes, Cost, bytes, bytes]:
    """The head, what a guess costs, the salt, and the check of the passphrase."""
    begin = source.read(_BEGIN.size)
    if begin[: len(MAGIC)] != MAGIC:
        raise NotABackupError
    if len(begin) < _BEGIN.size:
        raise BackupCutOffError
    if begin[len(MAGIC)] > _VERSION:
        raise NewerBackupError
    head = begin + source.read(_HEAD.size - _BEGIN.size)
    checksum = source.read(_CHECKSUM)
    if len(head) < _HEAD.size or len(checksum) < _CHECKSUM:
        raise BackupCutOffError
    if checksum != _checksum(head):
        raise BackupAlteredError
    _, _, passes, memory_kib, lanes, salt, check = _HEAD.unpack(head)
    cost = Cost(passes=passes, memory_kib=memory_kib, lanes=lanes)
    if not cost.is_bearable:
        raise BackupAlteredError("It asks for more memory or time than one of ours does.")
    return head, cost, salt, check


def _keys(passphrase: str, salt: bytes, cost: Cost) -> tuple[bytes, bytes]:
    """The key for the chunks, and what tells that the passphrase is the right one."""
    secret = stretched(passphrase, salt, cost)
    key = HKDFExpand(SHA256(), KEY_BYTES, b"countersign backup: chunks").derive(secret)
    return key, HKDFExpand(SHA256(), _CHECK, b"countersign backup: check").derive(secret)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(_NUMBER, "big") + bytes([is_last])


def _checksum(head: bytes) -> bytes:
    return sha256(head).digest()[:_CHECKSUM]
