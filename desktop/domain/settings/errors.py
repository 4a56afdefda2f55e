"""What can be wrong with a setting, and what a PC is told of it."""

from typing import TYPE_CHECKING

from desktop.domain.errors import DeskError, RefusedError
from desktop.domain.sentence import Sentence

if TYPE_CHECKING:  # most PCs keep the usual keys
    from desktop.domain.hotkeys import Chord


class SettingsError(DeskError):
    """The settings file says something that cannot hold, so the default is used.

    Nothing stops for it: a counter with a wrong line in its settings calls like any other.
    """

    code = "settings"
    advice = "Correct that line, or delete it to use the default."


class SettingRefusedError(RefusedError):
    """This setting cannot have that value."""

    code = "setting-refused"
    advice = "See what can be set, and how it stands, with: countersign settings show"


class KeyRefusedError(SettingRefusedError):
    """This key cannot be had.

    ``instead`` is a better one.
    """

    code = "key-refused"

    def __init__(self, why: Sentence, instead: "Chord") -> None:
        super().__init__("{why} {instead} can be had.", why=why, instead=instead)
        self.instead = instead


class UnknownSettingError(SettingRefusedError):
    """There is no such setting."""

    code = "unknown-setting"


class SettingFixedError(RefusedError):
    """The office has set this for all PCs, and it cannot be changed here."""

    code = "setting-fixed"
    advice = "Ask whoever looks after the PCs: preset.toml fixes it."


class SettingOfOnePcError(RefusedError):
    """This is a setting of one PC, and not of the whole site."""

    code = "setting-of-one-pc"
    advice = "Set it at that PC with: countersign settings set"


class SettingOfSiteError(RefusedError):
    """This holds for the whole site, and no PC has a word of its own on it."""

    code = "setting-of-site"
    advice = "Set it at an administrator's desk with: countersign settings preset"


class AdministratorsPresetError(RefusedError):
    """Only administrators' desks say this of the site, for what it lets go is gone for good."""

    code = "administrators-preset"
    advice = "Do it at the desk of an administrator."


class SupervisorsPresetError(RefusedError):
    """Only supervisors' desks say what holds at all PCs of the site."""

    code = "supervisors-preset"
    advice = "Do it at a supervisor's desk."


class SettingsNotSavedError(DeskError):
    """The settings could not be saved, so nothing has changed."""

    code = "settings-not-saved"
    advice = "Free some space, or give this account write access to the data folder, and try again."
