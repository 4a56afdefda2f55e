"""The recovery file: the site key and the authority's key under a passphrase, on readable paper.

After the site was created this is the only place where the site key is. It is a text file, so
that it can be printed, mailed to a safe and typed off again; everything but the block between
the dashes is for people and is not read back.

Argon2id turns the passphrase into a key (``stretching``), ChaCha20-Poly1305 encrypts. A checksum
over what is visible anyway tells a damaged file from a wrong passphrase.
"""

import base64
import secrets
import struct
import textwrap
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from desktop.domain.errors import DeskError
from desktop.domain.roster.ids import SiteId
from desktop.domain.sentence import Sentence
from desktop.services.adapters.keys.device_key import DeviceKey
from desktop.services.adapters.keys.private_files import write_private_new
from desktop.services.adapters.keys.stretching import Cost, stretched, usual

MIN_PASSPHRASE = 12
"""Characters; with Argon2id, the least that holds against someone who found the file."""

_MIN_DIFFERENT = 5
_BEGIN = "-----BEGIN COUNTERSIGN RECOVERY FILE-----"
_END = "-----END COUNTERSIGN RECOVERY FILE-----"
_MAGIC = b"CSR1"
_HEAD = struct.Struct(">4sBIB16s12s")  # magic, passes, KiB, lanes, salt, nonce
_CHECKSUM_BYTES = 8
_MAX_FILE_BYTES = 64 * 1024


class PassphraseTooWeakError(DeskError):
    """The passphrase could be guessed by someone who finds the file."""

    code = "passphrase-too-weak"
    advice = "Use at least 12 characters: four or five words that do not belong together do well."


class RecoveryPassphraseWrongError(DeskError):
    """The recovery file is whole, but this is not its passphrase."""

    code = "recovery-passphrase-wrong"
    advice = "Type it again: capitals, spaces and the keyboard layout count. Nothing was changed."


class RecoveryFileDamagedError(DeskError):
    """The recovery file was altered or cut off."""

    code = "recovery-file-damaged"
    advice = "Use another copy of it, the printed one too; this one cannot be repaired."


class NotARecoveryFileError(DeskError):
    """This is not a recovery file of ours."""

    code = "not-a-recovery-file"
    advice = "Choose the file saved when the site was created: it starts with COUNTERSIGN RECOVERY."


class RecoveryFileExistsError(DeskError):
    """A file of that name is there already, perhaps the recovery file of another site."""

    code = "recovery-file-exists"
    advice = "Choose another name or folder; a recovery file is never overwritten."


class RecoveryFileUnreadableError(DeskError):
    """The recovery file cannot be read."""

    code = "recovery-file-unreadable"
    advice = "Check the name and that this account may read it; put the USB stick back in."


class _Contents(msgspec.Struct, frozen=True, kw_only=True):
    site_name: str
    site_key: bytes
    authority_key: bytes
    authority_certificate: bytes


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    """What the recovery file keeps."""

    site_name: str
    site_key: DeviceKey
    authority_key: bytes
    authority_certificate: bytes

    @property
    def site(self) -> SiteId:
        """The site's id: the site key's fingerprint."""
        return self.site_key.id


def weakness(passphrase: str) -> Sentence | None:
    """What is wrong with a new passphrase, as one sentence, or ``None``."""
    if len(passphrase) < MIN_PASSPHRASE:
        return Sentence(
            "It has {n} characters; {least} are the least.",
            {"n": len(passphrase), "least": MIN_PASSPHRASE},
        )
    if len(set(passphrase)) < _MIN_DIFFERENT:
        return Sentence("It repeats the same few characters.")
    return None


def save_recovery(recovery: Recovery, file: Path, passphrase: str, *, made: date) -> None:
    """Write the recovery file; it is on disk, and was read back, when this returns.

    Raises ``PassphraseTooWeakError``, ``RecoveryFileExistsError`` or ``PrivateFileNotSavedError``.
    """
    text = sealed_text(recovery, passphrase, made=made)
    try:
        write_private_new(file, text.encode("utf-8"))
    except FileExistsError as cause:
        raise RecoveryFileExistsError("{file} exists already.", file=file) from cause
    # A USB stick may swallow bytes; now is the last moment at which the keys exist elsewhere.
    open_recovery(file, passphrase)


