"""What the site key says of the roster, on its way from a running station."""

from collections.abc import Callable

from desktop.domain.events.event import Event
from desktop.domain.roster.facts import Notice
from desktop.services.ports import Clock
from desktop.services.trust.inviting import settled
from desktop.services.trust.notices import signed_by_site
from desktop.services.trust.ports import Key, RosterLog


def say_by_site(
    fact: Notice,
    *,
    log: RosterLog,
    site_key: Key,
    clock: Clock,
    random_bytes: Callable[[int], bytes],
) -> Event:
    """Sign ``fact`` with the site key; on the disk and on its way to everyone when this returns.

    Raises ``LogBusyError``.
    """
    known = settled(log.roster_events())
    event = signed_by_site(
        fact, site_key=site_key, known=known, clock=clock, random_bytes=random_bytes
    )
    return settled(log.hand_on(event))
