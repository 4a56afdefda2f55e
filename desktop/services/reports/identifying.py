"""Finds what tells who somebody is, in a text that is to leave without it (Labor Code 6401.9).

Two ways: what the record itself says of people (their names, numbers and addresses, however they
are spelled), and what looks like such a thing whoever it belongs to. It stops too much rather
than too little; no program can promise to find everything, so a person reads it, too.
"""
# ruff: noqa: RUF001 (people write both kinds of apostrophe)

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from desktop.domain.reports.field import Answer, Answers, Entry, Field
from desktop.domain.reports.fields import BY_KEY
from desktop.domain.reports.report import Report


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


@dataclass(frozen=True, slots=True)
class Known:
    """What a record says of the people in it: their names, and other things by kind."""

    names: frozenset[str] = frozenset()
    others: frozenset[tuple[Detail, str]] = frozenset()


_NAME_KEYS = frozenset(
    [
        "name",
        "alias",
        "reporter_name",
        "police_by",
        "officer",
        "companion",
        "reply_by",
        "hurt_name",
        "who",
        "physician",
    ]
)
_OTHER_KEYS = {
    "phone": Detail.PHONE,
    "reporter_phone": Detail.PHONE,
    "caller_number": Detail.PHONE,
    "caller_id": Detail.PHONE,
    "visit_phone": Detail.PHONE,
    "contact": Detail.PHONE,
    "case_number": Detail.NUMBER,
    "police_number": Detail.NUMBER,
    "osha_case": Detail.NUMBER,
    "vehicle": Detail.PLATE,
    "visit_address": Detail.ADDRESS,
    "ask_address": Detail.ADDRESS,
    "hurt_address": Detail.ADDRESS,
    "facility": Detail.ADDRESS,
    "hurt_born": Detail.BORN,
    "ask_name": Detail.NAME,
    "voice_like": Detail.NAME,
}
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
        r"reference|ref|id|ssn)\b[ .:]*(?:no\b\.?|nr\b\.?|number|num\b\.?|#)?[ .:#]*"
        r"(?=[\w/-]{0,29}\d)[\w/-]{2,30}", re.IGNORECASE)),
    (Detail.NUMBER, re.compile(r"#\s?[\w/-]{0,20}\d[\w/-]{0,20}")),
    (Detail.NUMBER, re.compile(r"(?<![\w.,:/-])\d{5,}(?![\w])")),
    (Detail.PLATE, re.compile(
        r"\b(?:plate|license plate|tag)\b[ .:]*(?:no\.?|number|#)?[ .:]*"
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


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NO_NAMES = _set(
    "the a an and or of de la el los las von van der den del al bin mr mrs ms miss dr sr sra "
    "man woman men women person customer client visitor caller stranger unknown known male "
    "female young old tall short about years year boy girl child minor adult someone somebody "
    "nobody police officer deputy sergeant security guard manager supervisor director "
    "employee clerk staff coworker colleague front desk office counter county city sheriff "
    "department hospital clinic medical center general state with in at on his her their my "
    "no not none jr sr ii iii he she they it we you i him them us me our your its was were is "
    "are be hombre mujer cliente persona desconocido desconocida policía guardia"
)
_ORDINARY = _set(
    "park lane will mark bill may grace hope rose white black brown green gray grey king long "
    "day church hill wood woods field fields stone rice price page case bell cook baker "
    "carpenter miller mason porter potter rich frank art gene pat rob sue drew dean earl duke "
    "prince major junior chase hunter joy faith summer april june august dawn ivy olive penny "
    "daisy lily ray grant rush love best close moody strong wise good cross rivers banks "
    "waters snow frost winter cash check short wall walls street bush moon star west north "
    "east south paz luz cruz rey leon flores rosa sol mar"
)
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_LONGEST_KNOWN = 200


def known_of(report: Report, also: Iterable[str] = ()) -> Known:
    """Everything by which the record knows people; ``also`` are further names."""
    names: set[str] = {report.reporter, *also}
    others: set[tuple[Detail, str]] = set()
    for answers in (report.submitted, report.answers, *map(_changed, report.amendments)):
        for key, text in _texts(answers):
            if key in _NAME_KEYS:
                names.add(text)
            elif key in _OTHER_KEYS:
                others.add((_OTHER_KEYS[key], text))
    names.update(amendment.amender for amendment in report.amendments)
    for remarks in (report.readings, report.comments, report.conclusions):
        names.update(remark.person for remark in remarks)
    for action in report.actions:
        names.update((action.owner, action.author, action.done_by))
    names.update(signing.signer for signing in report.signings)
    names |= {text for detail, text in others if detail is Detail.NAME}
    return Known(
        frozenset(name for name in names if name.strip()),
        frozenset((d, text) for d, text in others if d is not Detail.NAME and text.strip()),
    )


def identifying(text: str, known: Known) -> tuple[Found, ...]:
    """Every detail in ``text`` that tells who somebody is, from its beginning to its end.

    Details that overlap are one: the longest, and of those the first kind named in ``Detail``.
    """
    found = [*_names(text, known.names), *_others(text, known.others), *_looks(text)]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Found] = []
    for one in found:
        if kept and one.start < kept[-1].end:
            if one.end > kept[-1].end:  # the two stand as one, so that what is cut is cut whole
                last = kept.pop()
                kept.append(Found(last.detail, text[last.start : one.end], last.start, one.end))
            continue
        kept.append(one)
    return tuple(kept)


def without(text: str, known: Known, mark: str) -> str:
    """``text`` with ``mark`` in the place of every such detail."""
    pieces: list[str] = []
    at = 0
    for one in identifying(text, known):
        pieces += [text[at : one.start], mark]
        at = one.end
    return "".join([*pieces, text[at:]])


def _changed(amendment: object) -> Answers:
    changes = getattr(amendment, "changes", ())
    return {
        change.key: answer
        for change in changes
        for answer in (change.before, change.after)
        if answer is not None
    }


def _texts(answers: Answers) -> Iterator[tuple[str, str]]:
    for key, answer in answers.items():
        field = BY_KEY.get(key)
        if field is not None:
            yield from _texts_of(field, answer)


def _texts_of(field: Field, answer: Answer) -> Iterator[tuple[str, str]]:
    if isinstance(answer, str):
        yield field.key, answer
    elif isinstance(answer, list) and field.entry is Entry.ROWS:
        for row in answer:
            if isinstance(row, dict):
                for key, value in row.items():
                    if isinstance(value, str):
                        yield key, value


def _names(text: str, names: Iterable[str]) -> Iterator[Found]:
    parts: set[str] = set()
    initials: set[str] = set()
    for name in names:
        for word in _WORD.findall(name[:_LONGEST_KNOWN]):
            for part in {word, *re.split(r"[’'-]", word)}:
                folded = _folded(part)
                if len(folded) >= 2 and folded not in _NO_NAMES and not folded.isdigit():
                    parts.add(folded)
                elif len(folded) == 1 and not folded.isascii():
                    initials.add(folded)  # a whole name may be one sign of a script
    if not parts and not initials:
        return
    for match in _WORD.finditer(text):
        word = match[0]
        for said in (word, word.removesuffix("’s").removesuffix("'s")):
            folded = _folded(said)
            is_name = folded in parts or folded in initials or _holds(said, parts)
            if is_name and (folded not in _ORDINARY or not said[:1].islower()):
                yield Found(Detail.NAME, word, match.start(), match.end())
                break


def _holds(word: str, parts: set[str]) -> bool:
    """A part of a hyphenated word is a name, or, in a script without spaces, lies within it."""
    pieces = re.split(r"[’'-]", word)
    if len(pieces) > 1 and any(
        _folded(piece) in parts and _folded(piece) not in _ORDINARY for piece in pieces
    ):
        return True
    return not word.isascii() and any(
        not part.isascii() and part in _folded(word) for part in parts
    )


def _others(text: str, others: Iterable[tuple[Detail, str]]) -> Iterator[Found]:
    """What the record says word for word, whatever stands between its letters and digits."""
    for detail, value in others:
        wanted = [re.escape(c) for c in value[:_LONGEST_KNOWN] if c.isalnum()]
        if len(wanted) < 3:
            continue
        pattern = re.compile(r"[\W_]{0,3}".join(wanted), re.IGNORECASE)
        for match in pattern.finditer(text):
            yield Found(detail, match[0], match.start(), match.end())


def _looks(text: str) -> Iterator[Found]:
    for detail, pattern in _LOOKS:
        for match in pattern.finditer(text):
            words = match[0].rstrip(" .,:;")
            if words:
                yield Found(detail, words, match.start(), match.start() + len(words))


def _folded(word: str) -> str:
    """Without case and accents: people write José as Jose."""
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()
