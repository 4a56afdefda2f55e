"""What a file is, by its own bytes: its name is only what somebody called it."""

import msgspec

from desktop.domain.reports.attachments import runs

HEAD_BYTES = 64 * 1024
"""What is read of a file to tell what it is."""


class Kind(msgspec.Struct, frozen=True):
    """A kind of content: its MIME type, what people call it, and the endings it goes by.

    ``is_drawn`` is one that the PDF can show.
    """

    media: str
    called: str
    endings: tuple[str, ...]
    is_drawn: bool = False


JPEG = Kind("image/jpeg", "a JPEG picture", (".jpg", ".jpeg", ".jpe", ".jfif"), is_drawn=True)
PNG = Kind("image/png", "a PNG picture", (".png", ".apng"), is_drawn=True)
GIF = Kind("image/gif", "a GIF picture", (".gif",), is_drawn=True)
WEBP = Kind("image/webp", "a WebP picture", (".webp",), is_drawn=True)
BMP = Kind("image/bmp", "a BMP picture", (".bmp", ".dib"), is_drawn=True)
TIFF = Kind("image/tiff", "a TIFF picture", (".tif", ".tiff"), is_drawn=True)
HEIC = Kind("image/heic", "a HEIC picture", (".heic", ".heif", ".hif"))
AVIF = Kind("image/avif", "an AVIF picture", (".avif",))
PDF = Kind("application/pdf", "a PDF document", (".pdf",))
WAV = Kind("audio/wav", "a WAV recording", (".wav", ".wave"))
MP3 = Kind("audio/mpeg", "an MP3 recording", (".mp3", ".mp2", ".mpga"))
M4A = Kind("audio/mp4", "an M4A recording", (".m4a", ".m4b", ".mp4", ".aac"))
MP4 = Kind("video/mp4", "an MP4 film", (".mp4", ".m4v", ".m4a", ".mov"))
MOV = Kind("video/quicktime", "a QuickTime film", (".mov", ".qt", ".mp4"))
GP3 = Kind("video/3gpp", "a 3GP recording", (".3gp", ".3gpp", ".3g2", ".amr", ".mp4", ".m4a"))
AVI = Kind("video/x-msvideo", "an AVI film", (".avi",))
OGG = Kind("audio/ogg", "an Ogg recording", (".ogg", ".oga", ".opus", ".ogv"))
FLAC = Kind("audio/flac", "a FLAC recording", (".flac",))
AMR = Kind("audio/amr", "an AMR recording", (".amr", ".awb"))
DOCX = Kind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "a Word document",
    (".docx", ".dotx"),
)
XLSX = Kind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "an Excel sheet",
    (".xlsx", ".xlsb", ".xltx"),
)
PPTX = Kind(
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "a PowerPoint presentation",
    (".pptx", ".ppsx"),
)
ODT = Kind("application/vnd.oasis.opendocument.text", "an OpenDocument text", (".odt", ".ott"))
ODS = Kind("application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument sheet", (".ods",))
ODP = Kind(
    "application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation", (".odp",)
)
OLE = Kind(
    "application/x-ole-storage",
    "a document of an older Office program",
    (".doc", ".xls", ".ppt", ".msg", ".dot", ".xlt", ".pps", ".pub", ".vsd", ".wps"),
)
ZIP = Kind("application/zip", "a ZIP archive", (".zip", ".pages", ".numbers", ".key", ".epub"))
RTF = Kind("application/rtf", "an RTF text", (".rtf", ".doc"))
TEXT = Kind("text/plain", "a plain text", ())
"""Its endings are many: e-mails, tables and web pages are text."""
UNKNOWN = Kind("application/octet-stream", "a file of a kind not known here", ())

