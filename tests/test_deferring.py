"""What others import and we do not use is loaded when somebody does."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.deferring import Deferring, left_out, load_when_used

NAME = "wave"
"""Any module of the standard library that nothing here uses."""


@pytest.fixture(autouse=True)
def absent() -> Iterator[None]:
    had = sys.modules.pop(NAME, None)
    yield
    sys.modules.pop(NAME, None)
    if had is not None:
        sys.modules[NAME] = had


def test_importing_it_loads_nothing_and_using_it_loads_it() -> None:
    load_when_used(NAME)
    import wave

    assert "Wave_read" not in vars(wave)
    assert wave.Wave_read.__name__ == "Wave_read"
    assert "Wave_read" in vars(wave)
    assert type(wave) is type(sys)


def test_a_package_is_loaded_with_what_it_is_made_of() -> None:
    code = (
        "from desktop.deferring import load_when_used; load_when_used('tomllib'); import tomllib;"
        "print('loads' in vars(tomllib), tomllib.loads('a = 1'), tomllib.TOMLDecodeError.__name__)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False {'a': 1} TOMLDecodeError"


def test_what_cannot_be_loaded_says_so_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_module.py").write_text("raise ZeroDivisionError")
    monkeypatch.syspath_prepend(str(tmp_path))
    load_when_used("broken_module")
    module = sys.modules.pop("broken_module")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            _ = module.anything


def test_what_it_does_not_have_is_missing_as_ever() -> None:
    load_when_used(NAME)
    import wave

    assert not hasattr(wave, "no_such_thing")


def test_a_module_that_is_loaded_already_stays_as_it_is() -> None:
    import wave

    load_when_used(NAME)
    assert sys.modules[NAME] is wave


def test_a_station_starts_without_http() -> None:
    code = (
        "import sys, desktop.services.adapters.mqtt.transport; print('http.client' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def test_a_module_that_only_a_later_finder_brings_is_put_off_too() -> None:
    deferring = Deferring(frozenset({NAME}))
    sys.meta_path.insert(0, deferring)
    try:
        import wave
    finally:
        sys.meta_path.remove(deferring)
    assert wave.__spec__ is not None
    wave.__spec__.name = "renamed.by.whoever.imported.it"
    assert "Wave_read" not in vars(wave)
    assert wave.Wave_read.__name__ == "Wave_read"


def test_what_is_left_out_is_not_there_meanwhile_and_afterwards_as_ever() -> None:
    with left_out(NAME), pytest.raises(ImportError):
        import wave  # noqa: F401 -- refused
    import wave as again

    with left_out(NAME):
        import wave as still

    assert still is again


def test_making_a_database_loads_no_mathematics() -> None:
    code = (
        "import sys, pathlib, tempfile;"
        "from desktop.services.adapters.sqlite.database import open_for_writing;"
        "from desktop.services.adapters.sqlite.schema import File;"
        "folder = tempfile.mkdtemp();"
        "open_for_writing(pathlib.Path(folder) / 'records.db', File.RECORDS).close();"
        "print('sqlite_utils' in sys.modules, 'numpy' in sys.modules);"
        "import numpy"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "True False"


def test_what_nobody_finds_is_not_there() -> None:
    deferring = Deferring(frozenset({"no_such_module"}))
    assert deferring.find_spec("no_such_module", None) is None
