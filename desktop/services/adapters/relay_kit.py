"""The broker's files in a relay kit, and the folder they are written to."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from desktop.domain.errors import RefusedError
from desktop.domain.relays import TlsFiles
from desktop.domain.roster.ids import SiteId
from desktop.services.adapters.keys.private_files import write_private
from desktop.services.adapters.mosquitto.config import (
    RelayAccess,
    RelayFiles,
    render_acl,
    render_config,
)

INSTALLED_AT = "/etc/mosquitto/countersign"
"""Where the kit's files are expected on the relay's machine."""

_READ_ME = """Countersign relay kit
=====================

This folder makes a Mosquitto (2.0 or later) a relay of your site. device.key is its private key:
whoever has it can pose as this relay, so copy it safely and delete it here.

 1. Copy the folder to {place} on the relay's machine.
 2. chown -R mosquitto: {place} && chmod 600 {place}/device.key
 3. Start it by itself: mosquitto -c {place}/mosquitto.conf
 4. Open TCP port {port} to the stations.

After a supervisor's desk joined, or a device was revoked, run `countersign site relay-kit --renew`
again, copy acl and crl.pem over, and send the broker SIGHUP.
"""


class KitFolderError(RefusedError):
    """That folder is in use already."""

    code = "kit-folder"
    advice = "Name a new or an empty folder with --out DIR."


def render_relay(
    *, site: SiteId, port: int, supervisors: frozenset[str], revoked: frozenset[str]
) -> Mapping[str, bytes]:
    """The configuration, the access list and what to do with them; see ``trust.relay_kit``."""
    place = PurePosixPath(INSTALLED_AT)
    files = RelayFiles(
        tls=TlsFiles(
            ca=_there(place, "ca.pem"),
            certificate=_there(place, "certificate.pem"),
            key=_there(place, "device.key"),
        ),
        acl=_there(place, "acl"),
        crl=_there(place, "crl.pem"),
    )
    access = RelayAccess(site, supervisors=supervisors, revoked=revoked)
    config = render_config(
        files=files, port=port, bind=None, loopback_port=_beside(port), as_root=False
    )
    return {
        # Made on Windows, too, it is for a machine where paths have slashes.
        "mosquitto.conf": config.replace("\\", "/").encode(),
        "acl": render_acl(access).encode(),
        "README.txt": _READ_ME.format(place=place, port=port).encode(),
    }


def write_kit(folder: Path, files: Mapping[str, bytes], *, renew: bool = False) -> None:
    """Write ``files`` to ``folder``, for this account's eyes alone.

    Raises ``KitFolderError`` where something lies already, unless it is to be renewed, or
    ``PrivateFileNotSavedError``.
    """
    if not renew and folder.exists() and any(folder.iterdir()):
        raise KitFolderError(f"{folder} is not empty.")
    for name, content in files.items():
        write_private(folder / name, content)


def _there(place: PurePosixPath, name: str) -> Path:
    return Path(place / name)


def _beside(port: int) -> int:
    return port + 1 if port < 65535 else port - 1