KINDS = (
    *(JPEG, PNG, GIF, WEBP, BMP, TIFF, HEIC, AVIF, PDF, WAV, MP3, M4A, MP4, MOV, GP3, AVI, OGG),
    *(FLAC, AMR, DOCX, XLSX, PPTX, ODT, ODS, ODP, OLE, ZIP, RTF, TEXT, UNKNOWN),
)
BOXED = frozenset({HEIC, AVIF, M4A, MP4, MOV, GP3})
"""Kinds made of boxes, each with its length before it."""
ZIPPED = frozenset({DOCX, XLSX, PPTX, ODT, ODS, ODP, ZIP})
OFFICE = frozenset({DOCX, XLSX, PPTX})
"""Kinds that carry macros in a part of a known name."""
_ALWAYS_TOLD = (*(JPEG, PNG, GIF, WEBP, BMP, TIFF, HEIC, AVIF, PDF), *(DOCX, XLSX, PPTX))
"""Kinds of which every file is known by its first bytes; a recording may begin in many ways."""

_STARTS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", RTF),
    (b"ID3", MP3),
    (b"OggS", OGG),
    (b"fLaC", FLAC),
    (b"#!AMR", AMR),
)
_RIFFS = {b"WEBP": WEBP, b"WAVE": WAV, b"AVI ": AVI}
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), HEIC),
    **dict.fromkeys((b"avif", b"avis"), AVIF),
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P "), M4A),
    b"qt  ": MOV,
}
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_PROGRAMS = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x4c\0\0\0\x01\x14\x02\0",  # a Windows shortcut
)
_SCRIPTS = (b"#!/", b"#! /", b"[Desktop Entry]", b"[InternetShortcut]")


def kind_of(head: bytes, name: str) -> Kind:
    """What a file is that begins with ``head``; its ``name`` is for the refusal alone.

    Raises ``AttachmentRunsError`` for a program, a script or a link.
    """
    if _runs(head):
        raise runs(name)
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    return (
        _riff(head)
        or _boxed(head)
        or _zipped(head)
        or (PDF if b"%PDF-" in head[:1024] else None)
        or (BMP if _is_bmp(head) else None)
        or (MP3 if _is_mpeg_audio(head) else None)
        or (TEXT if _is_text(head) else UNKNOWN)
    )


def is_called_otherwise(kind: Kind, ending: str) -> bool:
    """The ending says that it is something else, which ``KINDS`` knows."""
    if not ending or ending in kind.endings or kind is UNKNOWN:
        return False
    return any(ending in other.endings for other in KINDS if other is not kind)


def called_by(ending: str) -> Kind | None:
    """What the ending says, if that is a kind of which every file is known."""
    return next((kind for kind in _ALWAYS_TOLD if ending in kind.endings), None)


def _runs(head: bytes) -> bool:
    if head.startswith(_PROGRAMS):
        return True
    if head.startswith(b"MZ"):
        return not _is_text(head)
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_SCRIPTS)


def _riff(head: bytes) -> Kind | None:
    return _RIFFS.get(head[8:12]) if head.startswith(b"RIFF") else None


def _boxed(head: bytes) -> Kind | None:
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if brand.startswith((b"3gp", b"3g2")):
        return GP3
    return _BRANDS.get(brand, MP4)


def _zipped(head: bytes) -> Kind | None:
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    for kind in (ODT, ODS, ODP):
        if head[30:].startswith(b"mimetype" + kind.media.encode()):
            return kind
    if b"[Content_Types].xml" in head or b"_rels/" in head:
        for folder, kind in ((b"word/", DOCX), (b"xl/", XLSX), (b"ppt/", PPTX)):
            if folder in head:
                return kind
    return ZIP


def _is_bmp(head: bytes) -> bool:
    return head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADERS


def _is_mpeg_audio(head: bytes) -> bool:
    """A frame's header: eleven bits set, and a version, layer, bit rate and rate that exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer != 0 and head[2] >> 4 not in {0, 15} and head[2] >> 2 & 3 != 3


def _is_text(head: bytes) -> bool:
    """UTF-8, UTF-16 with its mark, or an older 8-bit alphabet: no control characters in it."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in head)
