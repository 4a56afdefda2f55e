"""A device's key: kept for its own account, and the only thing that can sign in its name."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from desktop.domain.roster.ids import fingerprint
from desktop.services.adapters.keys.device_key import DeviceKey, KeyUnreadableError, verify
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError


def test_a_signature_verifies_with_the_key_that_made_it_and_no_other() -> None:
    key, other = DeviceKey.generate(), DeviceKey.generate()

    signature = key.sign(b"panic at counter 3")

    assert len(signature) == 64
    assert verify(key.public_bytes, signature, b"panic at counter 3")
    assert not verify(key.public_bytes, signature, b"panic at counter 4")
    assert not verify(other.public_bytes, signature, b"panic at counter 3")


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(33), bytes(32), b"\xff" * 32])
def test_verifying_with_bytes_that_are_no_key_is_false_and_never_an_error(public: bytes) -> None:
    assert not verify(public, DeviceKey.generate().sign(b"x"), b"x")


@pytest.mark.parametrize("length", [0, 1, 63, 65, 4096])
def test_a_signature_of_the_wrong_length_is_false_and_never_an_error(length: int) -> None:
    assert not verify(DeviceKey.generate().public_bytes, bytes(length), b"x")


def test_the_id_is_the_fingerprint_of_the_public_key() -> None:
    key = DeviceKey.generate()
    assert key.id == fingerprint(key.public_bytes)
    assert len(key.public_bytes) == 32


def test_a_saved_key_is_read_back_and_belongs_to_its_account_alone(tmp_path: Path) -> None:
    file = tmp_path / "identity" / "device.key"
    key = DeviceKey.generate()

    key.save(file)

    assert DeviceKey.load(file).id == key.id
    assert [entry.name for entry in file.parent.iterdir()] == ["device.key"]
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_key_that_cannot_be_saved_says_so_with_advice(tmp_path: Path) -> None:
    (tmp_path / "identity").write_text("a file where the folder should be")
    with pytest.raises(PrivateFileNotSavedError, match="cannot be written") as refused:
        DeviceKey.generate().save(tmp_path / "identity" / "device.key")
    assert "Free some space" in refused.value.advice


def test_a_missing_damaged_or_foreign_key_advises_to_join_again(tmp_path: Path) -> None:
    with pytest.raises(KeyUnreadableError) as missing:
        DeviceKey.load(tmp_path / "device.key")
    assert "join" in missing.value.advice

    damaged = DeviceKey.generate().to_pem().replace(b"M", b"!")
    other_kind = Ed448PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    for pem in (b"", b"\x00\xff", damaged, other_kind):
        with pytest.raises(KeyUnreadableError):
            DeviceKey.from_pem(pem)


def test_a_key_never_shows_itself_when_printed() -> None:
    key = DeviceKey.generate()
    assert repr(key) == f"<DeviceKey {key.id}>"


def test_loading_keys_does_not_pay_for_certificates() -> None:
    loaded = (
        "import sys; import desktop.services.adapters.keys.device_key, "
        "desktop.services.adapters.keys.identity; "
        "sys.exit([m for m in ('cryptography.x509', 'argon2', 'spake2') if m in sys.modules] or 0)"
    )
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
