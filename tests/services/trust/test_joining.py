"""Joining: invited, let in over a real socket, and then believed by everyone."""

from pathlib import Path

import msgspec
import pytest

from desktop.domain.roster.roles import Role
from desktop.services.adapters.keys.device_key import DeviceKey, verify
from desktop.services.adapters.keys.identity import AlreadyJoinedError, NoIdentityError
from desktop.services.adapters.keys.making import FreshKeys
from desktop.services.adapters.keys.recovery import open_recovery
from desktop.services.trust.codes import CodeLength, JoinCode
from desktop.services.trust.invitations import InvitationState
from desktop.services.trust.inviting import (
    NotAnAdministratorError,
    RecoveryNeededError,
    WrongRecoveryError,
)
from desktop.services.trust.joining import Joining, WelcomeNotSoundError
from desktop.services.trust.ports import Key
from desktop.services.trust.refusals import (
    InviterCouldNotAdmitError,
    JoinCodeMistypedError,
    JoinCodeUsedError,
    JoinCodeWrongError,
)
from desktop.services.trust.seats import Seat, seats_from_csv
from desktop.services.trust.welcome import Welcome
from tests.support.trust import COUNTER, PASSPHRASE, Desk, altered

A_CODE = str(JoinCode("7K", "M4QX9T", CodeLength.SHORT))
BOSS = Seat(role=Role.SUPERVISOR, place="Back office", administrator=True)


@pytest.fixture
def ana(tmp_path: Path) -> Desk:
    """The desk that created the site."""
    return Desk(tmp_path / "ana").creates()


@pytest.fixture
def pc(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "pc")


def test_a_pc_that_joined_is_in_everyones_roster_with_the_role_its_inviter_fixed(
    ana: Desk, pc: Desk
) -> None:
    pc.joins_site_of(ana, Seat(role=Role.STAFF, place="Counter 9", name="Parking", area="B"))
    for desk in (ana, pc):
        member = desk.log.roster.device(pc.identity.device)
        assert member is not None
        assert (member.role, member.place) == (Role.STAFF, "Counter 9")
        assert (member.name, member.area) == ("Parking", "B")
        assert member.key == pc.identity.key.public_bytes
    assert pc.log.roster == ana.log.roster
    assert pc.identity.relays == (("127.0.0.1", 18883),)
    assert not pc.identity.has_authority


def test_a_desk_without_a_name_is_called_by_its_pc(ana: Desk, pc: Desk) -> None:
    pc.joins_site_of(ana)
    member = ana.log.roster.device(pc.identity.device)
    assert member is not None
    assert member.name == "pc"


def test_its_key_never_leaves_the_pc(ana: Desk, pc: Desk) -> None:
    pc.joins_site_of(ana)
    secret = pc.identity.key.to_pem()
    for file in ana.home.rglob("*"):
        assert file.is_dir() or secret not in file.read_bytes()


def test_a_mistyped_code_is_told_without_asking_anyone(ana: Desk, pc: Desk) -> None:
    with pytest.raises(JoinCodeMistypedError):
        pc.joins("7KM-4QX", ("127.0.0.1", 1))
    assert not pc.folder.exists


def test_a_refused_pc_has_no_identity(ana: Desk, pc: Desk) -> None:
    inviting = ana.inviting()
    good = inviting.invite(COUNTER).code
    bad = JoinCode(good.nameplate, good.secret[1:] + good.secret[:1], good.length)
    if bad == good:  # six equal letters
        bad = JoinCode(good.nameplate, "000001", good.length)
    with ana.at_the_door(inviting) as address, pytest.raises(JoinCodeWrongError):
        pc.joins(str(bad), address)
    with pytest.raises(NoIdentityError):
        pc.folder.load()


def test_a_station_keeps_its_code_for_another_pc(ana: Desk, pc: Desk) -> None:
    pc.joins_site_of(ana)
    inviting = ana.inviting()
    invitation = inviting.invite(COUNTER)
    with ana.at_the_door(inviting) as address, pytest.raises(AlreadyJoinedError):
        pc.joins(str(invitation.code), address)
    assert ana.book.state(invitation.nameplate) is InvitationState.OPEN


def test_a_whole_office_joins_from_a_list(ana: Desk, tmp_path: Path) -> None:
    inviting = ana.inviting()
    seats = seats_from_csv("place,role\n" + "".join(f"Counter {n},counter\n" for n in range(6)))
    invitations = inviting.invite_many(seats)
    with ana.at_the_door(inviting) as address:
        for number, invitation in enumerate(invitations):
            Desk(tmp_path / f"pc{number}").joins(str(invitation.code), address)
        with pytest.raises(JoinCodeUsedError):
            Desk(tmp_path / "late").joins(str(invitations[0].code), address)
    places = {member.place for member in ana.log.roster.trusted}
    assert places == {"Supervisor's office", *(f"Counter {n}" for n in range(6))}


