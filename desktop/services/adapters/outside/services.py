"""apprise: what makes a message to one address go out, and says why it did not."""

import logging
import smtplib
import ssl
import sys
import threading
from collections.abc import Iterator

import apprise
import requests

from desktop.domain.outside.contacts import Attempt, Failure

_ON_THIS_SCREEN = {"dbus", "gio", "glib", "gnome", "kde", "macosx", "qt", "windows"}
_IN_THIS_LOG = {"syslog"}

LOG = logging.getLogger("apprise")
LOG.setLevel(logging.DEBUG)
LOG.propagate = False  # what it says has addresses in it


class NoAddressError(Exception):
    """No message can be sent there: ``why`` is "unknown", "wrong" or "inside"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Overhearing(logging.Handler):
    """Keeps what goes wrong in each thread: apprise logs it and then says that it failed."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._of_thread = threading.local()

    def begin(self) -> None:
        self._of_thread.faults = []
        self._of_thread.codes = []

    def emit(self, record: logging.LogRecord) -> None:
        fault = sys.exc_info()[1]
        if fault is not None:
            self._faults.append(fault)
        if isinstance(record.args, tuple) and "error=" in str(record.msg):
            self._codes.extend(one for one in record.args if isinstance(one, int))

    @property
    def _faults(self) -> list[BaseException]:
        faults: list[BaseException] = getattr(self._of_thread, "faults", [])
        return faults

    @property
    def _codes(self) -> list[int]:
        codes: list[int] = getattr(self._of_thread, "codes", [])
        return codes

    def verdict(self) -> Attempt:
        """What of it is worth telling."""
        for fault in self._faults:
            for one in _causes(fault):
                attempt = _of_fault(one)
                if attempt is not None:
                    return attempt
        if any(code in {401, 403} for code in self._codes):
            return Attempt(Failure.LOGIN)
        if self._codes:
            return Attempt(Failure.ANSWERED, self._codes[-1])
        return Attempt(Failure.UNREACHABLE if self._faults else Failure.REFUSED)


_OVERHEARING = _Overhearing()
LOG.addHandler(_OVERHEARING)

_LOOK = apprise.AppriseAsset(
    app_id="Countersign",
    app_desc="Countersign",
    app_url="",
    image_url_mask="",
    image_url_logo="",
    image_path_mask="",
    secure_logging=True,
    pgp_autogen=False,
    pem_autogen=False,
    plugin_paths=[],
)


class Service:
    """One address, ready to be sent to."""

    def __init__(self, notifier: apprise.NotifyBase) -> None:
        self._notifier = notifier
        self.name = str(notifier.service_name)

    def send(self, title: str, body: str) -> Attempt:
        """Send, and say how it went."""
        _OVERHEARING.begin()
        is_sent = self._notifier.notify(
            body=body, title=title, notify_type=apprise.NotifyType.WARNING, body_format="text"
        )
        return Attempt() if is_sent else _OVERHEARING.verdict()


def service_at(address: str) -> Service:
    """What sends to ``address``; raises ``NoAddressError``."""
    scheme = address.partition("://")[0].strip().lower()
    if scheme in _ON_THIS_SCREEN | _IN_THIS_LOG:
        raise NoAddressError("inside")
    if scheme not in _schemes():
        raise NoAddressError("unknown")
    _OVERHEARING.begin()
    try:
        notifier = apprise.Apprise.instantiate(
            address.strip(), asset=_LOOK, suppress_exceptions=False
        )
    except (apprise.exception.AppriseException, TypeError, ValueError) as cause:
        raise NoAddressError("wrong") from cause
    if not isinstance(notifier, apprise.NotifyBase):
        raise NoAddressError("wrong")
    return Service(notifier)


def _schemes() -> set[str]:
    from apprise.manager_plugins import NotificationManager

    return set(NotificationManager().schemas())  # type: ignore[no-untyped-call]  # as it ships


def _causes(fault: BaseException) -> Iterator[BaseException]:
    """``fault``, and what it was made of."""
    seen: set[int] = set()
    waiting: list[BaseException] = [fault]
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        wrapped = (*one.args, getattr(one, "reason", None), one.__cause__, one.__context__)
        waiting += [other for other in wrapped if isinstance(other, BaseException)]


def _of_fault(fault: BaseException) -> Attempt | None:
    """What it says by itself; ``None`` where something in it may say more."""
    match fault:
        case ssl.SSLCertVerificationError():
            return Attempt(Failure.CERTIFICATE)
        case smtplib.SMTPAuthenticationError():
            return Attempt(Failure.LOGIN)
        case smtplib.SMTPRecipientsRefused(recipients=recipients):
            code = next((code for code, _ in recipients.values()), 0)
            return Attempt(Failure.ANSWERED, code)
        case smtplib.SMTPResponseException(smtp_code=code):
            return Attempt(Failure.ANSWERED, code)
        case smtplib.SMTPNotSupportedError():
            return Attempt(Failure.REFUSED)
        case TimeoutError() | requests.Timeout():
            return Attempt(Failure.SILENT)
        case _:
            return None
