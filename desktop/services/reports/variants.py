"""What is printed of one record, for whom."""

from enum import StrEnum


class Variant(StrEnum):
    """One record, four documents: the whole, without personal data, and two for authorities."""

    FULL = "full"
    REDACTED = "redacted"
    OSHA_301 = "osha-301"
    SB_553 = "sb-553"
