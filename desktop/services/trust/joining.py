"""Joining a site: a key is made here, shown to the inviter, and never leaves this PC."""

from collections.abc import Callable

import msgspec

from desktop.domain.errors import DeskError
from desktop.services.ports import Verify
from desktop.services.trust.codes import JoinCode
from desktop.services.trust.notices import roster_from
from desktop.services.trust.ports import Identities, Key, Keys, NewIdentity
from desktop.services.trust.welcome import Welcome

Knock = Callable[[JoinCode, Key], Welcome]
"""Asks the inviting desk to be let in; raises what ``refusals`` lists."""


class WelcomeNotSoundError(DeskError):
    """The inviting desk proved the code, yet what it sent does not fit together."""

    code = "welcome-not-sound"
    advice = "Check that both PCs run the same version; then join with a new code."


class Joining(msgspec.Struct, frozen=True, kw_only=True):
    """What joining needs."""

    keys: Keys
    knock: Knock
    verify: Verify
    identities: Identities

    def join(self, typed: str) -> NewIdentity:
        """Make this PC a station of the site whose inviter gave out the code ``typed``.

        The identity is on the disk when this returns. Raises ``JoinCodeMistypedError`` and what
        the disk refuses before the code is spent; afterwards what ``refusals`` lists, or
        ``WelcomeNotSoundError``, and then nothing has changed here.
        """
        code = JoinCode.parse(typed)
        self.identities.require_free()
        key = self.keys.new_key()
        welcome = self.knock(code, key)
        self._require_sound(welcome, key)
        identity = NewIdentity(
            site_key=welcome.site_key,
            site_name=welcome.site_name,
            seat=welcome.seat,
            key=key,
            certificate=welcome.certificate,
            ca=welcome.ca,
            notices=welcome.notices,
            relays=welcome.relays,
            authority_key=welcome.authority_key,
        )
        self.identities.save(identity)
        return identity

    def _require_sound(self, welcome: Welcome, key: Key) -> None:
        """The signed roster must say the same as the welcome: it is what everyone else believes."""
        roster = roster_from(welcome.site_key, welcome.notices, self.verify)
        own = roster.device(key.id)
        if own is None or own.key != key.public_bytes or own.is_revoked:
            raise WelcomeNotSoundError("The roster it sent does not admit this PC.")
        if own.role is not welcome.seat.role or roster.ca.encode() != welcome.ca:
            raise WelcomeNotSoundError("The roster it sent says something else than its welcome.")
