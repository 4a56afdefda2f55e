"""The two locks say the same, and name nothing but the public index."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PUBLIC_HOSTS = {"pypi.org", "files.pythonhosted.org"}


@pytest.fixture(scope="module")
def uv_lock() -> dict[str, Any]:
    return tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pip_lock() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_both_locks_pin_the_same_versions_with_the_same_files(
    uv_lock: dict[str, Any], pip_lock: str
) -> None:
    in_uv = {
        f"{package['name']}=={package['version']}": {
            file["hash"]
            for file in [*package.get("wheels", []), package.get("sdist")]
            if file is not None
        }
        for package in uv_lock["package"]
        if package["name"] != "countersign"
    }
    entries = re.split(r"^(?=\S)", pip_lock, flags=re.MULTILINE)[1:]
    in_pip = {
        entry.split(None, 1)[0]: set(re.findall(r"sha256:[0-9a-f]{64}", entry)) for entry in entries
    }
    assert in_pip == in_uv


def test_the_lock_answers_the_dependencies_in_pyproject(uv_lock: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (locked,) = (p["metadata"] for p in uv_lock["package"] if p["name"] == "countersign")

    def written(entries: list[dict[str, str]]) -> set[str]:
        return {entry["name"] + entry["specifier"] + _condition(entry) for entry in entries}

    def wanted(entries: list[str]) -> set[str]:
        return {entry.lower() for entry in entries}

    assert written(locked["requires-dist"]) == wanted(project["project"]["dependencies"])
    assert written(locked["requires-dev"]["dev"]) == wanted(project["dependency-groups"]["dev"])


def _condition(entry: dict[str, str]) -> str:
    """For which Python, as pyproject writes it."""
    marker = entry.get("marker", "").replace("python_full_version", "python_version")
    return f"; {marker}" if marker else ""


@pytest.mark.parametrize("name", ["uv.lock", "requirements.lock"])
def test_a_lock_names_no_index_but_the_public_one(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert set(re.findall(r"https?://([^/\"\s]+)", text)) <= PUBLIC_HOSTS
