"""Changing one setting in a file that people write in, too."""

import sys
from pathlib import Path

import pytest

from desktop.domain.relays import RelayAddress
from desktop.domain.settings.errors import SettingsNotSavedError
from desktop.services.adapters.settings.reading import read_own
from desktop.services.adapters.settings.writing import changed, write_settings
from tests.support.accounts import an_ordinary_account

WRITTEN = """# The front office. Ask Joan before you change this.
port = 18999   # the other one is taken

[hotkeys]
# F11 belongs to the till
panic = "Ctrl+Shift+P"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "station.toml"


def test_a_change_keeps_every_comment_and_whatever_else_stands_there() -> None:
    written = changed(WRITTEN, {"theme": "dark", "port": 19000, "hotkeys.report": ""})
    assert written == (
        "# The front office. Ask Joan before you change this.\n"
        "port = 19000   # the other one is taken\n"
        'theme = "dark"\n'
        "\n"
        "[hotkeys]\n"
        "# F11 belongs to the till\n"
        'panic = "Ctrl+Shift+P"\n'
        'report = ""\n'
    )


def test_a_word_that_is_taken_back_leaves_the_rest_as_it_was() -> None:
    assert changed(changed(WRITTEN, {"theme": "dark"}), {"theme": None}) == WRITTEN
    assert "[hotkeys]" not in changed(WRITTEN, {"hotkeys.panic": None})
    assert changed("", {"theme": None}) == ""


def test_a_key_of_a_table_goes_into_the_table_however_that_is_written() -> None:
    for text in ('hotkeys.panic = "F9"\n', 'hotkeys = {panic = "F9"}\n', "", "[hotkeys]\n"):
        assert 'report = "Ctrl+Shift+R"' in changed(text, {"hotkeys.report": "Ctrl+Shift+R"})


def test_one_key_where_there_were_to_be_none_leaves_the_others_without(file: Path) -> None:
    file.write_text("hotkeys = false\nport = 18999\n")
    write_settings(file, {"hotkeys.panic": "Ctrl+Shift+P"})
    said = read_own(file)
    assert said.faults == ()
    assert said.values["port"] == 18999
    assert said.values["hotkeys.panic"] == ("Ctrl+Shift+P",)
    assert {one for key, one in said.values.items() if key.startswith("hotkeys.")} == {
        ("Ctrl+Shift+P",),
        (),
    }


def test_a_file_of_windows_keeps_its_ends_of_lines() -> None:
    written = changed("port = 1 # one\r\n\r\n[hotkeys]\r\n", {"theme": "dark"})
    assert written.count("\n") == written.count("\r\n") == 4


def test_a_line_that_cannot_be_read_becomes_a_comment_and_is_not_lost(file: Path) -> None:
    file.write_text('port = 18999\nthis is no setting\n\n[hotkeys\npanic = "Ctrl+Shift+P"\n')
    write_settings(file, {"theme": "dark"})
    text = file.read_text()
    assert "# not understood: this is no setting\n" in text
    assert '# not understood: panic = "Ctrl+Shift+P"\n' in text
    said = read_own(file)
    assert said.faults == ()
    assert said.values == {"port": 18999, "theme": "dark"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("theme", "contrast"),
        ("text_scale", 1.5),
        ("sound", False),
        ("port", 19000),
        ("relays", (RelayAddress("10.0.0.5", 1884), RelayAddress("fe80::1", 18883))),
        ("hotkeys.panic", ("Ctrl+Shift+P",)),
        ("hotkeys.panic", ("Ctrl+Shift+P", "F13")),
        ("hotkeys.report", ()),
    ],
)
def test_what_is_written_is_what_is_read(file: Path, key: str, value: object) -> None:
    write_settings(file, {key: value})
    assert read_own(file).values == {key: value}


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are ACLs there")
def test_a_disk_that_refuses_is_one_sentence_and_nothing_is_lost(file: Path) -> None:
    file.write_text(WRITTEN)
    file.parent.chmod(0o555)
    with an_ordinary_account(), pytest.raises(SettingsNotSavedError) as refused:
        write_settings(file, {"theme": "dark"})
    file.parent.chmod(0o755)
    assert "nothing has changed" in str(refused.value)
    assert "Permission denied" in str(refused.value)
    assert file.read_text() == WRITTEN


def test_a_file_that_is_no_text_is_left_as_it_is(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsNotSavedError, match="not UTF-8"):
        write_settings(file, {"theme": "dark"})
    assert file.read_bytes() == b"\xff\xfe\x00"
