"""What ``status`` says of the keys that call from any program."""

from desktop.cli.hotkeys import hotkey_lines, hotkeys_told
from desktop.cli.serving.shapes import of_hotkeys
from desktop.domain.hotkeys import DEFAULTS, Holding, Hotkey, Hotkeys


def test_every_key_is_told_in_the_line_of_those_that_stand_as_it_does() -> None:
    actions = list(DEFAULTS)[: len(Holding)]
    keys = Hotkeys(
        tuple(Hotkey(a, DEFAULTS[a], holding) for a, holding in zip(actions, Holding, strict=True))
    )
    lines = list(hotkey_lines(keys))
    assert len(lines) == len(Holding) - 1  # those held and those ready both call
    told = " ".join(lines)
    assert all(told.count(f"{key.chord} {key.action}") == 1 for key in keys)


def test_what_commands_are_told_of_keys_is_read_again_as_it_was() -> None:
    keys = Hotkeys(tuple(Hotkey(a, DEFAULTS[a], Holding.HELD) for a in DEFAULTS))
    assert hotkeys_told(of_hotkeys(keys)) == keys
    assert list(hotkey_lines(hotkeys_told(of_hotkeys(None)))) == []
