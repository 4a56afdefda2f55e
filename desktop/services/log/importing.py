"""`log import`: what another station exported raw, taken in as if it had sent it."""

import base64
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from desktop.domain.errors import BodyTooLargeError, DeskError, MalformedEventError
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.streams import Stream
from desktop.domain.log_facts import BodyPurged
from desktop.domain.roster.ids import fingerprint
from desktop.domain.roster.roster import Roster
from desktop.services.log.admission import Admission
from desktop.services.log.believing import roster_from
from desktop.services.log.exporting import FORMAT, FORMAT_VERSION
from desktop.services.log.notices import purged_by
from desktop.services.log.reading import facts_of
from desktop.services.log.rebuilding import rebuild
from desktop.services.log.stored import StoredLog
from desktop.services.ports import Entry, Verify

_AT_ONCE = 500
Told = Callable[[int, int], None]
"""Told how much is done, and of how much."""


class NotAnExportError(DeskError):
    """This file is not a raw export of this site's log."""

    code = "not-an-export"
    advice = "Make one at another station of this site with: countersign log export --raw FILE"


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it. ``refused`` counts by reason."""

    taken: int
    known: int
    refused: Mapping[str, int]


def import_events(
    lines: Iterable[str],
    *,
    site_key: bytes,
    verify: Verify,
    alerts: StoredLog,
    records: StoredLog | None,
) -> Imported:
    """Take in every event that this site's roster lets in, and rebuild the projections.

    ``records`` is ``None`` at a counter, which keeps none. Raises ``NotAnExportError`` before
    anything is written.
    """
    events = list(_events_in(lines, fingerprint(site_key)))
    return take_in(events, site_key=site_key, verify=verify, alerts=alerts, records=records)


def take_in(
    events: Sequence[Event],
    *,
    site_key: bytes,
    verify: Verify,
    alerts: StoredLog,
    records: StoredLog | None,
    told: Told = lambda _done, _all: None,
) -> Imported:
    """Take in every one of ``events`` that this site's roster lets in, and rebuild the projections.

    What was purged comes in without its body, also where the purge is known from before. ``told``
    hears how many are done; the projections come after the last one.
    """
    everything = (*alerts.events(), *events)
    roster = roster_from(site_key, everything, verify)
    taken, known, done, refused = 0, 0, 0, Counter[str]()
    purged = alerts.purged() | _purged_by(everything, roster, verify)
    for log in (alerts, records):
        if log is not None and (news := purged - log.purged()):
            log.keep(Entry(purged=tuple(sorted(news))))
    for streams, log in (
        (frozenset({Stream.NOTICES}), alerts),
        (frozenset({Stream.ALERTS, Stream.RECEIPTS}), alerts),
        (frozenset({Stream.RECORDS}), records),
    ):
        wanted = [event for event in events if event.header.stream in streams]
        if log is None:
            refused["stream"] += len(wanted)
            continue
        admission = Admission(site=bytes.fromhex(roster.site), streams=streams, verify=verify)
        for first in range(0, len(wanted), _AT_ONCE):
            good: list[Event] = []
            for event in wanted[first : first + _AT_ONCE]:
                done += 1
                if log.find(event.id) is not None:
                    known += 1
                    continue
                is_purged = event.id in purged and event.header.stream is not Stream.NOTICES
                refusal = admission.refusal(event, roster, is_purged=is_purged)
                if refusal is not None and not refusal.is_quarantine:
                    refused[refusal.reason] += 1
                    continue
                good.append(event.without_body() if is_purged else event)
            log.keep(Entry(events=tuple(good)))
            taken += len(good)
            told(done, len(events))
    for log in (alerts, records):
        if log is not None:
            rebuild(log, roster=roster, verify=verify)
    return Imported(taken=taken, known=known, refused=refused)


def _events_in(lines: Iterable[str], site: str) -> Iterable[Event]:
    remaining = iter(lines)
    head = _json(next(remaining, ""))
    if head.get("format") != FORMAT or head.get("version") != FORMAT_VERSION:
        raise NotAnExportError("The first line does not say that these are events.")
    if head.get("site") != site:
        raise NotAnExportError("These are the events of another site.")
    for number, line in enumerate(remaining, start=2):
        if not line.strip():
            continue
        try:
            yield Event.parse(base64.b64decode(str(_json(line).get("wire", "")), validate=True))
        except (ValueError, MalformedEventError, BodyTooLargeError) as cause:
            raise NotAnExportError(f"Line {number} is damaged.") from cause


def _json(line: str) -> Mapping[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _purged_by(events: Iterable[Event], roster: Roster, verify: Verify) -> frozenset[EventId]:
    """What is purged by those of ``events`` that are believed, known before or not: the right that
    covers one may have come with others.
    """
    admission = Admission(
        site=bytes.fromhex(roster.site), streams=frozenset({Stream.NOTICES}), verify=verify
    )
    purges = (event for event in events if event.header.type == BodyPurged.TYPE)
    believed = [one for one in purges if admission.refusal(one, roster, is_purged=False) is None]
    return frozenset(purged for _, fact in facts_of(believed) for purged in purged_by(fact))
