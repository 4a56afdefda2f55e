"""Backups, as the Site page speaks of them: when the last was made, what it is for, a new one."""

from datetime import datetime
from pathlib import Path

import msgspec

from desktop.domain.backup.facts import DUE_AFTER_DAYS, LastBackup
from desktop.domain.events.header import moment
from desktop.domain.roster.roster import Roster
from desktop.ui.views.advice import Advice
from desktop.ui.views.attachments import size_of
from desktop.ui.views.dates import instant_words
from desktop.ui.views.shapes import Shape
from desktop.ui.views.site_cards import (
    ButtonView,
    CardView,
    Do,
    Editing,
    EditorView,
    FieldView,
    RowView,
)
from desktop.ui.words import Words

BACKUP, RESTORE = "backup", "restore"
PASSPHRASE, AGAIN = "passphrase", "again"


class Progress(msgspec.Struct, frozen=True):
    """How many bytes of attachments are written, and of how many; 0 before that is known."""

    done: int = 0
    of: int = 0


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that somebody looked through, and found whole; ``command`` brings it back here."""

    command: str
    place: str
    at_ms: int
    events: int
    attachments: int
    left_out: int = 0


class BackupStanding(msgspec.Struct, frozen=True, kw_only=True):
    """What this desk knows of backups. ``here`` is the last that was made at it; ``making`` and
    ``is_looking`` are what it does now; ``made`` is the file that it made since it started, and
    ``left_out`` how many attachments are not in that.
    """

    last: LastBackup | None = None
    here: LastBackup | None = None
    now: datetime | None = None
    making: Progress | None = None
    made: Path | None = None
    left_out: int = 0
    chosen: Path | None = None
    is_looking: bool = False
    found: Found | None = None


def backup_card(
    standing: BackupStanding, roster: Roster, *, words: Words, why_not: str, editing: Editing
) -> CardView:
    """Return the card: the last backup and a new one, and the way back."""
    title = words("Backup")
    is_asking = editing.row == BACKUP and not why_not
    can_begin = not why_not and not is_asking and standing.making is None
    return CardView(
        key="backup",
        title=title,
        lead=words(
            "Everything that this desk keeps in one encrypted file: alerts, reports with their "
            "files, and how the site is set up. It is for the day on which every desk is lost at "
            "once, to fire, theft or a virus."
        ),
        why_not=why_not,
        rows=(
            RowView(
                key=BACKUP,
                title=_last(standing, roster, words),
                shape=Shape.ATTENTION if _is_due(standing) else Shape.DONE,
                says=_here(standing, words),
                note=_of_making(standing, words),
                buttons=(ButtonView(Do.BACK_UP, words("Make a backup now…"), title),)
                if can_begin
                else (),
                editor=_asking_twice(words, editing.problem) if is_asking else None,
            ),
            _restoring(standing, words=words, why_not=why_not, editing=editing),
        ),
    )


def backup_problem(said: dict[str, str], words: Words) -> Advice | None:
    """Return what is wrong with the passphrases, before anybody is asked where."""
    if said[PASSPHRASE] != said[AGAIN]:
        return Advice(words("The two are not the same. Type it twice."))
    return None


def _is_due(standing: BackupStanding) -> bool:
    if standing.last is None:
        return True
    if standing.now is None:
        return False
    days = (standing.now - moment(standing.last.at_ms)).days
    return not -1 <= days < DUE_AFTER_DAYS


def _last(standing: BackupStanding, roster: Roster, words: Words) -> str:
    last = standing.last
    if last is None:
        return words("Nobody has made a backup yet.")
    member = roster.device(last.desk)
    return words(
        "Last backup: {when}, by {name} at {place}.",
        when=instant_words(moment(last.at_ms), words),
        name=last.author or words("a supervisor"),
        place=member.place if member is not None else last.desk[:8],
    )


def _here(standing: BackupStanding, words: Words) -> str:
    here = standing.here
    if here is None:
        return words("None was made at this desk.") if standing.last is not None else ""
    size = size_of(here.size, words=words)
    if here == standing.last:
        return words("It was made at this desk: {size}.", size=size)
    when = instant_words(moment(here.at_ms), words)
    return words("The last one made at this desk: {when}, {size}.", when=when, size=size)


def _of_making(standing: BackupStanding, words: Words) -> str:
    making = standing.making
    if making is not None and making.of:
        return words(
            "Making the backup: {done} of {all} of attachments…",
            done=size_of(making.done, words=words),
            all=size_of(making.of, words=words),
        )
    if making is not None:
        return words("Making the backup…")
    if standing.made is not None:
        saved = words(
            "Saved: {file}. Take it off this PC, and keep its passphrase apart from it.",
            file=standing.made,
        )
        if not standing.left_out:
            return saved
        lacking = words(
            "{count} attachments are not in it: they are not at this desk yet, or cannot be read. "
            "Make one again later, or at another desk.",
            count=standing.left_out,
        )
        return f"{saved} {lacking}"
    return words("Make one a month, and keep it off this PC: on a stick in the safe, for instance.")


def _asking_twice(words: Words, problem: Advice | None) -> EditorView:
    return EditorView(
        fields=(
            FieldView(PASSPHRASE, words("Passphrase of the backup"), is_secret=True),
            FieldView(AGAIN, words("The passphrase once more"), is_secret=True),
        ),
        hint=words(
            "At least 12 characters. Nobody opens the backup without it, and nobody can find it "
            "out: write it down, and keep it apart from the file."
        ),
        save_text=words("Make a backup…"),
        cancel_text=words("Cancel"),
        problem=problem,
    )


def _restoring(
    standing: BackupStanding, *, words: Words, why_not: str, editing: Editing
) -> RowView:
    is_asking = editing.row == RESTORE and standing.chosen is not None and not why_not
    title = words("Bring history back")
    button = ButtonView(Do.RESTORE, words("Open a backup…"), title)
    return RowView(
        key=RESTORE,
        title=title,
        says=_found(standing, words),
        note=words("Looking through the backup…") if standing.is_looking else "",
        buttons=() if why_not or is_asking else (button,),
        editor=_asking_once(standing.chosen, words, editing.problem)
        if is_asking and standing.chosen
        else None,
    )


def _found(standing: BackupStanding, words: Words) -> str:
    found = standing.found
    if found is None:
        return words(
            "A PC that has joined this site takes in what a backup has. What was purged stays "
            "purged, and no lost PC comes back."
        )
    whole = words(
        "It is whole: made at {place}, {when}, with {events} events and {attachments} attachments.",
        place=found.place,
        when=instant_words(moment(found.at_ms), words),
        events=found.events,
        attachments=found.attachments,
    )
    if found.left_out:
        lacking = words(
            "{count} attachments are not in it: they were not at that desk, or could not be read. "
            "Another desk's backup may have them.",
            count=found.left_out,
        )
        whole = f"{whole} {lacking}"
    way = words(
        "To bring it back here, end Countersign on this PC, then type: {command}",
        command=found.command,
    )
    return f"{whole} {way}"


def _asking_once(file: Path, words: Words, problem: Advice | None) -> EditorView:
    return EditorView(
        fields=(FieldView(PASSPHRASE, words("Passphrase of the backup"), is_secret=True),),
        hint=words("{file}. It is looked through first; nothing is changed.", file=file.name),
        save_text=words("Open"),
        cancel_text=words("Cancel"),
        problem=problem,
    )
