"""The recovery file: opened by its passphrase alone, and honest about why it does not open."""

import base64
import stat
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError
from desktop.services.adapters.keys.device_key import DeviceKey
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError
from desktop.services.adapters.keys.recovery import (
    NotARecoveryFileError,
    PassphraseTooWeakError,
    Recovery,
    RecoveryFileDamagedError,
    RecoveryFileExistsError,
    RecoveryFileUnreadableError,
    RecoveryPassphraseWrongError,
    open_recovery,
    save_recovery,
    weakness,
)
from desktop.services.adapters.keys.stretching import Cost
from tests.support.recovery_cost import REAL, files_that_cost

PASSPHRASE = "otter lantern zürich nine"
MADE = date(2026, 7, 1)


@pytest.fixture(scope="module")
def recovery() -> Recovery:
    return Recovery(
        site_name="City Hall, Licences\nand permits",
        site_key=DeviceKey.generate(),
        authority_key=b"-----authority key-----",
        authority_certificate=b"-----authority certificate-----",
    )


@pytest.fixture(scope="module")
def saved(recovery: Recovery, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("recovery") / "site.txt"
    save_recovery(recovery, file, PASSPHRASE, made=MADE)
    return file.read_text("utf-8")


def test_it_gives_back_the_keys_and_the_sites_name(recovery: Recovery, tmp_path: Path) -> None:
    file = tmp_path / "site.txt"
    save_recovery(recovery, file, PASSPHRASE, made=MADE)

    opened = open_recovery(file, PASSPHRASE)

    assert opened.site == recovery.site
    assert opened.site_key.public_bytes == recovery.site_key.public_bytes
    assert opened.site_name == recovery.site_name
    assert opened.authority_key == recovery.authority_key
    assert opened.authority_certificate == recovery.authority_certificate
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_person_reads_in_it_whose_it_is_and_what_it_is_for(
    saved: str, recovery: Recovery
) -> None:
    assert saved.startswith("COUNTERSIGN RECOVERY FILE\n")
    assert "Site:     City Hall, Licences and permits\n" in saved
    assert recovery.site in saved
    assert "2026-07-01" in saved
    assert all(len(line) <= 100 for line in saved.splitlines())


def test_it_holds_no_key_in_the_clear(saved: str, recovery: Recovery) -> None:
    block = saved.split("-----")[2]
    raw = base64.b64decode("".join(block.split()))
    assert b"PRIVATE KEY" not in raw
    assert recovery.authority_key not in raw


@pytest.mark.parametrize("guess", ["", "wrong", PASSPHRASE.upper(), PASSPHRASE + " "])
def test_a_wrong_passphrase_is_told_as_such(saved: str, tmp_path: Path, guess: str) -> None:
    file = tmp_path / "site.txt"
    file.write_text(saved, "utf-8")
    with pytest.raises(RecoveryPassphraseWrongError) as refused:
        open_recovery(file, guess)
    assert "again" in refused.value.advice


def test_an_accent_typed_on_another_system_opens_it_too(saved: str, tmp_path: Path) -> None:
    file = tmp_path / "site.txt"
    file.write_text(saved, "utf-8")
    open_recovery(file, unicodedata.normalize("NFD", PASSPHRASE))


def test_mail_programs_and_editors_may_rewrap_and_indent_it(saved: str, tmp_path: Path) -> None:
    file = tmp_path / "site.txt"
    text = "\ufeff" + "".join(f"  {line} \r\n" for line in saved.splitlines())
    file.write_bytes(text.encode("utf-8"))
    open_recovery(file, PASSPHRASE)


def test_a_letter_changed_or_a_line_missing_is_told_as_damage_not_as_a_wrong_passphrase(
    saved: str, tmp_path: Path
) -> None:
    file = tmp_path / "site.txt"
    lines = saved.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("-----BEGIN")) + 1
    changed = lines[first][:-1] + ("A" if lines[first][-1] != "A" else "B")
    for damaged in (
        [*lines[:first], changed, *lines[first + 1 :]],
        [*lines[:first], *lines[first + 1 :]],
        [*lines[:first], "é" + lines[first], *lines[first + 1 :]],
        [*lines[:first], lines[-1]],
        lines[: first + 2],
        ["COUNTERSIGN RECOVERY FILE"],
    ):
        file.write_text("\n".join(damaged), "utf-8")
        with pytest.raises(RecoveryFileDamagedError) as refused:
            open_recovery(file, PASSPHRASE)
        assert "another copy" in refused.value.advice


