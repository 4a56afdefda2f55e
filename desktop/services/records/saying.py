"""Putting one word on record, from whatever thread."""

from collections.abc import Callable
from concurrent.futures import Future

from desktop.domain.events.body import Fact
from desktop.services.records.parts import RecordWriter


def put_on_record(writer: Callable[[], RecordWriter], fact: Fact) -> "Future[None]":
    """Sign ``fact``. The future is set once it is on this PC's disk, and raises
    ``RecordNotSavedError`` where that refuses it for now. It cannot be cancelled.

    ``writer`` is asked for at each word: a counter opens its records late.
    """
    answer: Future[None] = Future()
    answer.set_running_or_notify_cancel()
    try:
        writer().write(
            fact,
            lambda _event: None if answer.done() else answer.set_result(None),
            lambda refusal: None if answer.done() else answer.set_exception(refusal),
        )
    except Exception as error:  # noqa: BLE001 (handed to whoever asked: the station is ending)
        answer.set_exception(error)
    return answer
