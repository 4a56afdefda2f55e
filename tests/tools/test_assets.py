"""Fonts and sounds are found from a checkout and from an installed wheel alike."""

import subprocess
import sys
import zipfile
from pathlib import Path

from desktop.assets import asset

ROOT = Path(__file__).parents[2]
FONT = ("fonts", "Inter-Regular.ttf")


def test_a_checkout_finds_its_assets() -> None:
    assert asset(*FONT) == ROOT.joinpath("assets", *FONT)
    assert asset(*FONT).is_file()


def test_an_installed_wheel_finds_its_own_assets(tmp_path: Path) -> None:
    installed = tmp_path / "site-packages"
    with zipfile.ZipFile(wheel_in(tmp_path)) as wheel:
        wheel.extractall(installed)

    found = asked(f"from desktop.assets import asset; print(asset{FONT})", installed)

    assert Path(found).is_relative_to(installed)
    assert Path(found).read_bytes() == asset(*FONT).read_bytes()


def test_a_wheel_carries_the_version_and_the_command(tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel_in(tmp_path)) as wheel:
        (entry_points,) = (n for n in wheel.namelist() if n.endswith("entry_points.txt"))
        assert "countersign = desktop.cli:main" in wheel.read(entry_points).decode()


def wheel_in(folder: Path) -> Path:
    build = "import hatchling.build as b, sys; print(b.build_wheel(sys.argv[1]))"
    made = subprocess.run(
        [sys.executable, "-c", build, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return folder / made.stdout.splitlines()[-1]


def asked(code: str, site_packages: Path) -> str:
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=site_packages,  # first on the path of `python -c`, before the checkout
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout.strip()