def test_a_desk_that_is_no_administrators_invites_nobody(ana: Desk, pc: Desk) -> None:
    pc.joins_site_of(ana, Seat(role=Role.SUPERVISOR, place="Desk 2"))
    with pytest.raises(NotAnAdministratorError):
        pc.inviting(ana.identity.authority()).invite(COUNTER)


def test_an_administrator_is_made_with_the_recovery_file_alone(ana: Desk, pc: Desk) -> None:
    inviting = ana.inviting()
    with pytest.raises(RecoveryNeededError):
        inviting.invite(BOSS)
    with pytest.raises(WrongRecoveryError):
        inviting.invite(BOSS, site_key=DeviceKey.generate())
    with pytest.raises(RecoveryNeededError):
        inviting.invite_many([BOSS])
    site_key = open_recovery(ana.recovery_file, PASSPHRASE).site_key
    with pytest.raises(NotAnAdministratorError):
        inviting.invite(msgspec.structs.replace(BOSS, role=Role.COUNTER), site_key=site_key)

    code = str(inviting.invite(BOSS, site_key=site_key).code)
    with ana.at_the_door(inviting) as address:
        pc.joins(code, address)

    assert {m.device for m in pc.log.roster.administrators} == {
        ana.identity.device,
        pc.identity.device,
    }
    third = Desk(pc.home.parent / "third").joins_site_of(pc)  # it lets others in by itself
    assert third.log.roster.is_trusted(third.identity.device)


def test_an_administrators_code_that_outlived_a_restart_needs_the_recovery_file_again(
    ana: Desk, pc: Desk
) -> None:
    site_key = open_recovery(ana.recovery_file, PASSPHRASE).site_key
    code = str(ana.inviting().invite(BOSS, site_key=site_key).code)
    restarted = ana.inviting()
    with ana.at_the_door(restarted) as address, pytest.raises(InviterCouldNotAdmitError):
        pc.joins(code, address)


def test_a_pc_let_in_twice_because_its_welcome_was_lost_is_one_member(ana: Desk) -> None:
    inviting, key = ana.inviting(), DeviceKey.generate()
    invitation = inviting.invite(COUNTER)
    for _ in range(2):
        inviting.admit(invitation, key.public_bytes, "PC")
    assert len(ana.log.roster.members) == 2
    notices = ana.log.roster_events().result()
    assert len(notices) == 3


def test_a_pc_copied_from_a_station_joins_again_as_a_new_device(ana: Desk, pc: Desk) -> None:
    first = pc.joins_site_of(ana).identity.device
    pc.joins_site_of(ana, again=True)
    assert pc.identity.device != first
    assert {first, pc.identity.device} <= set(ana.log.roster.members)


@pytest.fixture
def welcome(ana: Desk) -> tuple[Key, Welcome]:
    key, inviting = DeviceKey.generate(), ana.inviting()
    told = inviting.admit(inviting.invite(COUNTER), key.public_bytes, "PC")
    return key, msgspec.msgpack.decode(told, type=Welcome)


class OneKey(FreshKeys):
    def __init__(self, key: Key) -> None:
        self._key = key

    def new_key(self) -> Key:
        return self._key


def test_a_welcome_whose_parts_do_not_fit_together_changes_nothing(
    pc: Desk, welcome: tuple[Key, Welcome]
) -> None:
    key, sound = welcome
    for broken in (
        altered(sound, notices=()),
        altered(sound, notices=sound.notices[:2]),
        altered(sound, notices=tuple(wire[:-1] + b"!" for wire in sound.notices)),
        altered(sound, notices=(b"noise", *sound.notices[1:])),
        altered(sound, site_key=DeviceKey.generate().public_bytes),
        altered(sound, seat=Seat(role=Role.SUPERVISOR, place="Counter 3")),
        altered(sound, ca=b"another authority"),
    ):
        joining = Joining(
            keys=OneKey(key), knock=lambda *_, b=broken: b, verify=verify, identities=pc.folder
        )
        with pytest.raises(WelcomeNotSoundError):
            joining.join(A_CODE)
        assert not pc.folder.exists
    shuffled = altered(sound, notices=tuple(reversed((*sound.notices, b"noise"))))
    Joining(keys=OneKey(key), knock=lambda *_: shuffled, verify=verify, identities=pc.folder).join(
        A_CODE
    )
    assert pc.folder.load().device == key.id
