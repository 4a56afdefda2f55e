"""Finding a station by what a person calls it."""

from desktop.domain.errors import RefusedError
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Member, Roster


class UnknownDeviceError(RefusedError):
    """No device of this site is called that."""

    code = "unknown-device"
    advice = "See the devices with: countersign site roster"


class AmbiguousDeviceError(RefusedError):
    """Several devices are called that."""

    code = "ambiguous-device"
    advice = "Name it by its device id; `countersign site roster` shows it."


def member_of(roster: Roster, device: DeviceId) -> Member:
    """The device with that id; raises ``UnknownDeviceError``."""
    member = roster.device(device)
    if member is None:
        raise UnknownDeviceError("No device of this site has the id {device}.", device=device)
    return member


def member_named(roster: Roster, named: str) -> Member:
    """The member with that device id (or its first letters), place or name.

    Raises ``UnknownDeviceError`` or ``AmbiguousDeviceError``.
    """
    wanted = named.strip().casefold()
    members = roster.members.values()
    exact = [m for m in members if m.device == wanted]
    current = [m for m in members if not m.is_revoked]
    called = [m for m in current if wanted in {m.place.casefold(), m.name.casefold()}]
    begun = [m for m in members if len(wanted) >= 4 and m.device.startswith(wanted)]
    found = exact or called or begun
    if not wanted or not found:
        raise UnknownDeviceError(f"No device of this site is called “{named}”.")
    if len(found) > 1:
        raise AmbiguousDeviceError(f"{len(found)} devices are called “{named}”.")
    return found[0]
