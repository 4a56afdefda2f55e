"""A command line without a command, told apart without the parser."""

from pathlib import Path

import pytest

from desktop.cli.plain import PlainStart, plain_start


@pytest.mark.parametrize(
    ("arguments", "home"),
    [
        ([], None),
        (["--json"], None),
        (["--home", "desk"], "desk"),
        (["--json", "--home", "desk"], "desk"),
        (["--home", "first", "--home", "second"], "second"),
    ],
)
def test_what_only_opens_the_station_is_understood(arguments: list[str], home: str | None) -> None:
    assert plain_start(arguments) == PlainStart(Path(home) if home else None)


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["--home", "desk", "status"],
        ["--home"],
        ["--home", "--json"],
        ["--home=desk"],
        ["--help"],
        ["--version"],
        ["desk"],
    ],
)
def test_everything_else_is_left_to_the_parser(arguments: list[str]) -> None:
    assert plain_start(arguments) is None
