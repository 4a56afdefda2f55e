"""What is attached to a report: photos, letters, recordings, each named by what is in it."""

import re
import unicodedata
from pathlib import PurePosixPath

import msgspec

from desktop.domain.errors import RefusedError
from desktop.domain.plain_text import is_break

BlobId = str
"""SHA-256 of a blob's bytes, in hex: its name on the disk, on the wire and in a report."""

MOST_BYTES = 100 * 1024 * 1024
"""One attachment at the most: half a minute's transfer, or an hour's recording of a phone call."""
LONGEST_NAME = 200
"""Bytes of a name in UTF-8, its ending among them: systems take 255, and some may be added."""
LONGEST_ENDING = 12
_MOST_READ = 4096
"""Characters of a name that are looked at, from its end."""

_IS_BLOB_ID = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FORBIDDEN = frozenset('<>:"/\\|?*')
"""What some system's file names may not hold."""
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}
)
"""Names that Windows takes for devices, with any ending."""
_RUNNABLE = frozenset(
    {
        *(".app", ".appimage", ".bat", ".chm", ".cmd", ".com", ".command", ".cpl", ".dll"),
        *(".desktop", ".exe", ".gadget", ".hta", ".inf", ".jar", ".js", ".jse", ".lnk", ".msc"),
        *(".msi", ".msp", ".pif", ".ps1", ".psm1", ".py", ".pyw", ".reg", ".scf", ".scr", ".sh"),
        *(".application", ".appref-ms", ".settingcontent-ms"),
        *(".url", ".vb", ".vbe", ".vbs", ".workflow", ".ws", ".wsf", ".wsh", ".xll"),
        # What Windows installs, or goes to another computer for.
        *(".appinstaller", ".appx", ".appxbundle", ".deskthemepack", ".diagcab", ".hlp", ".jnlp"),
        *(".library-ms", ".msix", ".msixbundle", ".mst", ".msu", ".pl", ".ps1xml", ".pyc", ".pyz"),
        *(".pyzw", ".rdp", ".sct", ".search-ms", ".searchconnector-ms", ".shb", ".shs", ".theme"),
        *(".themepack", ".vsto", ".website", ".wsb", ".wsc", ".xbap"),
    }
)
"""Endings of files that a double click would run at the desk of whoever reads the report."""
_MACROS = frozenset(
    {
        *(".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".potm", ".ppsm", ".ppam"),
        *(".sldm", ".accdb", ".accde", ".accdr", ".accda", ".mdb", ".mde", ".mda", ".ade", ".adp"),
    }
)
"""Endings of documents that carry programs of their own."""
_DISKS = frozenset({".iso", ".img", ".vhd", ".vhdx", ".dmg"})
"""Endings of whole disks in a file: a double click opens one, past the warnings that other files
from elsewhere come with.
"""


class AttachmentTooLargeError(RefusedError):
    """The file is larger than 100 MB, which is the most that can be attached."""

    code = "attachment-too-large"
    advice = "Attach a shorter recording or a smaller picture, and say where the whole is kept."


class AttachmentEmptyError(RefusedError):
    """The file is empty."""

    code = "attachment-empty"
    advice = "Look whether it opens elsewhere; if it is still being saved, attach it after that."


class AttachmentRunsError(RefusedError):
    """The file is a program or a link, and such are not attached."""

    code = "attachment-runs"
    advice = "Attach a picture of it instead, or keep the file and say in the report where it is."


class AttachmentMacrosError(AttachmentRunsError):
    """The file can carry macros, which are small programs, and such are not attached."""

    code = "attachment-macros"
    advice = "Save it as a PDF, or as a document without macros, and attach that."


class AttachmentDiskError(AttachmentRunsError):
    """The file is the image of a disk, and such are not attached."""

    code = "attachment-disk"
    advice = "Attach the files that are in it, one by one."


class BlobRef(msgspec.Struct, frozen=True, kw_only=True):
    """Which bytes are meant: their hash, and how many there are."""

    sha256: BlobId
    size: int

    @property
    def is_sound(self) -> bool:
        """It may name a blob at all: events from other stations may say anything."""
        return is_blob_id(self.sha256) and 0 < self.size <= MOST_BYTES


class Attachment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file: its name, what it is by its content, and the blob that holds it.

    ``media`` is the MIME type of what is in it, whatever its name says. ``name`` is fit for every
    system's folders. ``size`` is in bytes; ``sha256`` in hex names the blob; ``added_at`` is UTC,
    ISO 8601; ``added_by`` is the person at the station.
    """

    name: str
    media: str
    size: int
    sha256: BlobId
    added_at: str = ""
    added_by: str = ""

    @property
    def blob(self) -> BlobRef:
        """The bytes it names."""
        return BlobRef(sha256=self.sha256, size=self.size)


def is_blob_id(text: str) -> bool:
    """Whether ``text`` can name a blob: nothing else is ever made into a path."""
    return _IS_BLOB_ID.fullmatch(text) is not None


def require_attachable(name: str, size: int) -> None:
    """Raise what speaks against attaching a file of that name and size, before it is read."""
    if size == 0:
        raise AttachmentEmptyError("“{name}” is empty.", name=clean_name(name))
    if size > MOST_BYTES:
        raise AttachmentTooLargeError(
            "“{name}” has {size} MB; 100 MB can be attached.",
            name=clean_name(name),
            size=f"{size / 1024**2:,.0f}",
        )
    ending = _last_ending(name)
    if ending in _RUNNABLE:
        raise runs(name)
    if ending in _MACROS:
        raise carries_macros(name)
    if ending in _DISKS:
        raise AttachmentDiskError(
            "“{name}” is the image of a disk, and such are not attached.", name=clean_name(name)
        )


def runs(name: str) -> AttachmentRunsError:
    """The refusal of a program, a script or a link."""
    return AttachmentRunsError(
        "“{name}” is a program or a link, and such are not attached.", name=clean_name(name)
    )


def carries_macros(name: str) -> AttachmentMacrosError:
    """The refusal of a document that carries programs."""
    return AttachmentMacrosError(
        "“{name}” can carry macros, which are small programs, and such are not attached.",
        name=clean_name(name),
    )


def is_runnable(name: str) -> bool:
    """A double click on a file of that name runs something, or opens what does."""
    return _last_ending(name) in _RUNNABLE | _MACROS | _DISKS


def _last_ending(name: str) -> str:
    return PurePosixPath(clean_name(name)).suffix.lower()


def ending_of(name: str) -> str:
    """The ending in small letters with its dot; ``""`` where there is none that says anything."""
    return _parted(name)[1].lower()


def clean_name(name: str) -> str:
    """``name`` as every system's folders take it, and as it reads: no path, no hidden letters.

    The last ending stays, for it says what opens the file; what is too long is cut before it.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name[-_MOST_READ:]))[-1]
    shown = "".join("_" if letter in _FORBIDDEN else letter for letter in map(_visible, last))
    stem, ending = _parted(" ".join(shown.split()).strip(". "))
    room = LONGEST_NAME - len(ending.encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(". ") or "attachment"
    if stem.partition(".")[0].rstrip().upper() in _DEVICES:
        stem = f"_{stem}"
    return stem + ending


def _visible(letter: str) -> str:
    """``letter``, unless it changes how others read, such as those that turn an ending round."""
    if is_break(letter):
        return " "
    kind = unicodedata.category(letter)
    if kind == "Cs":
        return "_"  # half a character, as an odd byte in a file's name leaves it
    return "" if kind in {"Cc", "Cf", "Cn", "Co"} else letter


def _parted(name: str) -> tuple[str, str]:
    ending = PurePosixPath(name).suffix
    if not 1 < len(ending) <= LONGEST_ENDING:
        return name, ""
    return name[: -len(ending)], ending
