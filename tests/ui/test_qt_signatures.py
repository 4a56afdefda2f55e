"""What PySide6 loads when somebody's call was wrong, and not before."""

import subprocess
import sys

HAD_IT = """
import PySide6.QtCore, sys, desktop.ui
print("inspect" in vars(sys.modules["shibokensupport.signature.layout"]))
"""
PROGRAM = """
import sys
import desktop.app.main, desktop.ui.console.window, desktop.app.counter_windows
from PySide6.QtCore import QObject
parts = ("layout", "parser", "lib.enum_sig", "lib.pyi_generator")
modules = [sys.modules["shibokensupport.signature." + part] for part in parts]
print(sum("re" in vars(module) or "inspect" in vars(module) for module in modules))
print(any(type(finder).__name__ == "Deferring" for finder in sys.meta_path))
try:
    QObject().startTimer("soon")
except TypeError as error:
    print("startTimer(interval: int" in str(error))
"""


def test_signatures_are_loaded_for_an_error_and_then_say_what_they_always_said() -> None:
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True)
    loaded, is_left_behind, explains = said.stdout.split()
    assert loaded == b"0"
    assert is_left_behind == b"False"
    assert explains == b"True"


def test_whoever_had_pyside_before_has_all_of_it() -> None:
    said = subprocess.run([sys.executable, "-c", HAD_IT], capture_output=True, check=True)
    assert said.stdout.strip() == b"True"
