import subprocess

import pytest

from tests.support.display import Display


@pytest.mark.display
def test_the_virtual_screen_has_a_window_manager(display: Display) -> None:
    asked = subprocess.run(
        ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"],
        env=display.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "window id" in asked.stdout
