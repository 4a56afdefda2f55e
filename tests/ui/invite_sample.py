"""Made-up invitations for the dialog's tests and pictures."""

from datetime import timedelta

from msgspec.structs import replace

from desktop.domain.errors import DeskError
from desktop.domain.roster.roles import Role
from desktop.services.trust.codes import CodeLength
from desktop.services.trust.invitations import Invitation, InvitationState
from desktop.services.trust.seats import Seat
from desktop.services.trust.standing import Standing
from tests.ui.sample import T0

ADDRESSES = ("192.168.1.20:18884", "10.8.0.3:18884")


def standing(
    state: InvitationState = InvitationState.OPEN,
    *,
    place: str = "Counter 3",
    role: Role = Role.COUNTER,
    area: str = "Front desk, ground floor",
    name: str = "Maria Delgado",
    length: CodeLength = CodeLength.SHORT,
    nameplate: str = "7K",
    has_joined: bool = False,
    trouble: DeskError | None = None,
    **changes: object,
) -> Standing:
    """An invitation that nobody has used, unless told otherwise."""
    secret = "M4QX9T" if length is CodeLength.SHORT else "4QX9T2PABCD5"
    plain = Invitation(
        nameplate=nameplate,
        secret=secret,
        length=length,
        seat=Seat(role=role, place=place, area=area, name=name),
        made=T0,
        expires=T0 + timedelta(minutes=10),
    )
    return Standing(
        invitation=replace(plain, **changes),
        state=state,
        has_joined=has_joined,
        trouble=trouble,
    )


def burned() -> Standing:
    """Five guesses were wrong."""
    return standing(InvitationState.BURNED, tries=0)


def joined(**more: object) -> Standing:
    """The PC is in."""
    return standing(InvitationState.USED, has_joined=True, used_by="3" * 32, **more)  # type: ignore[arg-type]  # as standing


def batch() -> tuple[Standing, ...]:
    """Six places of a list: two have come, one code was withdrawn."""

    def one(number: int, place: str, state: InvitationState, **more: object) -> Standing:
        return standing(
            state,
            place=place,
            name="",
            area="",
            length=CodeLength.LONG,
            nameplate=f"7K{number}",
            expires=T0 + timedelta(hours=10),
            **more,  # type: ignore[arg-type]  # as standing
        )

    open_, used, over = InvitationState.OPEN, InvitationState.USED, InvitationState.EXPIRED
    return (
        one(1, "Counter 1", used, has_joined=True),
        one(2, "Counter 2", used, has_joined=True),
        one(3, "Counter 3", open_),
        one(4, "Counter 4", open_, tries=3),
        one(5, "Interview room, second floor, behind the elevators", open_),
        one(6, "Window 6", over, is_cancelled=True),
    )
