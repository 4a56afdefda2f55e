"""A station's identity: whole or not there, and good in one place on one PC."""

import shutil
import stat
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.adapters.keys import identity, identity_place
from desktop.services.adapters.keys.certificates import CertificateAuthority
from desktop.services.adapters.keys.device_key import DeviceKey, KeyUnreadableError
from desktop.services.adapters.keys.identity import (
    AlreadyJoinedError,
    CopiedHomeError,
    IdentityDamagedError,
    IdentityFolder,
    NoIdentityError,
)
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError, write_private
from desktop.services.trust.ports import NewIdentity
from desktop.services.trust.seats import Seat

SITE_KEY = DeviceKey.generate().public_bytes


def here(home: Path, pc: str | None = "this PC") -> IdentityFolder:
    return IdentityFolder(home / "identity", lambda: pc)


def an_identity(key: DeviceKey | None = None, *, authority_key: bytes | None = None) -> NewIdentity:
    return NewIdentity(
        site_key=SITE_KEY,
        site_name="City Hall",
        seat=Seat(role=Role.COUNTER, place="Counter 3"),
        key=key or DeviceKey.generate(),
        certificate=b"certificate",
        ca=b"authority",
        notices=[b"one", b"", b"three"],
        relays=[("10.0.0.5", 18883)],
        authority_key=authority_key,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_an_identity_is_read_back_as_it_was_saved(home: Path) -> None:
    key = DeviceKey.generate()
    here(home).save(an_identity(key))

    identity = here(home).load()

    assert identity.device == key.id
    assert identity.site_key == SITE_KEY
    assert (identity.site_name, identity.seat.place) == ("City Hall", "Counter 3")
    assert identity.relays == (("10.0.0.5", 18883),)
    assert identity.first_notices() == [b"one", b"", b"three"]
    assert identity.tls.certificate.read_bytes() == b"certificate"
    assert identity.tls.ca.read_bytes() == b"authority"
    assert DeviceKey.load(identity.tls.key).id == key.id
    assert not identity.has_authority


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has ACLs, not modes")
def test_only_this_account_may_read_any_of_it(home: Path) -> None:
    here(home).save(an_identity(authority_key=b"key"))
    modes = {stat.S_IMODE(file.stat().st_mode) for file in (home / "identity").iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE((home / "identity").stat().st_mode) == 0o700


def test_an_administrators_desk_has_the_authority(home: Path) -> None:
    authority = CertificateAuthority.create("5" * 32)
    identity = an_identity(authority_key=authority.key_pem())
    here(home).save(replace(identity, ca=authority.certificate_pem))
    loaded = here(home).load()
    assert loaded.has_authority
    assert loaded.authority().certificate_pem == authority.certificate_pem


def test_a_counter_has_no_authority(home: Path) -> None:
    here(home).save(an_identity())
    with pytest.raises(IdentityDamagedError):
        here(home).load().authority()


def test_an_empty_home_belongs_to_no_site_yet(home: Path) -> None:
    with pytest.raises(NoIdentityError) as refused:
        here(home).load()
    assert "site create" in refused.value.advice


def test_a_home_copied_to_another_pc_asks_to_join_again(home: Path, tmp_path: Path) -> None:
    here(home).save(an_identity())
    with pytest.raises(CopiedHomeError) as refused:
        here(home, pc="another PC").load()
    assert "join" in refused.value.advice


def test_a_home_copied_beside_the_first_on_the_same_pc_asks_to_join_again(
    home: Path, tmp_path: Path
) -> None:
    here(home).save(an_identity())
    shutil.copytree(home, tmp_path / "copy")
    with pytest.raises(CopiedHomeError):
        here(tmp_path / "copy").load()
    here(home).load()


def test_a_home_is_the_same_one_by_whatever_path_it_is_reached(home: Path, tmp_path: Path) -> None:
    here(home).save(an_identity())
    try:
        (tmp_path / "link").symlink_to(home, target_is_directory=True)
    except OSError:
        pytest.skip("this account may not make links")
    here(tmp_path / "link").load()
    here(home / ".." / "home").load()


def test_a_pc_without_a_name_of_its_own_keeps_its_station(home: Path) -> None:
    here(home, pc=None).save(an_identity())
    here(home, pc=None).load()


def test_what_binds_it_tells_neither_the_pc_nor_the_place(home: Path) -> None:
    here(home, pc="4c4c4544-0042").save(an_identity())
    content = (home / "identity" / "site.json").read_text()
    assert "4c4c4544" not in content
    assert str(home) not in content


def test_a_station_is_never_replaced_by_accident(home: Path) -> None:
    first = DeviceKey.generate()
    here(home).save(an_identity(first))
    with pytest.raises(AlreadyJoinedError):
        here(home).require_free()
    with pytest.raises(AlreadyJoinedError):
        here(home).save(an_identity())
    assert here(home).load().device == first.id


def test_a_copied_home_that_joins_again_is_a_new_device_and_keeps_no_old_key(
    home: Path, tmp_path: Path
) -> None:
    here(home).save(an_identity(authority_key=b"key"))
    shutil.copytree(home, tmp_path / "copy")
    copied = here(tmp_path / "copy").replacing()
    copied.require_free()
    second = DeviceKey.generate()
    copied.save(an_identity(second))
    assert here(tmp_path / "copy").load().device == second.id
    assert not here(tmp_path / "copy").load().has_authority
    assert [entry.name for entry in (tmp_path / "copy").iterdir()] == ["identity"]


@pytest.mark.parametrize("name", ["site.json", "device.key"])
@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"version": 1}'])
def test_a_damaged_identity_advises_to_join_again(home: Path, name: str, content: bytes) -> None:
    here(home).save(an_identity())
    (home / "identity" / name).write_bytes(content)
    with pytest.raises((IdentityDamagedError, KeyUnreadableError)) as refused:
        here(home).load()
    assert "join" in refused.value.advice


def test_another_devices_key_in_its_place_is_noticed(home: Path) -> None:
    here(home).save(an_identity())
    DeviceKey.generate().save(home / "identity" / "device.key")
    with pytest.raises(IdentityDamagedError):
        here(home).load()


def test_an_identity_that_was_cut_short_while_being_written_is_none(home: Path) -> None:
    here(home).save(an_identity())
    (home / "identity").rename(home / "identity.new")  # as if killed before the last step
    (home / "identity.new" / "site.json").unlink()
    with pytest.raises(NoIdentityError):
        here(home).load()
    here(home).save(an_identity())
    here(home).load()
    assert [entry.name for entry in home.iterdir()] == ["identity"]


@pytest.mark.parametrize("missing", [b"", b"\x00\x00\x00\x09cut"])
def test_lost_first_notices_are_no_reason_to_stop(home: Path, missing: bytes) -> None:
    here(home).save(an_identity())
    (home / "identity" / "notices.events").write_bytes(missing)
    assert here(home).load().first_notices() == []
    (home / "identity" / "notices.events").unlink()
    assert here(home).load().first_notices() == []


def test_a_place_that_cannot_be_written_is_told_before_a_code_is_spent(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    with pytest.raises(PrivateFileNotSavedError):
        here(tmp_path / "home").require_free()
    with pytest.raises(PrivateFileNotSavedError):
        here(tmp_path / "home").save(an_identity())


# One identity in place of another


class PowerCutError(BaseException):
    """The program ends here."""


def at_work(home: Path) -> IdentityFolder:
    return here(home).replacing(at_work=True)


def names_in(home: Path) -> list[str]:
    return sorted(one.name for one in home.iterdir())


def starts(home: Path) -> str:
    """Who the station is from its next start on; nothing else is left in its home then."""
    here(home).take_up()
    assert names_in(home) == ["identity"]
    return here(home).load().device


def breaks_at_move(
    monkeypatch: pytest.MonkeyPatch, number: int, error: BaseException
) -> list[tuple[str, str]]:
    """The move of that number ends with ``error``; what was moved before it."""
    moved: list[tuple[str, str]] = []

    def moves(fresh: Path, place: Path) -> None:
        if len(moved) == number:
            moved.append(("", ""))
            raise error
        moved.append((fresh.name, place.name))
        fresh.replace(place)

    monkeypatch.setattr(identity_place, "move", moves)
    return moved


def test_one_that_joins_again_at_work_is_what_it_was_until_its_next_start(home: Path) -> None:
    """Its relay reads these files at every reload."""
    former, later = DeviceKey.generate(), DeviceKey.generate()
    here(home).save(an_identity(former, authority_key=b"the old one's"))
    running = here(home).load()
    at_work(home).save(an_identity(later, authority_key=b"the new one's"))
    assert here(home).load().device == former.id
    assert DeviceKey.load(running.tls.key).id == former.id
    running.forget_authority()
    assert not running.has_authority

    assert starts(home) == later.id
    assert here(home).load().has_authority
    assert starts(home) == later.id


def test_whoever_joins_again_once_more_is_the_last_of_them(home: Path) -> None:
    here(home).save(an_identity())
    last = DeviceKey.generate()
    at_work(home).save(an_identity())
    at_work(home).save(an_identity(last))
    assert starts(home) == last.id
    at_work(home).save(an_identity())
    by_command = DeviceKey.generate()
    here(home).replacing().save(an_identity(by_command))
    assert starts(home) == by_command.id


@pytest.mark.parametrize("number", range(3))
def test_a_power_cut_while_one_takes_the_others_place_leaves_one_of_the_two(
    home: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    former, later = DeviceKey.generate(), DeviceKey.generate()
    here(home).save(an_identity(former))
    with monkeypatch.context() as cut:
        breaks_at_move(cut, number, PowerCutError())
        with pytest.raises(PowerCutError):
            here(home).replacing().save(an_identity(later))
    assert here(home).exists
    assert Home(home).has_identity
    assert here(home).load().device == former.id  # whoever looks before the next start
    assert starts(home) == (former if number == 0 else later).id


def test_a_power_cut_at_the_last_step_of_the_first_one_leaves_it_whole(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = DeviceKey.generate()
    with monkeypatch.context() as cut:
        breaks_at_move(cut, 1, PowerCutError())
        with pytest.raises(PowerCutError):
            here(home).save(an_identity(first))
    assert Home(home).has_identity
    assert here(home).load().device == first.id
    assert starts(home) == first.id


@pytest.mark.parametrize("number", range(3))
def test_a_disk_that_refuses_while_one_takes_the_others_place_leaves_the_former(
    home: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As a scanner does that keeps a new file open for more than two seconds."""
    former = DeviceKey.generate()
    here(home).save(an_identity(former))
    with monkeypatch.context() as refusing:
        breaks_at_move(refusing, number, PermissionError(13, "a scanner has it open"))
        with pytest.raises(PrivateFileNotSavedError, match="a scanner has it open"):
            here(home).replacing().save(an_identity(authority_key=b"the site's"))
    assert names_in(home) == ["identity"]
    assert here(home).load().device == former.id


@pytest.mark.expects_log("could not be put in order")
@pytest.mark.parametrize("number", range(2))
def test_a_disk_that_refuses_at_the_start_leaves_the_station_what_it_was_until_the_next(
    home: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    former, later = DeviceKey.generate(), DeviceKey.generate()
    here(home).save(an_identity(former))
    at_work(home).save(an_identity(later))
    with monkeypatch.context() as refusing:
        breaks_at_move(refusing, number, PermissionError(13, "a scanner has it open"))
        here(home).take_up()
    assert here(home).load().device == former.id
    assert starts(home) == later.id


@pytest.mark.expects_log("could not be put in order")
def test_where_nothing_can_be_moved_any_more_the_former_is_read_where_it_lies(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = DeviceKey.generate()
    here(home).save(an_identity(former))
    (home / "identity").rename(home / "identity.old")

    def refuses(*_: Path) -> None:
        raise PermissionError(30, "read-only")

    with monkeypatch.context() as refusing:
        refusing.setattr(identity_place, "move", refuses)
        here(home).take_up()
        found = here(home).load()
        assert found.device == former.id
        assert DeviceKey.load(found.tls.key).id == former.id
    assert starts(home) == former.id


def test_a_disk_that_is_full_keeps_no_key_of_what_was_not_put_down(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fills_up(file: Path, content: bytes) -> None:
        if file.name == "notices.events":
            raise PrivateFileNotSavedError
        write_private(file, content)

    monkeypatch.setattr(identity, "write_private", fills_up)
    with pytest.raises(PrivateFileNotSavedError):
        here(home).save(an_identity(authority_key=b"the site's"))
    assert names_in(home) == []


def test_what_was_cut_short_goes_at_the_next_start(home: Path) -> None:
    here(home).save(an_identity(authority_key=b"the site's"))
    shutil.copytree(home / "identity", home / "identity.new")
    (home / "identity.new" / "site.json").unlink()
    shutil.copytree(home / "identity", home / "identity.old")
    device = here(home).load().device
    assert starts(home) == device
