"""What a relay's Mosquitto is told: its configuration, and who may read and write what.

Pure text, so that a person can read in the tests what a relay allows. Behaviour as measured on
Mosquitto 2.0.11: ADR 0010 (the wire) and ADR 0012 (revocation).
"""

from pathlib import Path

import msgspec

from desktop.domain.relays import TlsFiles

MAX_PACKET_BYTES = 64 * 1024
MAX_INFLIGHT = 1000
"""Unacknowledged messages each way: 200 presses may come through one station."""
LAN_CONNECTIONS = 2000
LOOPBACK_CONNECTIONS = 100


class RelayAccess(msgspec.Struct, frozen=True):
    """Who a relay serves: every device with a certificate of the site that is not ``revoked``.

    The sets hold device ids. Revocation wins where a supervisor is in both.
    """

    site: str
    supervisors: frozenset[str] = frozenset()
    revoked: frozenset[str] = frozenset()


class RelayFiles(msgspec.Struct, frozen=True, kw_only=True):
    """The files a relay's configuration names; ``crl`` is ``None`` before there is a list.

    A path without a folder is one in the folder that the broker runs in.
    """

    tls: TlsFiles
    acl: Path
    crl: Path | None


def topic_root(site: str) -> str:
    """The first levels of every topic of a site."""
    return f"cs1/{site}"


def render_acl(access: RelayAccess) -> str:
    """The access list: what each device may read and write.

    Mosquitto asks a user's own lines first, and among them the denials, then the patterns. So one
    ``deny`` cuts a revoked device off from everything in both directions, also while connected.
    ``%u`` is the device id out of the certificate: the last level of a topic names its carrier
    truly.
    """
    for name in {access.site} | access.supervisors | access.revoked:
        if not name.isalnum():  # a line break in one would write access rules
            raise ValueError(f"{name!r} is no id")
    root = topic_root(access.site)
    lines: list[str] = []
    for device in sorted(access.revoked):
        lines += [f"user {device}", "topic deny #", ""]
    for device in sorted(access.supervisors - access.revoked):
        lines += [f"user {device}", f"topic read {root}/r/+", f"topic read {root}/beat/+", ""]
    lines += [f"pattern read {root}/{kind}/+" for kind in ("a", "n")]
    lines += [f"pattern read {root}/to/%u/+"]
    lines += [f"pattern write {root}/{kind}/%u" for kind in ("a", "n", "r", "beat", "to/+")]
    return "\n".join(lines) + "\n"


def render_config(
    *, files: RelayFiles, port: int, bind: str | None, loopback_port: int, as_root: bool
) -> str:
    """``mosquitto.conf`` with one listener for the office and one for this PC alone.

    The loopback listener asks for certificates too. It is there because a flood of connections
    that fills the office's listener must not lock this PC's own console out.
    """
    lines = [
        # Broker state would be a second, unsigned truth: it keeps nothing and retains nothing.
        "persistence false",
        "retain_available false",
        "allow_anonymous false",
        f"acl_file {files.acl}",
        "set_tcp_nodelay true",
        f"max_packet_size {MAX_PACKET_BYTES}",
        "max_keepalive 10",
        f"max_inflight_messages {MAX_INFLIGHT}",
        "max_queued_messages 10000",
        f"max_queued_bytes {16 * 1024 * 1024}",
        "sys_interval 0",
        "log_dest stderr",
        "log_timestamp false",
        "connection_messages false",
        *(f"log_type {kind}" for kind in ("error", "warning", "notice")),
    ]
    if as_root:  # else it changes to an account that may not read the key
        lines.append("user root")
    office = f"listener {port} {bind}" if bind else f"listener {port}"
    for listener, connections in (
        (office, LAN_CONNECTIONS),
        # Last, so that whoever reaches it knows that both are open.
        (f"listener {loopback_port} 127.0.0.1", LOOPBACK_CONNECTIONS),
    ):
        lines += ["", listener, f"max_connections {connections}", *_tls(files)]
    return "\n".join(lines) + "\n"


def _tls(files: RelayFiles) -> list[str]:
    lines = [
        "tls_version tlsv1.3",
        f"cafile {files.tls.ca}",
        f"certfile {files.tls.certificate}",
        f"keyfile {files.tls.key}",
        "require_certificate true",
        "use_identity_as_username true",
        # Else any station could throw any other off by connecting under its client id.
        "use_username_as_clientid true",
    ]
    if files.crl is not None:
        lines.append(f"crlfile {files.crl}")
    return lines
