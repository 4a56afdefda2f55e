"""Creating a site: the keys, the recovery file, and only then the first station.

The site exists once its first identity lies on the disk. Before that nothing does: a creation
that was interrupted left at most a recovery file of a site that never was.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from desktop.domain.errors import RefusedError
from desktop.domain.events.event import Event
from desktop.domain.roster.facts import DeviceAdmitted, Notice, SiteCreated
from desktop.domain.roster.roles import Role
from desktop.services.ports import Clock
from desktop.services.trust.notices import signed_by_site
from desktop.services.trust.ports import (
    Authority,
    Identities,
    Key,
    Keys,
    NewIdentity,
    RecoveryFiles,
)
from desktop.services.trust.seats import MAX_WORDS, Seat, seat_of

MAX_ADDRESS = 200


class SiteDetailsError(RefusedError):
    """The site's name or address cannot be used."""

    code = "site-details"
    advice = "Give the site a name of at most 80 characters, and an address of at most 200."


class NewSite(msgspec.Struct, frozen=True, kw_only=True):
    """The answers to the first-run questions.

    ``address`` is what is read to the police; ``call_instead`` whom to call when no desk answers.
    """

    name: str
    place: str
    address: str = ""
    call_instead: str = ""
    area: str = ""
    desk_name: str = ""


class Creating(msgspec.Struct, frozen=True, kw_only=True):
    """What creating a site needs."""

    keys: Keys
    recovery: RecoveryFiles
    identities: Identities
    clock: Clock
    random_bytes: Callable[[int], bytes]

    def create(self, site: NewSite, *, recovery_file: Path, passphrase: str) -> NewIdentity:
        """Create the site with this PC as its first supervisor's desk and administrator.

        The recovery file is on the disk, and was read back, before anything else is. Raises
        ``SiteDetailsError``, ``InviteListError`` for the place, what the recovery file raises,
        and what the identity raises; then there is no site.
        """
        require_usable(site.name, site.address, site.call_instead)
        seat = seat_of(role=Role.SUPERVISOR, place=site.place, area=site.area, name=site.desk_name)
        self.recovery.require_strong(passphrase)
        self.identities.require_free()
        site_key, key = self.keys.new_key(), self.keys.new_key()
        authority = self.keys.new_authority(site_key.id)
        self.recovery.save(
            file=recovery_file,
            passphrase=passphrase,
            made=self.clock.now().date(),
            site_name=site.name.strip(),
            site_key=site_key,
            authority=authority,
        )
        founding: list[Event] = []
        for fact in _founding_facts(
            site,
            seat,
            ca=authority.certificate_pem.decode("ascii"),
            crl=authority.revocation_list([]).decode("ascii"),
            key=key,
        ):
            founding.append(
                signed_by_site(
                    fact,
                    site_key=site_key,
                    known=founding,
                    clock=self.clock,
                    random_bytes=self.random_bytes,
                )
            )
        identity = administrators_desk(
            site_key=site_key,
            site_name=site.name.strip(),
            seat=seat,
            key=key,
            authority=authority,
            notices=founding,
        )
        self.identities.save(identity)
        return identity


def administrators_desk(
    *,
    site_key: Key,
    site_name: str,
    seat: Seat,
    key: Key,
    authority: Authority,
    notices: Iterable[Event],
) -> NewIdentity:
    """What a desk is made of that lets others in; ``notices`` make the roster that names it."""
    return NewIdentity(
        site_key=site_key.public_bytes,
        site_name=site_name,
        seat=replace(seat, administrator=True),
        key=key,
        certificate=authority.issue(key.public_bytes, seat.role),
        ca=authority.certificate_pem,
        notices=[event.wire() for event in notices],
        authority_key=authority.key_pem(),
    )


def administrators_admission(seat: Seat, key: Key) -> DeviceAdmitted:
    """What the site key says of such a desk."""
    return DeviceAdmitted(
        device=key.id,
        key=key.public_bytes,
        role=seat.role,
        place=seat.place,
        area=seat.area,
        name=seat.name,
        administrator=True,
    )


def require_usable(name: str, address: str, call_instead: str) -> None:
    """Raise ``SiteDetailsError`` unless a site may be called and found like that."""
    if not name.strip():
        raise SiteDetailsError("A site needs a name.")
    if max(len(name.strip()), len(call_instead.strip())) > MAX_WORDS or len(address) > MAX_ADDRESS:
        raise SiteDetailsError("The name, the number or the address is too long.")
    if not all(letter.isprintable() for letter in name.strip() + call_instead):
        raise SiteDetailsError("The name or the number has characters in it that nobody can see.")


def _founding_facts(
    site: NewSite, seat: Seat, *, ca: str, crl: str, key: Key
) -> tuple[Notice, Notice]:
    created = SiteCreated(
        name=site.name.strip(),
        address=site.address.strip(),
        call_instead=site.call_instead.strip(),
        ca=ca,
        crl=crl,
    )
    return created, administrators_admission(seat, key)
