"""What becomes of an answer that nobody waits for."""

import logging
from concurrent.futures import Future
from typing import Any

from desktop.domain.errors import DeskError

log = logging.getLogger(__name__)


def noted(answer: "Future[Any]") -> None:
    """What was refused shows on the board: someone was quicker, and that is what it draws."""
    error = answer.exception()
    if isinstance(error, DeskError):
        log.info("refused: %s", error)
    elif error is not None:
        log.error("an answer failed", exc_info=error)
