"""The identity of a station: one folder that belongs to one home on one PC.

    identity/device.key        the station's private key
             certificate.pem   what it shows to relays
             ca.pem            whose certificates it accepts
             ca.key            at an administrator's desk: the certificate authority's key
             site.json         whose it is, where it may be used, and what its inviter decided
             notices.events    the roster as it was when this station joined

It is written whole or not at all, and bound to this PC and this folder: two stations with one key
would throw each other off every relay. So a home that was copied, or restored on another PC, asks
to join again. Reading it costs no X.509, for it is on the path from start to armed.

A station that is at work is what lies here: its relay reads these files at every reload. So one
that joins again at work has its next identity put down beside it, until it starts anew.
"""

import logging
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from desktop.domain.errors import DeskError, RefusedError
from desktop.domain.relays import TlsFiles
from desktop.domain.roster.ids import DeviceId, SiteId, fingerprint
from desktop.services.adapters import machine
from desktop.services.adapters.keys.device_key import DeviceKey
from desktop.services.adapters.keys.identity_place import IdentityPlace
from desktop.services.adapters.keys.private_files import write_private
from desktop.services.adapters.sharing import make_folder
from desktop.services.trust.seats import Seat

if TYPE_CHECKING:
    from desktop.services.adapters.home import Home
    from desktop.services.adapters.keys.certificates import CertificateAuthority
    from desktop.services.trust.ports import NewIdentity

log = logging.getLogger(__name__)

_LENGTH = struct.Struct(">I")


class NoIdentityError(RefusedError):
    """This PC belongs to no site yet."""

    code = "no-identity"
    advice = "Create a site with `countersign site create`, or join one with `site join CODE`."


class AlreadyJoinedError(RefusedError):
    """This PC is a station already."""

    code = "already-joined"
    advice = "Use another folder with --home DIR, or `site join --again` to leave the old one."


class CopiedHomeError(RefusedError):
    """This data folder was copied from another PC or another place, or restored from a backup."""

    code = "copied-home"
    advice = (
        "Its history stays, but the station must join anew: ask a supervisor for a code, "
        "then `countersign site join --again CODE`."
    )


class IdentityDamagedError(DeskError):
    """The station's identity is not whole."""

    code = "identity-damaged"
    advice = "Ask a supervisor for a code, then run `countersign site join --again CODE`."


class _SiteFile(msgspec.Struct, kw_only=True):
    version: int
    site_key: bytes
    site_name: str
    device: DeviceId
    seat: Seat
    relays: tuple[tuple[str, int], ...]
    salt: bytes
    bound_to: bytes


_VERSION = 1


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who this station is. ``seat`` is as its inviter fixed it; the roster may have moved it."""

    folder: Path
    site_key: bytes
    site_name: str
    seat: Seat
    relays: tuple[tuple[str, int], ...]
    key: DeviceKey

    @property
    def site(self) -> SiteId:
        """The site's id."""
        return fingerprint(self.site_key)

    @property
    def device(self) -> DeviceId:
        """This station's device id."""
        return self.key.id

    @property
    def tls(self) -> TlsFiles:
        """The files for TLS connections."""
        return TlsFiles(
            ca=self.folder / "ca.pem",
            certificate=self.folder / "certificate.pem",
            key=self.folder / "device.key",
        )

    @property
    def has_authority(self) -> bool:
        """This is an administrator's desk: it can issue certificates."""
        return (self.folder / "ca.key").exists()

    def put_authority(self, key_pem: bytes) -> None:
        """Let this desk issue certificates from now on; raises ``PrivateFileNotSavedError``."""
        write_private(self.folder / "ca.key", key_pem)

    def forget_authority(self) -> None:
        """Let this desk issue none any more; without it, nothing happens."""
        try:
            (self.folder / "ca.key").unlink(missing_ok=True)
        except OSError:  # nobody believes what it is used for
            log.warning("the authority's key could not be deleted", exc_info=True)

    def authority(self) -> "CertificateAuthority":
        """The site's certificate authority; raises ``KeyUnreadableError`` elsewhere."""
        from desktop.services.adapters.keys.certificates import CertificateAuthority  # 100 ms

        return CertificateAuthority.from_pem(
            _content(self.folder / "ca.key"), _content(self.folder / "ca.pem")
        )

    def first_notices(self) -> list[bytes]:
        """The roster's events as they were when this station joined, for a log that lacks them.

        Empty when the file is missing or damaged: peers have them too.
        """
        try:
            return list(_frames((self.folder / "notices.events").read_bytes()))
        except OSError:
            return []


