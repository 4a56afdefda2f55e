"""Starting by itself on a Mac: the file that launchd reads. launchd itself was not there."""

import plistlib
from pathlib import Path

import pytest

from desktop.domain.autostart import StartsAnotherError, TurnedOffBySystemError
from desktop.services.adapters.autostart.macos import LaunchAgent


@pytest.fixture
def command(tmp_path: Path) -> tuple[str, ...]:
    program = tmp_path / "countersign"
    program.write_text("")
    return (str(program), "--home", "/Users/Shared/Front desk & more")


def test_it_is_an_agent_of_the_account_until_it_is_turned_off(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    agent = LaunchAgent(command, tmp_path / "LaunchAgents", tmp_path / "everyones")
    assert not agent.standing().is_on
    agent.turn_on()
    said = plistlib.loads(Path(agent.place).read_bytes())
    assert said["ProgramArguments"] == list(command)
    assert said["RunAtLoad"] is True
    assert "KeepAlive" not in said, "two would start it again"
    assert agent.standing().is_on
    agent.turn_off()
    assert not agent.standing().is_on


def test_what_else_stands_there_is_told(tmp_path: Path, command: tuple[str, ...]) -> None:
    agent = LaunchAgent(command, tmp_path, tmp_path / "everyones")
    LaunchAgent(command[:1], tmp_path, tmp_path / "everyones").turn_on()
    assert isinstance(agent.standing().why_not, StartsAnotherError)
    agent.turn_on()
    said = plistlib.loads(Path(agent.place).read_bytes())
    Path(agent.place).write_bytes(plistlib.dumps(said | {"Disabled": True}))
    assert isinstance(agent.standing().why_not, TurnedOffBySystemError)
    Path(agent.place).write_text("no list of properties")
    assert agent.standing().starts == ()


def test_what_an_installer_noted_for_all_accounts_counts(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    LaunchAgent(command, tmp_path / "everyones", tmp_path).turn_on()
    assert LaunchAgent(command, tmp_path / "own", tmp_path / "everyones").standing().is_on
