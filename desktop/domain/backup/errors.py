"""Why a backup is not made, or not restored: one sentence each, and what to do."""

from desktop.domain.errors import DeskError, RefusedError


class BackupNotMadeError(DeskError):
    """The backup is NOT made, and no part of it is left: the disk does not take it."""

    code = "backup-not-made"
    advice = "Free some space there, or choose another disk, and make it again."


class BackupFileExistsError(RefusedError):
    """A file of that name is there already."""

    code = "backup-file-exists"
    advice = "Choose another name, or pass --replace where it is an older backup."


class BackupUnreadableError(DeskError):
    """The backup cannot be read."""

    code = "backup-unreadable"
    advice = "Check the name and that this account may read it; put the disk back in."


class NotABackupError(DeskError):
    """This file is no backup of Countersign."""

    code = "not-a-backup"
    advice = "Choose a file that `countersign backup` or the Site page made. Nothing was changed."


class BackupPassphraseWrongError(DeskError):
    """This is not the passphrase of the backup."""

    code = "backup-passphrase-wrong"
    advice = "Type it again: capitals, spaces and the keyboard layout count. Nothing was changed."


class BackupCutOffError(DeskError):
    """The backup ends in the middle: it was cut off when it was copied."""

    code = "backup-cut-off"
    advice = "Copy it again from where it was made, or use another backup. Nothing was changed."


class BackupAlteredError(DeskError):
    """The backup is not as it was made: some of it was altered."""

    code = "backup-altered"
    advice = "Use another copy or another backup; this one is not to be trusted. Nothing changed."


class NewerBackupError(DeskError):
    """The backup was made by a newer version of this program."""

    code = "backup-newer"
    advice = "Install the newest version on this PC, then restore it. Nothing was changed."


class OtherSitesBackupError(RefusedError):
    """The backup belongs to another site."""

    code = "backup-of-another-site"
    advice = "Choose a backup of this site, or a station of that one. Nothing was changed."


class HomeNotEmptyError(RefusedError):
    """This PC has a station's history already."""

    code = "home-not-empty"
    advice = "Use another PC, or move that folder away first. Nothing was changed."


class SiteNotBroughtBackError(DeskError):
    """The site is NOT brought back, and nothing of it is left on this PC."""

    code = "site-not-brought-back"
    advice = "Free some space on this PC's disk, and do it again."


class NoRoomToRestoreError(RefusedError):
    """This PC's disk has no room for what is in the backup."""

    code = "no-room-to-restore"
    advice = "Free some space on it, and restore again. Nothing was changed."
