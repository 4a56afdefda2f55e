"""What a PC gets when it is let in."""

import msgspec

from desktop.domain.roster.ids import SiteId, fingerprint
from desktop.services.trust.seats import Seat


class Welcome(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a new station needs, over a channel on which both sides proved the code.

    ``ca`` and ``certificate`` are PEM, ``notices`` are the roster's events as they were signed,
    and ``relays`` are addresses that reach a relay besides those that the notices name. Only a new
    administrator's desk gets the ``authority_key``, so that it can let others in.
    """

    site_key: bytes
    site_name: str
    ca: bytes
    certificate: bytes
    seat: Seat
    notices: tuple[bytes, ...]
    relays: tuple[tuple[str, int], ...] = ()
    authority_key: bytes | None = None

    @property
    def site(self) -> SiteId:
        """The id of the site that let us in."""
        return fingerprint(self.site_key)
