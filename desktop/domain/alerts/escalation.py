"""Nobody is forgotten: when a call that nobody answers goes on to every desk, and when one that was
answered comes back because nobody arrived, or because nobody calls the police (DESIGN §4).

Seconds are each station's own monotonic ones, from when it saw the alert in that state: no clock
of another station, and no station that dies, changes anything.
"""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import Kind, Message, Occasion
from desktop.domain.alerts.transitions import State


class Patience(msgspec.Struct, frozen=True):
    """Seconds until every desk is asked, until somebody who goes must have arrived, and from the
    asking of every desk until the contacts outside are told.
    """

    answer: float
    arrival: float
    outside: float


PATIENCE: Mapping[Kind, Patience] = {
    Kind.PANIC: Patience(15.0, 60.0, 15.0),
    Kind.ASSIST: Patience(30.0, 180.0, 30.0),
}
"""Where nobody set anything else."""
NOBODY_THERE = 2.0
"""Seconds until every desk is asked where no supervisor's desk is there at all, or each said that
they cannot come."""
POLICE = 15.0
"""Seconds until every supervisor's desk is asked who calls the police, where nobody says that they
do."""


def patience_of(said: Iterable[tuple[str, float]]) -> Mapping[Kind, Patience]:
    """The times with those that were ``said``, such as ``("panic_answer", 20.0)``."""
    times = dict(said)
    return {
        kind: Patience(
            times.get(f"{kind.value}_answer", usual.answer),
            times.get(f"{kind.value}_arrival", usual.arrival),
            times.get(f"{kind.value}_outside", usual.outside),
        )
        for kind, usual in PATIENCE.items()
    }


class Waited(msgspec.Struct, frozen=True):
    """Since when an alert has been so, in monotonic seconds; ``None`` where it is not."""

    calling: float | None = None
    going: float | None = None
    police: float | None = None


def is_on_the_way(alert: Alert) -> bool:
    """Somebody answered that they go, and is not there yet."""
    return alert.state is State.ACKNOWLEDGED and bool(alert.going) and not alert.needs_answer


def nobody_can(alert: Alert, supervisors: Iterable[str]) -> bool:
    """Each of these desks, and there may be none, said that they cannot come, or called itself."""
    cannot = {a.device for a in alert.answers if a.message is Message.CANNOT} | {alert.station}
    return all(desk in cannot for desk in supervisors)


def late_at(alert: Alert, waited: Waited, patience: Patience) -> float | None:
    """When it comes back although somebody goes. To a test nobody needs to come."""
    if waited.going is None or alert.occasion is Occasion.TEST or not is_on_the_way(alert):
        return None
    return waited.going + patience.arrival


def asked_at(
    alert: Alert, calling: float | None, patience: Patience, supervisors: Iterable[str]
) -> float | None:
    """When every desk is asked, of an alert that has been calling since then. A test asks nobody
    but supervisors.
    """
    if calling is None or alert.occasion is Occasion.TEST:
        return None
    return calling + (NOBODY_THERE if nobody_can(alert, supervisors) else patience.answer)


class Stages(msgspec.Struct, frozen=True):
    """When an alert comes to stand otherwise, in monotonic seconds, if nobody does anything until
    then: it is late, every desk is asked, somebody is to call the police, and the contacts outside
    are told. ``None`` where it does not come to that.
    """

    late: float | None
    asked: float | None
    police: float | None
    outside: float | None

    def stand(self, alert: Alert, now: float) -> Alert:
        """``alert`` as it stands at ``now``: late, asked of everybody, or without the police."""
        is_late, is_asked, is_police_asked = (
            at is not None and now >= at for at in (self.late, self.asked, self.police)
        )
        stood = (alert.is_late, alert.is_asked, alert.is_police_asked)
        if (is_late, is_asked, is_police_asked) == stood:
            return alert
        return replace(alert, is_late=is_late, is_asked=is_asked, is_police_asked=is_police_asked)

    def next_change(self, now: float) -> float | None:
        """When it stands otherwise than at ``now``."""
        times = (self.late, self.asked, self.police)
        return min((at for at in times if at is not None and at > now), default=None)


def stages(
    alert: Alert,
    waited: Waited,
    *,
    supervisors: Iterable[str],
    is_anybody_there: bool,
    patience: Mapping[Kind, Patience] = PATIENCE,
) -> Stages:
    """What becomes of ``alert`` where ``supervisors`` are the desks that may still answer."""
    patient = patience[alert.kind]
    late = late_at(alert, waited, patient)
    calling = late if late is not None else waited.calling
    asked = asked_at(alert, calling, patient, supervisors)
    return Stages(
        late=late,
        asked=asked,
        police=None if waited.police is None else waited.police + POLICE,
        outside=outside_at(alert, asked, patient, is_anybody_there=is_anybody_there),
    )


def outside_at(
    alert: Alert, asked: float | None, patience: Patience, *, is_anybody_there: bool
) -> float | None:
    """When the contacts outside are told, if nobody answers until then: some time after every desk
    was asked, and with that where no supervisor is there at all. Drills and tests never leave.
    """
    if asked is None or alert.occasion is not Occasion.REAL:
        return None
    return asked + (patience.outside if is_anybody_there else 0.0)
