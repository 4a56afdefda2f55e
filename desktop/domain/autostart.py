"""Whether the station starts by itself when somebody logs on."""

import msgspec

from desktop.domain.errors import DeskError


class AutostartRefusedError(DeskError):
    """This PC did not take note of whether Countersign starts by itself."""

    code = "autostart-refused"
    advice = "Let this account write its own startup settings, or have them set for every account."


class StartsAnotherError(DeskError):
    """Another station than this one starts by itself."""

    code = "starts-another"
    advice = "Turn it on for this one, which then takes the other's place."


class StartsNothingError(DeskError):
    """The program that was to start by itself is gone."""

    code = "starts-nothing"
    advice = "Turn it on once more: Countersign was moved since then."


class TurnedOffBySystemError(DeskError):
    """Starting by itself was turned off in the settings of the system."""

    code = "turned-off-by-system"
    advice = "Turn it on once more, here or in the list of startup programs."


class Standing(msgspec.Struct, frozen=True):
    """How it stands. ``starts`` is the command that is noted, empty where there is none.

    ``why_not`` says why it does not start although it was turned on.
    """

    is_on: bool = False
    starts: tuple[str, ...] = ()
    why_not: DeskError | None = None
