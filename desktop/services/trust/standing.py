"""How an invitation stands, as the desk that gave it out shows it."""

from datetime import datetime

import msgspec

from desktop.domain.errors import DeskError
from desktop.services.trust.invitations import Invitation, InvitationState


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """``has_joined`` once the PC that used the code is in the roster.

    ``trouble`` is why this desk could not let in a PC that knew the code; the code is spent then.
    """

    invitation: Invitation
    state: InvitationState
    has_joined: bool = False
    trouble: DeskError | None = None

    @property
    def nameplate(self) -> str:
        """Which invitation it is; no secret."""
        return self.invitation.nameplate

    @property
    def place(self) -> str:
        """Where the station will be."""
        return self.invitation.seat.place

    @property
    def code(self) -> str:
        """What is typed at the other PC."""
        return str(self.invitation.code)

    @property
    def expires(self) -> datetime:
        """When the code's time is over."""
        return self.invitation.expires

    @property
    def is_open(self) -> bool:
        """The code still lets a PC in."""
        return self.state is InvitationState.OPEN
