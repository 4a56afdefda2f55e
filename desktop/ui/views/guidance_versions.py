"""The versions of a card: who made each, when and why, and what one changed in another."""

from collections.abc import Callable, Mapping
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec

from desktop.domain.guidance.editions import Edition, History
from desktop.domain.guidance.guidance import Texts
from desktop.domain.guidance.ids import VersionId
from desktop.domain.reports.attachments import Attachment
from desktop.domain.roster.ids import DeviceId
from desktop.ui.views.badges import Badge, BadgeTone
from desktop.ui.views.dates import instant_words
from desktop.ui.views.guidance_editing import language_name
from desktop.ui.words import LANGUAGES, Words

SHIPPED: VersionId = ""
"""The card as it ships, among its versions."""
_AROUND = 2
"""Lines shown before and after what differs."""


class Against(StrEnum):
    """What a version is compared with."""

    BEFORE = "before"
    IN_USE = "in_use"


class LineKind(StrEnum):
    """How a line stands in a comparison; ``GAP`` stands for lines that are left out."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    GAP = "gap"


class DiffLine(msgspec.Struct, frozen=True):
    """One line of a comparison; ``sign`` says its kind to those who see no tones."""

    kind: LineKind
    text: str

    @property
    def sign(self) -> str:
        """What stands before it."""
        return {LineKind.ADDED: "+", LineKind.REMOVED: "−", LineKind.GAP: "…"}.get(self.kind, " ")  # noqa: RUF001 (a minus as wide as the plus)


class DiffPart(msgspec.Struct, frozen=True):
    """What differs in one language."""

    language: str
    lines: tuple[DiffLine, ...]


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One version compared with another, and what may be done with it."""

    version: VersionId
    heading: str
    about: str
    parts: tuple[DiffPart, ...]
    notes: tuple[str, ...]
    nothing: str
    act: str


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version in the list."""

    version: VersionId
    who: str
    when: str
    why: str
    badge: Badge | None
    is_chosen: bool
    name: str


class VersionsView(msgspec.Struct, frozen=True, kw_only=True):
    """All versions, the newest first, and the comparison of the one chosen.

    Where two desks changed the card at once and none is chosen, both are compared with the last
    version that all agreed on.
    """

    note: str
    rows: tuple[VersionRow, ...]
    against: tuple[tuple[Against, str, bool], ...]
    compared: tuple[Compared, ...]
    join: str

    @classmethod
    def of(
        cls,
        history: History,
        *,
        words: Words,
        in_use: VersionId,
        shipped: Texts | None,
        chosen: VersionId | None,
        against: Against,
        place_of: Callable[[DeviceId], str],
    ) -> "VersionsView":
        """The versions of ``history``; ``shipped`` is the card as the program brings it."""
        made = _Maker(history, words, in_use, shipped, place_of)
        is_open_question = history.is_contested and chosen is None
        at = chosen if chosen is not None else made.newest
        return cls(
            note=_note(history, words),
            rows=tuple(
                made.row(version, is_chosen=not is_open_question and version == at)
                for version in made.versions
            ),
            against=()
            if is_open_question or at == SHIPPED
            else (
                (Against.BEFORE, words("With the one before"), against is Against.BEFORE),
                (Against.IN_USE, words("With the one in use"), against is Against.IN_USE),
            ),
            compared=tuple(made.contested(head) for head in history.heads)
            if is_open_question
            else (made.compared(at, against),)
            if at is not None
            else (),
            join=words("Write a joined text") if history.is_contested else "",
        )


def diff_parts(old: Texts, new: Texts, words: Words) -> tuple[DiffPart, ...]:
    """What ``new`` changes in ``old``, in each language that differs."""
    codes = [*LANGUAGES, *(code for code in {*old, *new} if code not in LANGUAGES)]
    return tuple(
        DiffPart(language_name(code, words), _diff(old.get(code, ""), new.get(code, "")))
        for code in codes
        if old.get(code, "") != new.get(code, "")
    )


def _diff(old: str, new: str) -> tuple[DiffLine, ...]:
    before, after = old.splitlines(), new.splitlines()
    lines: list[DiffLine] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for at, group in enumerate(matcher.get_grouped_opcodes(_AROUND)):
        if at or group[0][1]:
            lines.append(DiffLine(LineKind.GAP, ""))
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                lines += [DiffLine(LineKind.SAME, line) for line in before[i1:i2]]
            else:
                lines += [DiffLine(LineKind.REMOVED, line) for line in before[i1:i2]]
                lines += [DiffLine(LineKind.ADDED, line) for line in after[j1:j2]]
    return tuple(lines)


def _note(history: History, words: Words) -> str:
    if not history.editions:
        return words("Your site has not changed this card. It is as it ships.")
    if history.is_contested:
        return words(
            "Two desks changed this card at the same time. Keep one, or write a text that joins"
            " both; whichever you save takes the place of both."
        )
    return ""


class _State(msgspec.Struct, frozen=True, kw_only=True):
    """What two versions can differ in."""

    texts: Texts
    is_hidden: bool = False
    files: tuple[Attachment, ...] = ()


class _Maker:
    """Puts together what a view says of each version."""

    def __init__(
        self,
        history: History,
        words: Words,
        in_use: VersionId,
        shipped: Texts | None,
        place_of: Callable[[DeviceId], str],
    ) -> None:
        self._history, self._words = history, words
        self._in_use, self._shipped, self._place_of = in_use, shipped, place_of
        self._by_version: Mapping[VersionId, Edition] = {
            edition.version: edition for edition in history.editions
        }

    @property
    def versions(self) -> tuple[VersionId, ...]:
        newest_first = tuple(edition.version for edition in reversed(self._history.editions))
        return newest_first if self._shipped is None else (*newest_first, SHIPPED)

    @property
    def newest(self) -> VersionId | None:
        return self.versions[0] if self.versions else None

    def row(self, version: VersionId, *, is_chosen: bool) -> VersionRow:
        words, edition = self._words, self._by_version.get(version)
        who = self._who(edition)
        when = self._when(edition)
        why = edition.why if edition else ""
        badge = self._badge(version)
        said = (who, when, why, badge.text if badge else "")
        return VersionRow(
            version=version,
            who=who,
            when=when,
            why=why or (words("No reason given") if edition else ""),
            badge=badge,
            is_chosen=is_chosen,
            name=". ".join(filter(None, said)),
        )

    def compared(self, version: VersionId, against: Against) -> Compared:
        edition, words = self._by_version.get(version), self._words
        if edition is None:
            return self._as_shipped()
        base = self._before(edition) if against is Against.BEFORE else self._in_use
        is_same = version == base
        made = self._compare(version, base)
        return msgspec.structs.replace(
            made,
            nothing=words("This is the version in use.") if is_same else made.nothing,
            act=""
            if version == self._in_use and not self._history.is_contested
            else words("Bring this version back")
            if not self._is_open(version)
            else words("Keep this one"),
        )

    def contested(self, head: Edition) -> Compared:
        agreed = self._history.agreed()
        made = self._compare(head.version, agreed[0].version if agreed else SHIPPED)
        return msgspec.structs.replace(made, act=self._words("Keep this one"))

    def _as_shipped(self) -> Compared:
        words = self._words
        made = self._compare(SHIPPED, self._in_use)
        is_in_use = self._in_use == SHIPPED
        return msgspec.structs.replace(
            made,
            nothing=words("This is the version in use.") if is_in_use else made.nothing,
            act="" if is_in_use else words("Bring this version back"),
        )

    def _compare(self, version: VersionId, base: VersionId) -> Compared:
        words = self._words
        new, old = self._state(version), self._state(base)
        parts = diff_parts(old.texts, new.texts, words)
        notes = _notes(old, new, words)
        edition, other = self._by_version.get(version), self._by_version.get(base)
        return Compared(
            version=version,
            heading=self._named(edition),
            about=words("Compared with: {what}", what=self._named(other)),
            parts=parts,
            notes=notes,
            nothing="" if parts or notes else words("Nothing differs between the two."),
            act="",
        )

    def _is_open(self, version: VersionId) -> bool:
        """It is one of those that two desks made at once."""
        return self._history.is_contested and any(
            head.version == version for head in self._history.heads
        )

    def _state(self, version: VersionId) -> _State:
        edition = self._by_version.get(version)
        if edition is None:
            return _State(texts=self._shipped or {})
        return _State(texts=edition.texts, is_hidden=edition.is_hidden, files=edition.files)

    def _before(self, edition: Edition) -> VersionId:
        """The version that it was made from; of several the first that is known."""
        return next((base for base in edition.bases if base in self._by_version), SHIPPED)

    def _who(self, edition: Edition | None) -> str:
        if edition is None:
            return self._words("As it ships")
        return edition.editor or self._words("Without a name")

    def _when(self, edition: Edition | None) -> str:
        if edition is None:
            return ""
        when = instant_words(edition.at, self._words)
        place = self._place_of(edition.desk)
        return f"{when} · {place}" if place else when

    def _named(self, edition: Edition | None) -> str:
        if edition is None:
            words = self._words
            return words("As it ships") if self._shipped is not None else words("nothing before it")
        at: datetime = edition.at
        return f"{self._who(edition)}, {instant_words(at, self._words)}"

    def _badge(self, version: VersionId) -> Badge | None:
        if self._is_open(version):
            return Badge(self._words("Not decided"), BadgeTone.NEED)
        if version == self._in_use:
            return Badge(self._words("In use"), BadgeTone.HAND)
        return None


def _notes(old: _State, new: _State, words: Words) -> tuple[str, ...]:
    """What differs besides the text."""
    notes = []
    if old.is_hidden != new.is_hidden:
        notes.append(words("It hides the card.") if new.is_hidden else words("It shows the card."))
    had, has = ({file.sha256: file.name for file in one.files} for one in (old, new))
    notes += [words("Attached: {file}", file=name) for key, name in has.items() if key not in had]
    notes += [words("Removed: {file}", file=name) for key, name in had.items() if key not in has]
    return tuple(notes)
