"""Small files of the account's own settings, written whole or not at all."""

from pathlib import Path

from desktop.domain.autostart import AutostartRefusedError
from desktop.services.adapters.moving import move


def written(file: Path, content: bytes) -> None:
    """Have ``file`` say that; raises ``AutostartRefusedError``."""
    beside = file.with_name(f"{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        move(beside, file)
    except OSError as cause:
        raise _refused(file) from cause


def removed(file: Path) -> None:
    """Have no ``file``; raises ``AutostartRefusedError``."""
    try:
        file.unlink(missing_ok=True)
    except OSError as cause:
        raise _refused(file) from cause


def _refused(file: Path) -> AutostartRefusedError:
    return AutostartRefusedError("{file} cannot be written.", file=file)
