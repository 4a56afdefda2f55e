"""What whoever submits or reviews waits for: kept, refused, or nobody's any more."""

from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from typing import Any

from desktop.domain.errors import DeskError, ReportNotSavedError
from desktop.domain.reports.draft import Filed
from desktop.services.records.parts import RecordNotSavedError


def guarded(answer: "Future[Any]", action: Callable[[], None]) -> None:
    """Do ``action``, which is to settle ``answer``; what it raises settles it, too."""
    try:
        action()
    except DeskError as refusal:
        refuse(answer, refusal)
    except Exception as bug:  # the window that waits must not stand still for it
        with suppress(InvalidStateError):
            answer.set_exception(bug)
        raise


def give(answer: "Future[Filed]", filed: Filed) -> bool:
    """Keep the promise; whether somebody waited for it still."""
    try:
        answer.set_result(filed)
    except InvalidStateError:
        return False
    return True


def refuse(answer: "Future[Any]", error: DeskError) -> None:
    """Say why not, in the words of reports where it is the disk."""
    refusal = error
    if isinstance(error, RecordNotSavedError):
        refusal = ReportNotSavedError()
        refusal.__cause__ = error.__cause__ or error
    with suppress(InvalidStateError):  # whoever asked is gone
        answer.set_exception(refusal)
