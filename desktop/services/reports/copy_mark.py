"""What a copy says of itself in its file's properties, so that it can be checked against the log.

Nothing in it is about a person: it goes into redacted copies, too.
"""

from dataclasses import dataclass
from datetime import tzinfo
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.domain.reports.numbers import is_number
from desktop.services.reports.dates import offset_zone
from desktop.services.reports.variants import Variant

_BEGINS = "countersign-copy"
_MOST = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyMark:
    """Which record a copy is of, as it stood then (``code``), and how it was printed.

    ``zone`` is ``None`` where the clocks of the reporter were used. ``alert`` is the code of the
    linked alert's record, whose timeline is printed, too; ``pictures`` how many were at hand. A
    draft has no number.
    """

    number: str
    code: str
    variant: Variant
    language: str
    zone: tzinfo | None
    version: str
    paper: str = ""
    alert: str = ""
    pictures: int = 0

    def __str__(self) -> str:
        said = {
            "report": self.number,
            "code": self.code,
            "variant": self.variant.value,
            "paper": self.paper,
            "language": self.language,
            "zone": _zone_name(self.zone),
            "version": self.version,
            "alert": self.alert,
            "pictures": str(self.pictures) if self.pictures else "",
        }
        return f"{_BEGINS} " + " ".join(f"{key}={value}" for key, value in said.items() if value)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The mark that ``text`` is; ``None`` where it is none, or of no report."""
        first, *others = text[:_MOST].split()[:12] or [""]
        if first != _BEGINS:
            return None
        said = dict(pair.split("=", 1) for pair in others if "=" in pair)
        try:
            mark = cls(
                number=said.get("report", ""),
                code=said.get("code", ""),
                variant=Variant(said.get("variant", "")),
                language=said.get("language", "en"),
                zone=_zone(said.get("zone", "")),
                version=said.get("version", ""),
                paper=said.get("paper", ""),
                alert=said.get("alert", ""),
                pictures=int(said.get("pictures", "0")),
            )
        except (ValueError, ZoneInfoNotFoundError, OSError):
            return None
        return mark if is_number(mark.number) else None


def _zone_name(zone: tzinfo | None) -> str:
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo) and zone.key:
        return zone.key
    offset = zone.utcoffset(None)
    return "" if offset is None else f"{round(offset.total_seconds() / 60):+d}"


def _zone(name: str) -> tzinfo | None:
    if not name:
        return None
    return offset_zone(int(name)) if name[0] in "+-" else ZoneInfo(name)