class IdentityFolder:
    """The place of an identity; ``machine_id`` names this PC."""

    def __init__(self, folder: Path, machine_id: Callable[[], str | None]) -> None:
        self._folder = folder
        self._place = IdentityPlace(folder)
        self._machine_id = machine_id
        self._may_replace = False
        self._is_at_work = False

    @classmethod
    def of(cls, home: "Home") -> "IdentityFolder":
        """That of ``home``, on this PC."""
        return cls(home.identity, machine.machine_id)

    @property
    def exists(self) -> bool:
        """A station was created or joined here, whatever state it is in."""
        return self._place.is_taken

    @property
    def has_leftovers(self) -> bool:
        """``take_up`` has something to put in order."""
        return self._place.has_leftovers

    def replacing(self, *, at_work: bool = False) -> "IdentityFolder":
        """The same place, for a station that joins again in place of what is there: at once, or,
        ``at_work``, from its next start on.
        """
        again = IdentityFolder(self._folder, self._machine_id)
        again._may_replace = True
        again._is_at_work = at_work
        return again

    def take_up(self) -> None:
        """The station starts, and nobody else uses this home: be what it joined as while it was at
        work, and leave nothing of what was ended in the middle. What the disk refuses stays.
        """
        self._place.take_up()

    def require_free(self) -> None:
        """Raise ``AlreadyJoinedError``, or ``PrivateFileNotSavedError`` where nothing can be put.

        Asked before a code is spent.
        """
        if self.exists and not self._may_replace:
            raise AlreadyJoinedError
        probe = self._folder.with_name(f"{self._folder.name}.probe")
        write_private(probe, b"probe")
        probe.unlink()

    def save(self, identity: "NewIdentity") -> None:
        """Put ``identity`` here, whole or not at all, and for good when this returns.

        Raises ``AlreadyJoinedError`` or ``PrivateFileNotSavedError``; then nothing of it is left.
        """
        if self.exists and not self._may_replace:
            raise AlreadyJoinedError
        put = self._place.put_aside if self._is_at_work else self._place.put
        put(lambda folder: self._write(folder, identity))

    def load(self) -> Identity:
        """Read the identity.

        Raises ``NoIdentityError``, ``CopiedHomeError``, ``IdentityDamagedError`` or
        ``KeyUnreadableError``.
        """
        if not self.exists:
            raise NoIdentityError
        folder = self._place.current
        try:
            site = msgspec.json.decode(_content(folder / "site.json"), type=_SiteFile)
        except (msgspec.DecodeError, UnicodeDecodeError) as cause:
            raise IdentityDamagedError("site.json is damaged.") from cause
        if site.version != _VERSION:
            raise IdentityDamagedError("It was made by a newer version of this program.")
        if site.bound_to != self._binding(site.salt):
            raise CopiedHomeError
        key = DeviceKey.load(folder / "device.key")
        if key.id != site.device:
            raise IdentityDamagedError("device.key is another device's.")
        return Identity(
            folder=folder,
            site_key=site.site_key,
            site_name=site.site_name,
            seat=site.seat,
            relays=site.relays,
            key=key,
        )

    def _write(self, folder: Path, identity: "NewIdentity") -> None:
        make_folder(folder)
        salt = os.urandom(16)
        site = _SiteFile(
            version=_VERSION,
            site_key=identity.site_key,
            site_name=identity.site_name,
            device=identity.key.id,
            seat=identity.seat,
            relays=tuple(identity.relays),
            salt=salt,
            bound_to=self._binding(salt),
        )
        files = {
            "device.key": identity.key.to_pem(),
            "certificate.pem": identity.certificate,
            "ca.pem": identity.ca,
            "ca.key": identity.authority_key,
            "notices.events": _framed(identity.notices),
            "site.json": msgspec.json.encode(site),
        }
        for name, content in files.items():
            if content is not None:
                write_private(folder / name, content)

    def _binding(self, salt: bytes) -> bytes:
        """This PC and this place, salted so that the file tells neither."""
        place = os.path.normcase(self._folder.parent.resolve())
        named = f"{self._machine_id() or ''}\0{place}"
        return sha256(salt + named.encode("utf-8", "surrogateescape")).digest()


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as cause:
        raise IdentityDamagedError(f"{file} cannot be read: {cause.strerror or cause}.") from cause


def _framed(wires: Sequence[bytes]) -> bytes:
    return b"".join(_LENGTH.pack(len(wire)) + wire for wire in wires)


def _frames(content: bytes) -> Iterator[bytes]:
    at = 0
    while at + _LENGTH.size <= len(content):
        (length,) = _LENGTH.unpack_from(content, at)
        at += _LENGTH.size
        if at + length > len(content):
            return
        yield content[at : at + length]
        at += length
