"""`log export`: the log as lines of text, to read or to carry to another station."""

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Any

from desktop.domain.events.event import Event
from desktop.domain.events.streams import Stream
from desktop.services.log.stored import StoredLog

FORMAT = "countersign-events"
FORMAT_VERSION = 1


def export_lines(logs: Sequence[StoredLog]) -> Iterator[str]:
    """Every event as one JSON object a line: header fields, fact, salt, signature.

    ``fact`` is what the body says, also of types that this program does not know, and null where
    the body was purged. Binary fields are hex, but salt and signature are base64.
    """
    for event in _in_order(logs):
        yield json.dumps(_readable(event), ensure_ascii=False)


def export_raw(logs: Sequence[StoredLog], site: str) -> Iterator[str]:
    """The events' own bytes, which another station of the site can import.

    A line that names format and site, then one JSON object a line with ``wire`` in base64. The
    notices come first: who reads them in turn can check everything after.
    """
    yield json.dumps({"format": FORMAT, "version": FORMAT_VERSION, "site": site})
    for event in _in_order(logs):
        yield json.dumps({"wire": _base64(event.wire())})


def _in_order(logs: Sequence[StoredLog]) -> Iterator[Event]:
    for log in logs:
        yield from (event for event in log.events() if event.header.stream is Stream.NOTICES)
    for log in logs:
        yield from (event for event in log.events() if event.header.stream is not Stream.NOTICES)


def _readable(event: Event) -> dict[str, Any]:
    header = event.header
    body = _opened(event.body)
    return {
        "event": event.id,
        "site": header.site.hex(),
        "device": header.device_id,
        "stream": header.stream.name.lower(),
        "seq": header.seq,
        "prev": header.prev.hex(),
        "at": header.at.isoformat(timespec="milliseconds"),
        "type": header.type,
        "type_version": header.type_version,
        "body_hash": header.body_hash.hex(),
        "signature": _base64(event.signature),
        "salt": body.get("salt"),
        "fact": body.get("fact"),
    }


def _opened(body: bytes | None) -> dict[str, Any]:
    """Salt and fact as the author wrote them; an altered body may be anything."""
    try:
        opened = json.loads(body) if body is not None else {}
    except (ValueError, RecursionError):
        return {}
    return opened if isinstance(opened, dict) else {}


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
