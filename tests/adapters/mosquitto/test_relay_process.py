"""A relay's broker: started, watched, started again, ended."""

import os
import signal
import socket
import ssl
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import psutil
import pytest

from desktop.domain.errors import DeskError
from desktop.services.adapters.mosquitto import folder, process
from desktop.services.adapters.mosquitto.broker import RelayNotStartedError
from desktop.services.adapters.mosquitto.config import RelayAccess
from desktop.services.adapters.mosquitto.finding import MosquittoMissingError
from desktop.services.adapters.mosquitto.folder import RelayFolderError
from desktop.services.adapters.mosquitto.ports import RelayAddressError, RelayPortTakenError
from desktop.services.adapters.mosquitto.relay import MosquittoRelay
from tests.support.relay import LOOPBACK, SiteAuthority, SiteRelay, Station, until

BROKER_ENDS = pytest.mark.allows_log("The relay's broker ended")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server((LOOPBACK, 0)) as other_program:
        yield other_program.getsockname()[1]


def a_relay(authority: SiteAuthority, folder: Path, port: int = 0) -> MosquittoRelay:
    return MosquittoRelay(
        folder=folder, certificate=authority.device().files, port=port, bind=LOOPBACK
    )


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def test_once_started_it_answers_on_the_office_port_and_on_the_loopback_port(
    relay: SiteRelay,
) -> None:
    assert relay.process.is_running
    assert relay.process.port != relay.process.loopback_port
    assert is_open(relay.process.port)
    assert is_open(relay.process.loopback_port)


def test_once_stopped_nothing_is_left(relay: SiteRelay) -> None:
    pid = relay.process.pid
    assert pid is not None
    relay.process.stop()
    assert not psutil.pid_exists(pid)
    assert not is_open(relay.process.port)
    assert not relay.process.is_running
    relay.process.stop()


def test_it_can_be_started_again_after_it_was_stopped(relay: SiteRelay) -> None:
    port = relay.process.port
    relay.process.stop()
    relay.start()
    assert is_open(port)


def test_a_port_held_by_another_program_is_named(
    authority: SiteAuthority, tmp_path: Path, taken_port: int
) -> None:
    relay = a_relay(authority, tmp_path, taken_port)
    with pytest.raises(RelayPortTakenError, match=str(taken_port)) as refused:
        relay.start(RelayAccess(authority.site), authority.crl())
    assert "station.toml" in refused.value.advice
    assert not relay.is_running


def test_a_port_held_on_one_address_is_taken_for_a_relay_on_all_of_them(
    authority: SiteAuthority, tmp_path: Path, taken_port: int
) -> None:
    relay = MosquittoRelay(
        folder=tmp_path, certificate=authority.device().files, port=taken_port, bind=None
    )
    with pytest.raises(RelayPortTakenError):
        relay.start(RelayAccess(authority.site), authority.crl())


def test_an_address_that_is_not_this_pcs_is_refused_with_advice(
    authority: SiteAuthority, tmp_path: Path
) -> None:
    relay = MosquittoRelay(
        folder=tmp_path, certificate=authority.device().files, port=0, bind="203.0.113.7"
    )
    with pytest.raises(RelayAddressError, match=r"203\.0\.113\.7"):
        relay.start(RelayAccess(authority.site), authority.crl())


