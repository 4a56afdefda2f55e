"""The administrator's right of desks, given and taken here with what is in the recovery file."""

import os

from desktop.app.admitting import WholeLog
from desktop.app.running import RunningStation
from desktop.domain.roster.ids import DeviceId
from desktop.services.adapters.keys.recovery import Recovery
from desktop.services.trust.entrusting import Entrusting


def take_up_right(running: RunningStation, recovery: Recovery, *, person: str) -> None:
    """Make this desk an administrator's, with the authority's key that lets stations in.

    Who has the right and lacks the key gets that. Raises as ``Entrusting.give`` and
    ``RunningStation.take_up_authority`` do.
    """
    device = running.station.device
    _entrusting(running).give(device, site_key=recovery.site_key, person=person)
    running.take_up_authority(recovery.authority_key)


def take_right(
    running: RunningStation, device: DeviceId, recovery: Recovery, *, person: str
) -> None:
    """Make ``device`` a supervisor's desk like any other; raises as ``Entrusting.take`` does."""
    _entrusting(running).take(device, site_key=recovery.site_key, person=person)


def _entrusting(running: RunningStation) -> Entrusting:
    return Entrusting(
        log=WholeLog(running.station, running.records),
        clock=running.clock,
        random_bytes=os.urandom,
    )
