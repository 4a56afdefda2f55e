"""Creating a site: it exists once its recovery file and its first station do, and not before."""

from pathlib import Path

import pytest

from desktop.domain.errors import DeskError
from desktop.domain.roster.roles import Role
from desktop.services.adapters.keys.identity import AlreadyJoinedError, NoIdentityError
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError
from desktop.services.adapters.keys.recovery import PassphraseTooWeakError, open_recovery
from desktop.services.trust.creating import NewSite, SiteDetailsError
from desktop.services.trust.ports import NewIdentity
from desktop.services.trust.seats import InviteListError
from tests.support.trust import PASSPHRASE, Desk

HALL = NewSite(name="City Hall", place="Office", address="Main St 1", call_instead="555 0100")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "supervisor")


def test_a_new_site_has_its_name_and_one_supervisor_who_administers_it(desk: Desk) -> None:
    desk.creates("City Hall")
    roster = desk.log.roster
    (first,) = roster.trusted
    assert (roster.name, roster.address) == ("City Hall", "Main St 1")
    assert (first.device, first.role) == (desk.identity.device, Role.SUPERVISOR)
    assert (first.administrator, first.place) == (True, "Supervisor's office")
    assert roster.ca.encode() == desk.identity.tls.ca.read_bytes()
    assert roster.crl.startswith("-----BEGIN X509 CRL")
    assert desk.identity.has_authority


def test_the_recovery_file_holds_the_very_keys_of_the_site(desk: Desk) -> None:
    desk.creates()
    recovery = open_recovery(desk.recovery_file, PASSPHRASE)
    assert recovery.site == desk.identity.site
    assert recovery.site_key.public_bytes == desk.identity.site_key
    assert recovery.authority_certificate == desk.identity.tls.ca.read_bytes()


def test_the_site_key_is_nowhere_but_in_the_recovery_file(desk: Desk) -> None:
    desk.creates()
    site_key = open_recovery(desk.recovery_file, PASSPHRASE).site_key.to_pem()
    for file in desk.home.rglob("*"):
        assert file.is_dir() or site_key not in file.read_bytes()


@pytest.mark.parametrize(
    ("site", "passphrase", "refusal"),
    [
        (HALL, "too short", PassphraseTooWeakError),
        (NewSite(name=" ", place="Office"), PASSPHRASE, SiteDetailsError),
        (NewSite(name="x" * 81, place="Office"), PASSPHRASE, SiteDetailsError),
        (NewSite(name="City\nHall", place="Office"), PASSPHRASE, SiteDetailsError),
        (NewSite(name="City Hall", place=" "), PASSPHRASE, InviteListError),
    ],
)
def test_a_refused_creation_leaves_nothing_behind(
    desk: Desk, site: NewSite, passphrase: str, refusal: type[DeskError]
) -> None:
    with pytest.raises(refusal):
        desk.creating().create(site, recovery_file=desk.recovery_file, passphrase=passphrase)
    assert not desk.recovery_file.exists()
    with pytest.raises(NoIdentityError):
        desk.folder.load()


def test_a_recovery_file_that_cannot_be_saved_makes_no_site(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(PrivateFileNotSavedError):
        desk.creating().create(
            HALL, recovery_file=tmp_path / "no stick" / "site.txt", passphrase=PASSPHRASE
        )
    assert not desk.folder.exists


class PowerCutError(Exception):
    """The PC went dark."""


class DarkIdentities:
    """Goes dark instead of saving the identity."""

    def require_free(self) -> None:
        return

    def save(self, identity: NewIdentity) -> None:
        raise PowerCutError


def test_a_creation_interrupted_after_the_recovery_file_is_no_site_and_can_be_done_again(
    desk: Desk, tmp_path: Path
) -> None:
    from msgspec.structs import replace

    interrupted = replace(desk.creating(), identities=DarkIdentities())
    with pytest.raises(PowerCutError):
        interrupted.create(HALL, recovery_file=tmp_path / "first.txt", passphrase=PASSPHRASE)
    assert not desk.folder.exists
    assert desk.creates().identity.site != open_recovery(tmp_path / "first.txt", PASSPHRASE).site


def test_a_station_does_not_create_a_second_site_over_its_first(desk: Desk) -> None:
    first = desk.creates().identity.site
    with pytest.raises(AlreadyJoinedError):
        desk.creating().create(
            HALL, recovery_file=desk.home.parent / "second.txt", passphrase=PASSPHRASE
        )
    assert desk.folder.load().site == first
    assert not (desk.home.parent / "second.txt").exists()