def open_recovery(file: Path, passphrase: str) -> Recovery:
    """Read a recovery file.

    Raises ``RecoveryFileUnreadableError``, ``NotARecoveryFileError``, ``RecoveryFileDamagedError``
    or ``RecoveryPassphraseWrongError``. Takes some 0.1 to 0.5 s, by design.
    """
    try:
        with file.open("rb") as source:
            raw = source.read(_MAX_FILE_BYTES + 1)
    except OSError as cause:
        raise RecoveryFileUnreadableError(
            "{file} cannot be read: {why}.", file=file, why=cause.strerror or cause
        ) from cause
    if len(raw) > _MAX_FILE_BYTES:
        raise NotARecoveryFileError("{file} is far too large for one.", file=file)
    return opened_text(raw.decode("utf-8", errors="replace"), passphrase)


def sealed_text(recovery: Recovery, passphrase: str, *, made: date) -> str:
    """The text of a recovery file; raises ``PassphraseTooWeakError``."""
    reason = weakness(passphrase)
    if reason:
        raise PassphraseTooWeakError(reason)
    cost = usual()
    head = _HEAD.pack(
        _MAGIC,
        cost.passes,
        cost.memory_kib,
        cost.lanes,
        secrets.token_bytes(16),
        secrets.token_bytes(12),
    )
    secret = msgspec.json.encode(
        _Contents(
            site_name=recovery.site_name,
            site_key=recovery.site_key.to_pem(),
            authority_key=recovery.authority_key,
            authority_certificate=recovery.authority_certificate,
        )
    )
    visible = head + _cipher(head, passphrase).encrypt(_nonce(head), secret, head)
    block = base64.b64encode(visible + _checksum(visible)).decode("ascii")
    return _PAPER.format(
        name=_one_line(recovery.site_name),
        id=recovery.site,
        made=made.isoformat(),
        block="\n".join([_BEGIN, *textwrap.wrap(block, 64), _END]),
    )


def opened_text(text: str, passphrase: str) -> Recovery:
    """Read the text of a recovery file; raises as ``open_recovery`` does."""
    visible = _visible_bytes(text)
    head, ciphertext = visible[: _HEAD.size], visible[_HEAD.size :]
    try:
        secret = _cipher(head, passphrase).decrypt(_nonce(head), ciphertext, head)
    except InvalidTag as cause:
        raise RecoveryPassphraseWrongError from cause
    try:
        contents = msgspec.json.decode(secret, type=_Contents)
    except msgspec.DecodeError as cause:
        raise NotARecoveryFileError("It was made by another version of this program.") from cause
    return Recovery(
        site_name=contents.site_name,
        site_key=DeviceKey.from_pem(contents.site_key),
        authority_key=contents.authority_key,
        authority_certificate=contents.authority_certificate,
    )


def _visible_bytes(text: str) -> bytes:
    """Everything before the checksum, once the checksum was found good."""
    if "COUNTERSIGN RECOVERY" not in text:
        raise NotARecoveryFileError
    _, begun, rest = text.partition(_BEGIN)
    block, ended, _ = rest.partition(_END)
    if not begun or not ended:
        raise RecoveryFileDamagedError("The block between the dashed lines is not whole.")
    try:
        raw = base64.b64decode("".join(block.split()), validate=True)
    except ValueError as cause:
        raise RecoveryFileDamagedError from cause
    visible, checksum = raw[:-_CHECKSUM_BYTES], raw[-_CHECKSUM_BYTES:]
    if len(visible) <= _HEAD.size or checksum != _checksum(visible):
        raise RecoveryFileDamagedError
    return visible


def _cipher(head: bytes, passphrase: str) -> ChaCha20Poly1305:
    magic, passes, memory_kib, lanes, salt, _ = _HEAD.unpack(head)
    if magic != _MAGIC:
        raise NotARecoveryFileError("It was made by a newer version of this program.")
    cost = Cost(passes=passes, memory_kib=memory_kib, lanes=lanes)
    if not cost.is_bearable:
        raise RecoveryFileDamagedError("It asks for more memory or time than one of ours does.")
    return ChaCha20Poly1305(stretched(passphrase, salt, cost))


def _nonce(head: bytes) -> bytes:
    nonce: bytes = _HEAD.unpack(head)[5]
    return nonce


def _checksum(visible: bytes) -> bytes:
    return sha256(visible).digest()[:_CHECKSUM_BYTES]


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


_PAPER = """COUNTERSIGN RECOVERY FILE

Site:     {name}
Site id:  {id}
Made:     {made}

Keep this file and its passphrase apart, neither of them on the supervisor's PC: for instance the
file on a USB stick or printed in the safe, the passphrase with the director. Together they are
needed to

  - make a second administrator, or revoke one
  - take the site over when every administrator's PC is lost

Without them the alerts go on working, but none of this can ever be done. Whoever holds both
controls the site. The command line reads it with: countersign site recovery FILE

{block}
"""
