"""The first start: create a site, join one, or bring one back, in three questions each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desktop.domain.errors import DeskError
from desktop.ui.views.advice import Advice
from desktop.ui.views.bringing_back import Found, found_lines
from desktop.ui.words import Words

MIN_PASSPHRASE = 12
"""Characters: the recovery file holds the site's key and may lie on a stick in a drawer."""


class Page(StrEnum):
    """What the window asks."""

    CHOICE = "choice"
    CREATE = "create"
    JOIN = "join"
    AGAIN = "again"
    """Join once more, at a PC that is a station already."""
    RESTORE = "restore"
    FOUND = "found"
    """What is in the backup, before it is brought back."""


class Key(StrEnum):
    """The fields of all forms."""

    SITE_NAME = "site_name"
    SITE_ADDRESS = "site_address"
    CALL_INSTEAD = "call_instead"
    PERSON = "person"
    PLACE = "place"
    PASSPHRASE = "passphrase"  # noqa: S105 - the field's name
    FILE = "file"
    ADDRESS = "address"
    CODE = "code"
    BACKUP = "backup"
    BACKUP_PASSPHRASE = "backup_passphrase"  # noqa: S105 - the field's name
    RECOVERY = "recovery"
    RECOVERY_PASSPHRASE = "recovery_passphrase"  # noqa: S105 - the field's name


SECRETS = (Key.PASSPHRASE, Key.BACKUP_PASSPHRASE, Key.RECOVERY_PASSPHRASE)
"""What is kept no longer than it is needed."""

FIELDS_OF_ERRORS = {
    "joining-address": Key.ADDRESS,
    "inviter-not-reachable": Key.ADDRESS,
    "not-our-handshake": Key.ADDRESS,
    "join-code-mistyped": Key.CODE,
    "join-code-wrong": Key.CODE,
    "join-code-used": Key.CODE,
    "join-code-expired": Key.CODE,
    "join-code-burned": Key.CODE,
    "site-mismatch": Key.CODE,
    "passphrase-too-weak": Key.PASSPHRASE,
    "recovery-file-exists": Key.FILE,
    "not-a-backup": Key.BACKUP,
    "backup-unreadable": Key.BACKUP,
    "backup-cut-off": Key.BACKUP,
    "backup-altered": Key.BACKUP,
    "backup-newer": Key.BACKUP,
    "no-roster": Key.BACKUP,
    "backup-passphrase-wrong": Key.BACKUP_PASSPHRASE,
    "not-a-recovery-file": Key.RECOVERY,
    "recovery-file-damaged": Key.RECOVERY,
    "recovery-file-unreadable": Key.RECOVERY,
    "wrong-recovery": Key.RECOVERY,
    "recovery-passphrase-wrong": Key.RECOVERY_PASSPHRASE,
}
"""The field that an error is about, by the error's code; the others are about the whole."""


@dataclass(frozen=True, slots=True)
class CreateSite:
    """What is needed to create a site; it is made only once the recovery file is saved.

    ``address`` and ``call_instead`` may be empty.
    """

    site_name: str
    person: str
    place: str
    passphrase: str = field(repr=False)
    recovery_file: Path
    address: str = ""
    call_instead: str = ""


@dataclass(frozen=True, slots=True)
class JoinSite:
    """What is needed to join a site; role and place come with the code."""

    address: str
    code: str = field(repr=False)
    person: str