def test_without_mosquitto_the_relay_says_how_to_get_it(
    authority: SiteAuthority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERSIGN_MOSQUITTO", str(tmp_path / "missing"))
    with pytest.raises(MosquittoMissingError):
        a_relay(authority, tmp_path).start(RelayAccess(authority.site), authority.crl())


def test_a_broker_that_cannot_run_is_an_error_that_quotes_it(
    authority: SiteAuthority, tmp_path: Path
) -> None:
    relay = a_relay(authority, tmp_path)
    with pytest.raises(RelayNotStartedError, match=r"(?i)crl"):
        relay.start(RelayAccess(authority.site), b"this is no revocation list")
    assert not relay.is_running


def test_a_folder_may_bear_a_name_that_windows_old_code_page_cannot_spell(
    authority: SiteAuthority, tmp_path: Path
) -> None:
    """The broker reads its own files' paths in that code page, and expands ``%NAMES%`` in them."""
    place = tmp_path / "José %TEMP% 事務所"
    relay = a_relay(authority, place)
    relay.start(RelayAccess(authority.site), authority.crl())
    try:
        assert psutil.Process(relay.pid).cmdline()[-2:] == ["-c", "mosquitto.conf"]
        config = (place / "mosquitto.conf").read_text("utf-8").splitlines()
        assert "acl_file acl" in config
        assert config.count("crlfile crl.pem") == 2
    finally:
        relay.stop()


@pytest.mark.expects_log("A temporary folder is used")
def test_a_folder_that_cannot_be_written_does_not_keep_the_relay_from_running(
    authority: SiteAuthority, tmp_path: Path, stations: Callable[..., Station]
) -> None:
    (tmp_path / "file").write_text("in the way")
    identity = authority.device()
    relay = SiteRelay(
        authority,
        identity,
        MosquittoRelay(folder=tmp_path / "file", certificate=identity.files, port=0, bind=LOOPBACK),
    )
    relay.start()
    try:
        station, revoked = stations(), stations()
        station.reaches(relay)
        relay.revoke(revoked.device)
        revoked.transport.reach([relay.target])
        revoked.waits_until(lambda: revoked.downs() == ["refused"])
        assert station.downs() == []
    finally:
        relay.process.stop()


@pytest.mark.allows_log("A temporary folder is used")
def test_a_pc_on_which_nothing_can_be_written_gets_advice(
    authority: SiteAuthority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    with pytest.raises(RelayFolderError) as refused:
        a_relay(authority, tmp_path / "file").start(RelayAccess(authority.site), authority.crl())
    assert "write access" in refused.value.advice


@BROKER_ENDS
@pytest.mark.expects_log("A temporary folder is used")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_is_full_keeps_nobody_from_being_revoked(
    relay: SiteRelay, stations: Callable[..., Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, console = stations(), stations()
    counter.reaches(relay)
    console.reaches(relay)
    monkeypatch.setattr(folder, "_replace", on_a_full_disk(relay.process._folder.path))
    relay.revoke(counter.device)
    is_back(console, times=1)
    counter.waits_until(lambda: counter.downs()[-1:] == ["refused"])


def on_a_full_disk(full: Path) -> Callable[[Path, bytes], None]:
    """The real thing, save that the first folder's disk takes nothing more."""
    replace = folder._replace

    def write(file: Path, content: bytes) -> None:
        if file.parent == full:
            Path("/dev/full").write_bytes(content)
        replace(file, content)

    return write


def test_its_files_are_for_this_account_alone(relay: SiteRelay, tmp_path: Path) -> None:
    assert (tmp_path / "relay-0").stat().st_mode & 0o077 == 0


@BROKER_ENDS
def test_a_killed_broker_is_back_within_a_second_and_the_links_return(
    relay: SiteRelay, stations: Callable[..., Station]
) -> None:
    counter, console = stations(), stations()
    counter.reaches(relay)
    console.reaches(relay)
    for fall in range(1, 4):
        kill_the_broker_of(relay)
        for station in (counter, console):
            is_back(station, times=fall)
        message = b"after fall %d" % fall
        assert counter.transport.publish(f"cs1/{relay.authority.site}/a/{counter.device}", message)
        console.gets(message)


def kill_the_broker_of(relay: SiteRelay) -> None:
    """Kill it, and see another take its place within a second."""
    first = relay.process.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: relay.process.pid not in {None, first} and is_open(relay.process.port), within=1)


def is_back(station: Station, *, times: int) -> None:
    station.waits_until(lambda: len(station.ups()) == times + 1)


@BROKER_ENDS
@pytest.mark.allows_log("cannot be started")
def test_a_broker_that_cannot_come_back_is_told_once_and_tried_until_it_can(
    authority: SiteAuthority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[DeskError] = []
    is_back = Event()
    relay = MosquittoRelay(
        folder=tmp_path,
        certificate=authority.device().files,
        port=0,
        bind=LOOPBACK,
        on_restart=is_back.set,
        on_failure=failures.append,
    )
    relay.start(RelayAccess(authority.site), authority.crl())
    try:
        assert relay.pid is not None
        os.kill(relay.pid, signal.SIGSTOP)  # so that its port can be taken the moment it is gone
        port = relay.port
        with socket.socket() as other_program:
            other_program.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            monkeypatch.setattr(
                "desktop.services.adapters.mosquitto.process.require_listenable",
                _taken_once(other_program, port),
            )
            os.kill(relay.pid, signal.SIGKILL)
            until(lambda: bool(failures))
            assert isinstance(failures[0], RelayPortTakenError)
            assert not is_back.is_set()
        assert is_back.wait(10)
        assert len(failures) == 1
        assert relay.is_running
        assert relay.port == port
    finally:
        relay.stop()


def _taken_once(other_program: socket.socket, port: int) -> Callable[[int, str | None], None]:
    """The real check, but another program is quicker the first time."""
    from desktop.services.adapters.mosquitto.ports import require_listenable

    state = {"first": True}

    def check(wanted: int, bind: str | None) -> None:
        if state["first"] and wanted == port:
            state["first"] = False
            other_program.bind((LOOPBACK, port))
            other_program.listen()
        require_listenable(wanted, bind)

    return check


def test_a_broker_that_hangs_is_ended_all_the_same(
    relay: SiteRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "STOPS_WITHIN", 0.2)
    pid = relay.process.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    relay.process.stop()
    assert not psutil.pid_exists(pid)


def test_a_broker_that_hangs_can_be_renewed(relay: SiteRelay) -> None:
    pid = relay.process.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    relay.process.renew()
    until(lambda: relay.process.pid not in {None, pid})


def test_whoever_shows_no_certificate_learns_nothing_but_the_handshake(relay: SiteRelay) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    for port in (relay.process.port, relay.process.loopback_port):
        plain = socket.create_connection((LOOPBACK, port), timeout=5)
        with (
            context.wrap_socket(plain) as stranger,
            pytest.raises(ssl.SSLError, match="CERTIFICATE_REQUIRED"),
        ):
            stranger.recv(1)


def test_older_tls_is_not_spoken(relay: SiteRelay, authority: SiteAuthority) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(authority.ca_file)
    with (
        socket.create_connection((LOOPBACK, relay.process.port), timeout=5) as plain,
        pytest.raises(ssl.SSLError),
    ):
        context.wrap_socket(plain)


def test_malformed_packets_and_half_open_connections_do_not_keep_stations_out(
    relay: SiteRelay, authority: SiteAuthority, stations: Callable[..., Station]
) -> None:
    pid = relay.process.pid
    half_open = [socket.create_connection((LOOPBACK, relay.process.port)) for _ in range(150)]
    try:
        send_garbage(relay, authority)
        counter, console = stations(), stations()
        counter.reaches(relay)
        console.reaches(relay)
        counter.transport.publish(f"cs1/{authority.site}/a/{counter.device}", b"help")
        console.gets(b"help")
        assert relay.process.pid == pid
    finally:
        for connection in half_open:
            connection.close()


def send_garbage(relay: SiteRelay, authority: SiteAuthority) -> None:
    """Speak nonsense to the broker: without TLS, and with a certificate of the site."""
    stranger = authority.device()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(stranger.files.ca)
    context.load_cert_chain(stranger.files.certificate, stranger.files.key)
    for length in range(1, 60):
        nonsense = bytes((7 * length + 13 * n) % 256 for n in range(length))
        with socket.create_connection((LOOPBACK, relay.process.port), timeout=5) as plain:
            if length % 2:
                plain.sendall(nonsense)
            else:
                with context.wrap_socket(plain) as secured:
                    secured.sendall(nonsense)
