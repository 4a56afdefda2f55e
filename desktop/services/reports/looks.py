"""What looks like a name, a number or an address, whoever it belongs to."""
# ruff: noqa: RUF001 (people write both kinds of apostrophe)

import re
from collections.abc import Iterator

from desktop.services.reports.details import Detail, Found

_TITLES = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sr|Sra|Srta|Officer|Deputy|Sergeant|Sgt|Detective)"
_STREETS = (
    "street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|way|place|pl|"
    "square|sq|terrace|highway|hwy|parkway|pkwy|circle|cir|trail|apartment|apt|suite|unit"
)
_MONTHS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)[a-z]{0,7}"
# fmt: off
_LOOKS: tuple[tuple[Detail, re.Pattern[str]], ...] = (
    (Detail.EMAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    (Detail.BORN, re.compile(
        r"\b(?:d\.?o\.?b\.?|date of birth|birth ?da(?:y|te)|born(?: on| in)?)\b[\s:.,]*"
        rf"(?:{_MONTHS}\.? )?\d[\d./-]{{0,9}}(?: {_MONTHS})?(?:,? \d{{2,4}})?", re.IGNORECASE)),
    (Detail.BORN, re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19\d\d|200\d|\d\d)\b")),
    (Detail.NUMBER, re.compile(r"\b\d{3}-\d{2}-\d{4}\b")),
    (Detail.PHONE, re.compile(
        r"(?<![\w/.-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,5}\)[ .-]?|\d{2,5}[ .-])?\d{3}[ .-]\d{3,4}"
        r"(?:[ .-]\d{2,4})?(?![\w-])")),
    (Detail.PHONE, re.compile(r"(?<!\w)\+\d[\d ().-]{6,18}\d(?!\w)")),
    (Detail.PHONE, re.compile(r"(?<!\w)(?:\d{2} ?){4,6}(?!\w)")),
    (Detail.NUMBER, re.compile(
        r"\b(?:case|file|claim|account|acct|permit|license|licence|report|badge|member|policy|"
        r"reference|ref|id|ssn)\b[ .:]*+(?:no\b\.?|nr\b\.?|number|num\b\.?|#)?[ .:#]*+"
        r"(?=[\w/-]{0,29}\d)[\w/-]{2,30}", re.IGNORECASE)),
    (Detail.NUMBER, re.compile(r"#\s?[\w/-]{0,20}\d[\w/-]{0,20}")),
    (Detail.NUMBER, re.compile(r"(?<![\w.,:/-])\d{5,}(?![\w])")),
    (Detail.PLATE, re.compile(
        r"\b(?:plate|license plate|tag)\b[ .:]*+(?:no\.?|number|#)?[ .:]*+"
        r"(?=[\w-]{0,9}\d)[\w-]{2,10}",
        re.IGNORECASE)),
    (Detail.PLATE, re.compile(
        r"\b(?=[A-Z0-9-]{0,9}[A-Z])(?=[A-Z0-9-]{0,9}\d)(?=(?:[A-Z0-9]-?){5,8}\b)[A-Z0-9]{1,4}"
        r"(?:-?[A-Z0-9]{1,4}){1,2}\b")),
    (Detail.PLATE, re.compile(
        r"\b(?![AP]M )(?:[A-Z]{2,3}[ -]\d{3,4}|\d{3,4}[ -](?![AP]M\b)[A-Z]{2,3})\b")),
    (Detail.ADDRESS, re.compile(
        rf"\b\d{{1,5}}[a-z]?(?: [\w.'’-]{{1,30}}){{1,3}} (?:{_STREETS})\b\.?", re.IGNORECASE)),
    (Detail.ADDRESS, re.compile(
        r"\bP\.? ?O\.? Box \w+|\b(?:apartment|apt)\.? ?#?\w*\d\w*", re.IGNORECASE)),
    (Detail.NAME, re.compile(rf"\b{_TITLES}\.? [A-ZÀ-ÖØ-Þ][\w'’-]+(?: [A-ZÀ-ÖØ-Þ][\w'’-]+)?")),
)
# fmt: on


def looks(text: str) -> Iterator[Found]:
    """Everything in ``text`` that has the shape of such a detail."""
    for detail, pattern in _LOOKS:
        for match in pattern.finditer(text):
            words = match[0].rstrip(" .,:;")
            if words:
                yield Found(detail, words, match.start(), match.start() + len(words))