@pytest.mark.parametrize("content", [b"", b"a shopping list", bytes(70_000), b"\xff\xfe\x00" * 50])
def test_another_file_is_told_as_such(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "site.txt"
    file.write_bytes(content)
    with pytest.raises(NotARecoveryFileError):
        open_recovery(file, PASSPHRASE)


def test_a_missing_file_and_a_folder_are_told_with_advice(tmp_path: Path) -> None:
    for file in (tmp_path / "nothing.txt", tmp_path):
        with pytest.raises(RecoveryFileUnreadableError):
            open_recovery(file, PASSPHRASE)


def test_a_real_one_costs_whoever_guesses_what_the_standard_asks_for_and_opens(
    recovery: Recovery, tmp_path: Path
) -> None:
    """RFC 9106, section 4, the second choice: 3 passes over 64 MiB in 4 lanes."""
    assert Cost(passes=3, memory_kib=64 * 1024, lanes=4) == REAL
    file = tmp_path / "site.txt"
    with files_that_cost(REAL):
        save_recovery(recovery, file, PASSPHRASE, made=MADE)
    opened = open_recovery(file, PASSPHRASE)  # as the file says, whatever is made now
    assert opened.site == recovery.site


def test_a_forged_file_cannot_ask_for_all_memory(tmp_path: Path) -> None:
    from desktop.services.adapters.keys import recovery as module

    head = module._HEAD.pack(b"CSR1", 255, 2**32 - 1, 255, bytes(16), bytes(12))
    visible = head + bytes(64)
    block = base64.b64encode(visible + module._checksum(visible)).decode()
    file = tmp_path / "site.txt"
    file.write_text(f"COUNTERSIGN RECOVERY FILE\n{module._BEGIN}\n{block}\n{module._END}\n")
    with pytest.raises(RecoveryFileDamagedError):
        open_recovery(file, PASSPHRASE)


@pytest.mark.parametrize("passphrase", ["", "short", "elevenchars", "aaaaaaaaaaaaaaaaaaaa"])
def test_a_weak_passphrase_is_refused_before_anything_is_written(
    recovery: Recovery, tmp_path: Path, passphrase: str
) -> None:
    assert weakness(passphrase)
    with pytest.raises(PassphraseTooWeakError) as refused:
        save_recovery(recovery, tmp_path / "site.txt", passphrase, made=MADE)
    assert "12 characters" in refused.value.advice
    assert not list(tmp_path.iterdir())


def test_twelve_mixed_characters_are_enough() -> None:
    assert weakness("otter lamp 9") is None


def test_an_existing_file_is_never_overwritten(recovery: Recovery, tmp_path: Path) -> None:
    file = tmp_path / "site.txt"
    file.write_text("another site's")
    with pytest.raises(RecoveryFileExistsError):
        save_recovery(recovery, file, PASSPHRASE, made=MADE)
    assert file.read_text() == "another site's"


def test_a_folder_that_is_not_there_is_told_with_advice(recovery: Recovery, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    for folder in ("no stick", "letter.txt"):
        with pytest.raises(PrivateFileNotSavedError) as refused:
            save_recovery(recovery, tmp_path / folder / "site.txt", PASSPHRASE, made=MADE)
        assert isinstance(refused.value, DeskError)
