"""Where the owner of a home listens: a small file that only this account can read."""

import contextlib
import os
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

import msgspec

from desktop.services.adapters.home import Home, is_of_this_account
from desktop.services.adapters.moving import move
from desktop.services.adapters.sharing import file_mode, let_in

FILE_NAME = "control.json"
_SOCKET_SUFFIX = ".sock"
_MAX_SOCKET_BYTES = 100  # the kernel's limit is 104 (macOS) or 108 (Linux), with the closing zero
_KEY_BYTES = 32


class ControlAddress(msgspec.Struct, frozen=True):
    """A Unix socket's path or a Windows pipe's name, with the key that opens it."""

    address: str
    key: bytes
    pid: int

    @property
    def family(self) -> str:
        return "AF_PIPE" if self.address.startswith("\\\\") else "AF_UNIX"


def publish(home: Home) -> ControlAddress:
    """Choose an address and a fresh key for this process, and write them where clients look.

    Only the holder of the home's lock may call this: what a killed owner left is removed.
    Raises ``OSError`` when the file cannot be written.
    """
    run = home.make_run()
    left_over = _read(run / FILE_NAME)
    if left_over is not None:
        _remove_socket(left_over.address, run)
    chosen = ControlAddress(_new_address(run), secrets.token_bytes(_KEY_BYTES), os.getpid())
    _write_private(
        run / FILE_NAME,
        msgspec.json.encode(
            {"address": chosen.address, "key": chosen.key.hex(), "pid": chosen.pid}
        ),
    )
    return chosen


def withdraw(home: Home, published: ControlAddress) -> None:
    """Remove the file and the socket, unless another owner has published since."""
    for run in (home.path, home.substitute_run):
        if _read(run / FILE_NAME) == published:
            with contextlib.suppress(OSError):
                (run / FILE_NAME).unlink()
            _remove_socket(published.address, run)


def candidates(home: Home) -> list[ControlAddress]:
    """Where an owner may be listening, the home's own file first."""
    places = [home.path]
    if home.substitute_run.is_dir() and is_of_this_account(home.substitute_run):
        places.append(home.substitute_run)
    found = (_read(run / FILE_NAME) for run in places)
    return [address for address in found if address is not None]


def _new_address(run: Path) -> str:
    if sys.platform == "win32":
        return rf"\\.\pipe\countersign-{secrets.token_hex(16)}"
    # A name of its own: an owner that is still closing must not take its successor's socket away.
    name = f"control-{secrets.token_hex(4)}{_SOCKET_SUFFIX}"
    inside = str(run.resolve() / name)
    if len(os.fsencode(inside)) <= _MAX_SOCKET_BYTES:
        return inside
    parent = tempfile.gettempdir()
    if len(os.fsencode(parent)) > _MAX_SOCKET_BYTES // 2:
        parent = "/tmp"  # noqa: S108 -- the folder made in it is private and unguessable
    return str(Path(tempfile.mkdtemp(prefix="countersign-", dir=parent)) / name)


def _remove_socket(address: str, run: Path) -> None:
    if address.startswith("\\\\"):
        return
    socket = Path(address)
    if socket.suffix != _SOCKET_SUFFIX:
        return
    with contextlib.suppress(OSError):
        socket.unlink()
    is_ours = socket.parent.name.startswith("countersign-")
    if is_ours and socket.parent != run.resolve():
        shutil.rmtree(socket.parent, ignore_errors=True)


def _read(file: Path) -> ControlAddress | None:
    try:
        said = msgspec.json.decode(file.read_bytes())
        return ControlAddress(str(said["address"]), bytes.fromhex(said["key"]), int(said["pid"]))
    except (OSError, msgspec.DecodeError, ValueError, KeyError, TypeError):
        return None  # none, torn or not ours: nobody is listening as far as anyone can know


def _write_private(file: Path, content: bytes) -> None:
    beside = file.with_name(f"{file.name}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, file_mode(file.parent))
    with os.fdopen(descriptor, "wb") as out:
        let_in(descriptor, file)
        out.write(content)
    move(beside, file)
