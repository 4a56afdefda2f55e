"""This station's relay: a Mosquitto that serves whom it is told to."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from desktop.domain.errors import DeskError
from desktop.domain.relays import DEFAULT_RELAY_PORT, TlsFiles
from desktop.services.adapters.mosquitto.config import (
    RelayAccess,
    RelayFiles,
    render_acl,
    render_config,
)
from desktop.services.adapters.mosquitto.folder import ACL, CRL
from desktop.services.adapters.mosquitto.process import KeptMosquitto, ignore, ignore_failure


class MosquittoRelay(KeptMosquitto):
    """Runs one Mosquitto for the site, as ``KeptMosquitto`` says."""

    NAME = "relay"

    def __init__(
        self,
        *,
        folder: Path,
        certificate: TlsFiles,
        port: int = DEFAULT_RELAY_PORT,
        bind: str | None = None,
        on_restart: Callable[[], None] = ignore,
        on_failure: Callable[[DeskError], None] = ignore_failure,
    ) -> None:
        super().__init__(
            folder=folder, port=port, bind=bind, on_restart=on_restart, on_failure=on_failure
        )
        self._certificate = certificate
        self._is_behind = False

    def start(self, access: RelayAccess, crl_pem: bytes) -> None:
        """Start the broker and return when it answers.

        ``crl_pem`` is the site's revocation list, empty where there is none yet. Raises
        ``MosquittoMissingError``, ``RelayPortTakenError``, ``RelayAddressError``,
        ``RelayFolderError`` or ``RelayNotStartedError``; then nothing is left running, and
        ``start`` may be called again.
        """
        self.stop()
        self._admit(access, crl_pem)
        self._start()

    def admit(self, access: RelayAccess, crl_pem: bytes) -> None:
        """Serve whom ``access`` names from now on, and leave the others connected.

        In force on return, which takes some milliseconds (up to 1 s where the broker hangs). A
        revoked device is cut off in both directions though its connection stays (ADR 0012). Where
        there was no revocation list before, and on Windows, which has no reload signal, everyone
        is disconnected for a moment instead. Raises ``RelayFolderError``; then nothing changes.
        """
        with self._lock:
            must_renew = self._admit(access, crl_pem)
        if must_renew:
            self.renew()
        else:
            self._reload()

    def _admit(self, access: RelayAccess, crl_pem: bytes) -> bool:
        """Write down whom to serve; returns whether a reload would not do."""
        had_list, was_behind = self._folder.has(CRL), self._is_behind
        self._is_behind = True  # where half of it is written, the broker may know of none of it
        moved = self._folder.put(ACL, render_acl(access).encode())
        moved |= self._folder.put(CRL, crl_pem)
        self._is_behind = False
        return moved or was_behind or had_list != self._folder.has(CRL)

    def _config(self) -> bytes:
        config = render_config(
            files=RelayFiles(
                tls=self._certificate,
                acl=Path(ACL),
                crl=Path(CRL) if self._folder.has(CRL) else None,
            ),
            port=self._port,
            bind=self._bind,
            loopback_port=self._loopback_port,
            as_root=sys.platform != "win32" and os.geteuid() == 0,
        )
        # UTF-8 on Windows, as which OpenSSL reads the paths of certificates there (by its code).
        return os.fsencode(config)
