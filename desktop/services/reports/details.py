"""The details that tell who somebody is, and where in a text they stand."""

from dataclasses import dataclass
from enum import Enum


class Detail(Enum):
    """What kind of detail tells who somebody is."""

    NAME = "a name"
    PHONE = "a phone number"
    EMAIL = "an e-mail address"
    NUMBER = "a case or file number"
    PLATE = "a license plate"
    BORN = "a date of birth"
    ADDRESS = "an address"


@dataclass(frozen=True, slots=True)
class Found:
    """One such detail: what it is, the words, and where in the text they stand (``start:end``)."""

    detail: Detail
    words: str
    start: int
    end: int