@dataclass(frozen=True, slots=True)
class BringBack:
    """What is needed to bring a site back, with this PC as its new desk."""

    backup: Path
    passphrase: str = field(repr=False)
    recovery_file: Path
    recovery_passphrase: str = field(repr=False)
    person: str
    place: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One text field. ``advice`` says what is wrong with it and then what to do. ``opens`` is
    asked where a file that is there is chosen.
    """

    key: Key
    label: str
    example: str = ""
    is_secret: bool = False
    is_file: bool = False
    opens: str = ""
    advice: Advice | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A numbered question with its fields and, below, why it is asked."""

    title: str
    entries: tuple[Entry, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRunView:
    """Everything the first-run window draws.

    ``restore_text`` is the quiet third way; ``facts`` are what is in a backup, each under its name.
    What went wrong stands at its field where it is about one (``at``), else in ``advice``.
    """

    page: Page
    title: str
    lead: str
    does_title: str
    does: str
    does_not_title: str
    does_not: str
    create_text: str
    create_detail: str
    join_text: str
    join_detail: str
    restore_text: str
    facts_title: str
    facts: tuple[tuple[str, str], ...]
    then: str
    questions: tuple[Question, ...]
    submit_text: str
    back_text: str
    browse_text: str
    reveal_text: str
    progress: str
    at: Key | None
    advice: Advice | None

    @property
    def is_busy(self) -> bool:
        """Something is being done: the fields stand still until it ends."""
        return bool(self.progress)

    @classmethod
    def of(
        cls,
        page: Page,
        *,
        words: Words,
        problems: Mapping[Key, str] | None = None,
        progress: str = "",
        error: DeskError | None = None,
        found: Found | None = None,
    ) -> "FirstRunView":
        """Return the window at ``page`` with what was found wrong, if anything. ``found`` is what
        is in the backup that was looked into.
        """
        said = {key: Advice(problem) for key, problem in (problems or {}).items()}
        advice = Advice.of(error, words) if error else None
        at = FIELDS_OF_ERRORS.get(error.code) if error else None
        if at not in _keys_of(page, words):
            at = None
        if at is not None and advice is not None:
            said[at] = advice
        return cls(
            page=page,
            title={
                Page.CHOICE: words("Set up Countersign on this PC"),
                Page.CREATE: words("Create a site"),
                Page.JOIN: words("Join a site"),
                Page.AGAIN: words("Join again"),
                Page.RESTORE: words("Bring a site back"),
                Page.FOUND: words("Bring it back?"),
            }[page],
            lead={
                Page.CHOICE: words("One PC of your office creates the site; all others join it."),
                Page.CREATE: words("This PC becomes the first supervisor's desk."),
                Page.JOIN: words("A supervisor's PC shows an address and a code for this PC."),
                Page.AGAIN: words(
                    "With a code from an administrator's desk this PC gets the place and the role "
                    "that were chosen there. What was written here stays. Countersign starts anew."
                ),
                Page.RESTORE: words(
                    "For the day on which every administrator's PC is lost. Where one is still at "
                    "work, join its site instead. Nothing is changed until you have seen what is "
                    "in the backup."
                ),
                Page.FOUND: words(
                    "The backup is whole, and the recovery file is that site's. This PC becomes a "
                    "new administrator's desk, with all of it."
                ),
            }[page],
            does_title=words("What a panic does"),
            does=words(
                "It calls this site's supervisors, with sound and a full screen, while nothing "
                "shows at the counter."
            ),
            does_not_title=words("What it does not do"),
            does_not=words(
                "It does not call the police. If a life is in danger call 911 or 112, or let a "
                "supervisor call."
            ),
            create_text=words("Create a site"),
            create_detail=words("I am a supervisor, and this is the first PC."),
            join_text=words("Join a site"),
            join_detail=words("Our site exists, and I have a code."),
            restore_text=words("Bring a site back from a backup…"),
            facts_title=words("In the backup"),
            facts=found_lines(found, words) if found is not None else (),
            then=words(
                "Afterwards take the lost PCs out on the Site page, and invite the others anew. "
                "PCs that are still at work join again with a code from here."
            ),
            questions=_questions(page, words, said),
            submit_text=_submit_text(page, words),
            back_text=words("Cancel") if page is Page.AGAIN else words("Back"),
            browse_text=words("Choose…"),
            reveal_text=words("Show what I type"),
            progress=progress,
            at=at,
            advice=advice if at is None else None,
        )


def _submit_text(page: Page, words: Words) -> str:
    match page:
        case Page.CREATE:
            return words("Create the site")
        case Page.AGAIN:
            return words("Join again")
        case Page.RESTORE:
            return words("Look into it")
        case Page.FOUND:
            return words("Bring the site back")
        case _:
            return words("Join")


def _questions(page: Page, words: Words, said: Mapping[Key, Advice]) -> tuple[Question, ...]:
    def entry(
        key: Key,
        label: str,
        example: str = "",
        *,
        is_secret: bool = False,
        is_file: bool = False,
        opens: str = "",
    ) -> Entry:
        shown = words("For example: {example}", example=example) if example else ""
        return Entry(key, label, shown, is_secret, is_file, opens, said.get(key))

    who = Question(
        words("Who are you, and where do you sit?"),
        (
            entry(Key.PERSON, words("Your name"), words("Ana Ruiz")),
            entry(Key.PLACE, words("Your place"), words("Supervisors' office")),
        ),
    )

    if page is Page.CREATE:
        return (
            Question(
                words("What is your site called?"),
                (
                    entry(Key.SITE_NAME, words("Site"), words("Alder County Health")),
                    entry(
                        Key.SITE_ADDRESS,
                        words("Street address, if you like"),
                        words("118 Court Street"),
                    ),
                    entry(Key.CALL_INSTEAD, words("Number to call, if you like"), "4100"),
                ),
                words(
                    "The address stands on reports and is read to the police. A counter shows the "
                    "number when no supervisor's desk answers. Both can be said later."
                ),
            ),
            who,
            Question(
                words("Where shall the recovery file go?"),
                (
                    entry(Key.PASSPHRASE, words("Passphrase for it"), is_secret=True),
                    entry(Key.FILE, words("Save it as"), is_file=True),
                ),
                words(
                    "Keep the file away from this PC. With it and the passphrase you can rebuild "
                    "the site if every supervisor's PC is lost; without them nobody can."
                ),
            ),
        )
    if page in {Page.JOIN, Page.AGAIN}:
        return (
            Question(
                words("Which address does the supervisor's PC show?"),
                (entry(Key.ADDRESS, words("Address"), "192.168.1.20:18884"),),
            ),
            Question(
                words("Which code?"),
                (entry(Key.CODE, words("Code")),),
                words("A code works once, for ten minutes."),
            ),
            Question(
                words("Who are you?"), (entry(Key.PERSON, words("Your name"), words("Ana Ruiz")),)
            ),
        )
    if page is Page.RESTORE:
        return (
            Question(
                words("Which backup?"),
                (
                    entry(Key.BACKUP, words("Backup"), opens=words("Choose the backup")),
                    entry(Key.BACKUP_PASSPHRASE, words("Passphrase of the backup"), is_secret=True),
                ),
            ),
            Question(
                words("Which recovery file?"),
                (
                    entry(
                        Key.RECOVERY,
                        words("Recovery file"),
                        opens=words("Choose the recovery file"),
                    ),
                    entry(Key.RECOVERY_PASSPHRASE, words("Passphrase of the file"), is_secret=True),
                ),
                words(
                    "The one that was saved when that site was created. Neither it nor its "
                    "passphrase is kept here."
                ),
            ),
            who,
        )
    return ()


def _keys_of(page: Page, words: Words) -> list[Key]:
    asked = _questions(page, words, {})
    return [entry.key for question in asked for entry in question.entries]


def problems_of(page: Page, answers: Mapping[Key, str], *, words: Words) -> dict[Key, str]:
    """Return what is wrong with ``answers``, in reading order; empty when they can be sent."""
    missing = {
        Key.SITE_NAME: words("The site needs a name; people see it on every screen."),
        Key.PERSON: words("Your name is missing; colleagues see it when you answer."),
        Key.PLACE: words("Your place is missing; it says where to find you."),
        Key.FILE: words("Choose where to save it, best on a USB stick."),
        Key.ADDRESS: words("The address is missing; the supervisor's PC shows it."),
        Key.CODE: words("The code is missing; the supervisor's PC shows it."),
        Key.BACKUP: words("Choose the backup, on a stick for instance."),
        Key.BACKUP_PASSPHRASE: words("Its passphrase is missing; nobody opens it without."),
        Key.RECOVERY: words("Choose the recovery file, on a stick for instance."),
        Key.RECOVERY_PASSPHRASE: words("Its passphrase is missing; nobody opens it without."),
    }
    found: dict[Key, str] = {}
    for key in _keys_of(page, words):
        answer = answers.get(key, "")
        if key is Key.PASSPHRASE and len(answer) < MIN_PASSPHRASE:
            found[key] = words(
                "Use {n} characters or more. A short sentence is easy to remember.",
                n=MIN_PASSPHRASE,
            )
        elif key in missing and not answer.strip():
            found[key] = missing[key]
    return found


def create_request(answers: Mapping[Key, str]) -> CreateSite:
    """Return the request that checked answers make."""
    return CreateSite(
        answers[Key.SITE_NAME].strip(),
        answers[Key.PERSON].strip(),
        answers[Key.PLACE].strip(),
        answers[Key.PASSPHRASE],
        Path(answers[Key.FILE].strip()),
        answers.get(Key.SITE_ADDRESS, "").strip(),
        answers.get(Key.CALL_INSTEAD, "").strip(),
    )


def bring_back_request(answers: Mapping[Key, str]) -> BringBack:
    """Return the request that checked answers make."""
    return BringBack(
        Path(answers[Key.BACKUP].strip()),
        answers[Key.BACKUP_PASSPHRASE],
        Path(answers[Key.RECOVERY].strip()),
        answers[Key.RECOVERY_PASSPHRASE],
        answers[Key.PERSON].strip(),
        answers[Key.PLACE].strip(),
    )


def join_request(answers: Mapping[Key, str]) -> JoinSite:
    """Return the request that checked answers make."""
    return JoinSite(
        answers[Key.ADDRESS].strip(), answers[Key.CODE].strip(), answers[Key.PERSON].strip()
    )
