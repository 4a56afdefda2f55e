"""The recovery file is checked at a real desk, and every desk knows when it was opened last."""

from datetime import date
from pathlib import Path

import pytest

from desktop.services.adapters.keys.making import RecoveryPapers
from desktop.services.adapters.keys.recovery import (
    Recovery,
    RecoveryPassphraseWrongError,
    open_recovery,
)
from desktop.services.trust.inviting import WrongRecoveryError
from desktop.services.trust.recovery_checks import RecoveryChecks
from tests.support.trust import PASSPHRASE as TOWN_HALLS
from tests.support.trust import Desk
from tests.support.workplace import PASSPHRASE, StationAtWork, Workplace, office, wait_until

__all__ = ["office"]

FRESH = "five words that stand nowhere"


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


def checks(station: StationAtWork) -> RecoveryChecks[Recovery]:
    return RecoveryChecks(
        site=station.running.station,
        archive=station.running.archive,
        paper=RecoveryPapers(),
        changed=lambda: None,
    )


def test_a_check_is_told_to_the_other_desks_and_outlives_a_start(
    office: Workplace, ana: StationAtWork
) -> None:
    marcus = office.supervisor("Marcus Bell")
    assert checks(ana).last is None
    checks(ana).check(office.recovery_file, PASSPHRASE, author="Ana Ruiz").result(10)
    his = checks(marcus)
    wait_until(lambda: his.last is not None)
    ana.leaves()
    ana.comes_back()
    again = checks(ana)
    wait_until(lambda: again.last is not None)
    for one in (his, again):
        assert one.last is not None
        assert (one.last.author, one.last.is_anew) == ("Ana Ruiz", False)


def test_a_wrong_passphrase_and_another_sites_file_are_refused_and_nothing_is_said(
    office: Workplace, ana: StationAtWork, tmp_path: Path
) -> None:
    town_hall = Desk(tmp_path / "town hall").creates()
    looking = checks(ana)
    with pytest.raises(RecoveryPassphraseWrongError):
        looking.check(office.recovery_file, "not the passphrase", author="Ana Ruiz")
    with pytest.raises(WrongRecoveryError):
        looking.check(town_hall.recovery_file, TOWN_HALLS, author="Ana Ruiz")
    assert looking.last is None


def test_saved_anew_it_opens_with_the_new_passphrase_and_the_old_file_stays(
    office: Workplace, ana: StationAtWork, tmp_path: Path
) -> None:
    looking, new = checks(ana), tmp_path / "new.txt"
    looking.save_anew(
        office.recovery_file,
        PASSPHRASE,
        to=new,
        new_passphrase=FRESH,
        today=date(2026, 3, 9),
        author="Ana Ruiz",
    ).result(10)
    assert open_recovery(new, FRESH).site == open_recovery(office.recovery_file, PASSPHRASE).site
    assert looking.last is not None
    assert looking.last.is_anew
