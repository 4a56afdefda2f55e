"""The local socket on which the owner of a home answers commands and second starts."""

from desktop.services.adapters.control.client import (
    ControlClient,
    NoOwnerError,
    OwnerSilentError,
    RefusedByOwnerError,
)
from desktop.services.adapters.control.server import ControlServer, Owner
from desktop.services.adapters.control.starting import OwnerNotStartedError, connect_or_start

__all__ = [
    "ControlClient",
    "ControlServer",
    "NoOwnerError",
    "Owner",
    "OwnerNotStartedError",
    "OwnerSilentError",
    "RefusedByOwnerError",
    "connect_or_start",
]
