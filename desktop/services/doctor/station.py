"""The data folder, the identity in it, its databases, and the disk under it."""

import msgspec

from desktop.domain.errors import DeskError
from desktop.services.doctor.findings import Finding, Health

NEARLY_FULL_BYTES = 1_000_000_000
FULL_BYTES = 50_000_000


def data_folder(
    folder: str,
    refused: DeskError | None,
    *,
    is_private: bool = True,
    is_of_a_group: bool = False,
) -> Finding:
    """Whether what happens can be kept, and from whom."""
    if refused is None and not is_private:
        return Finding(
            "folder",
            Health.WARN,
            f"Other accounts of this PC can look into the data folder {folder}.",
            "Take their access away: what was said in alerts is kept there.",
        )
    if refused is None:
        whose = ", by the group that shares it" if is_of_a_group else ""
        return Finding("folder", Health.OK, f"The data folder {folder} can be written{whose}.")
    return Finding("folder", Health.FAIL, str(refused), refused.advice)


def former_records() -> Finding:
    """Reports on a PC that keeps none any more."""
    return Finding(
        "records",
        Health.WARN,
        "This PC was a supervisor's desk, and the records from then wait on it until another"
        " supervisor's desk has said that it holds all of them.",
        "Have Countersign run here and at the supervisors' desks at the same time; then they go"
        " by themselves.",
    )


def disk_space(free_bytes: int) -> Finding:
    """Whether what happens can still be kept tomorrow."""
    free = f"{free_bytes / 1_000_000_000:.1f} GB are free on its disk."
    if free_bytes < FULL_BYTES:
        return Finding("disk", Health.FAIL, "The disk is full.", "Free some space now.")
    if free_bytes < NEARLY_FULL_BYTES:
        return Finding("disk", Health.WARN, f"Only {free}", "Free some space soon.")
    return Finding("disk", Health.OK, free)


def disk_encryption(is_encrypted: bool | None) -> Finding:
    """What protects the reports when the PC is stolen."""
    if is_encrypted is None:
        return Finding(
            "encryption",
            Health.UNKNOWN,
            "Whether the disk is encrypted could not be found out.",
            "Check that BitLocker, FileVault or LUKS is on.",
        )
    if is_encrypted:
        return Finding("encryption", Health.OK, "The disk is encrypted.")
    return Finding(
        "encryption",
        Health.WARN,
        "The disk is not encrypted: whoever takes the PC can read what it keeps.",
        "Turn on BitLocker, FileVault or LUKS.",
    )


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What the data folder says of who this station is."""

    device: str = ""
    trouble: DeskError | None = None
    is_private: bool = True


def identity(found: Identity | None) -> Finding:
    """Who this station is; without a site there is nothing to find."""
    if found is None:
        return Finding(
            "identity",
            Health.WARN,
            "This PC belongs to no site yet.",
            "Run `countersign site create` or `countersign site join`.",
        )
    if found.trouble is not None:
        return Finding("identity", Health.FAIL, str(found.trouble), found.trouble.advice)
    if not found.is_private:
        return Finding(
            "identity",
            Health.FAIL,
            "Other accounts of this PC can read the station's key.",
            "Take their access to the folder “identity” away.",
        )
    return Finding("identity", Health.OK, f"Its key is there: {found.device[:8]}.")


def database(name: str, *, exists: bool, trouble: DeskError | None, damage: str) -> Finding:
    """One database file: ours, of a version we know, and whole."""
    if not exists:
        return Finding("database", Health.OK, f"There is no {name} yet; it is made when needed.")
    if trouble is not None:
        return Finding("database", Health.FAIL, str(trouble), trouble.advice)
    if damage:
        return Finding(
            "database",
            Health.FAIL,
            f"{name} is damaged: {damage}.",
            "Copy the data folder away now, then run `countersign log rebuild`.",
        )
    return Finding("database", Health.OK, f"{name} is whole.")
