"""What the settings window says: every setting in plain words, where it comes from, what is wrong.

Whatever else is chosen among a few words is one more ``ChoiceRow`` of its section.
"""

from collections.abc import Mapping
from enum import Enum, auto

import msgspec

from desktop.domain.alerts.facts import Kind
from desktop.domain.autostart import Standing
from desktop.domain.board import Desk
from desktop.domain.hotkeys import DEFAULTS, Action, Chord, Holding, Hotkey, Hotkeys
from desktop.domain.pressing import Way
from desktop.domain.settings.keys import key_of
from desktop.domain.settings.layers import InForce, Source
from desktop.domain.settings.settings import PRESS, Key
from desktop.ui.views.advice import Advice
from desktop.ui.views.contact_rows import ContactRow, Outside, contact_rows, outside_lead
from desktop.ui.views.counter_bar import BarButton, Wording, button_of
from desktop.ui.views.inviting import role_words
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words

AUTOSTART: Key = "autostart"
"""Names the row of what no settings file says: the system itself notes what it starts."""
CODES: Key = "codes"
"""Names the row of the two codes, which no settings file says either."""
JOIN_AGAIN: Key = "join again"
"""Names the row of what this PC is."""
TRIED_FOR = 10.0
"""Seconds in which the press of a key that is tried out calls nobody."""
_SIZES = (1.0, 1.25, 1.5, 1.75, 2.0)
_LANGUAGES = {"en": "English", "es": "Español"}
_COMMANDS = {
    Action.SUPERVISOR: "countersign alert raise assist",
    Action.PANIC: "countersign alert raise panic",
    Action.GUIDANCE: "countersign guidance open --keyboard",
}
"""What a shortcut of the desktop does where no program can have keys."""


class Choice(msgspec.Struct, frozen=True):
    """One of a few values, and what it is called; ``detail`` says what comes of it, and ``sample``
    what the bar's buttons look like then.
    """

    value: object
    text: str
    detail: str = ""
    sample: tuple[BarButton, BarButton] | None = None

    @property
    def name(self) -> str:
        """What tells it from the others."""
        return str(self.value)


class Origin(msgspec.Struct, frozen=True):
    """Where a setting comes from, where that is not this PC; ``back`` is how to go by the office
    again, where this PC has its own.
    """

    sentence: str = ""
    back: str = ""
    is_fixed: bool = False


class ChoiceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A setting that is one of a few values."""

    key: Key
    title: str
    choices: tuple[Choice, ...]
    chosen: object
    origin: Origin = Origin()
    note: str = ""


class SwitchRow(msgspec.Struct, frozen=True, kw_only=True):
    """A setting that is so or not so."""

    key: Key
    title: str
    detail: str
    is_on: bool
    origin: Origin = Origin()


class Tried(Enum):
    """How it stands with a key that is tried out."""

    WAITING = auto()
    ARRIVED = auto()
    MISSED = auto()
    NOT_NOW = auto()
    """This station calls, so every press is meant."""


class Trial(msgspec.Struct, frozen=True):
    """A key that somebody tries out."""

    action: Action
    state: Tried
    seconds: int = 0


class Recording(msgspec.Struct, frozen=True):
    """Somebody is to press another key for ``action``; ``refusal`` is why the last one will not do,
    and ``instead`` a better one.
    """

    action: Action
    refusal: Advice | None = None
    instead: Chord | None = None


class Recorder(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a row while another key is chosen for it; empty texts are no button."""

    prompt: str
    caution: str
    refusal: Advice | None
    use_text: str
    instead: Chord | None
    usual_text: str
    none_text: str
    cancel_text: str


class KeyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A key that calls from any program, and how it stands."""

    action: Action
    title: str
    chord: str
    shape: Shape | None
    says: str
    tone: str = "ink2"
    origin: Origin = Origin()
    try_text: str = ""
    change_text: str = ""
    recorder: Recorder | None = None


class ActRow(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is done in a dialog of its own."""

    key: Key
    title: str
    detail: str
    button_text: str


AnyRow = ChoiceRow | SwitchRow | KeyRow | ContactRow | ActRow


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that belong together."""

    name: str
    title: str
    lead: str = ""
    rows: tuple[AnyRow, ...]


class SettingsView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the window draws. ``faults`` are mistakes in the files, ``refusal`` what kept the
    last change from being made.
    """

    title: str
    faults: tuple[Advice, ...]
    refusal: Advice | None
    sections: tuple[Section, ...]
    close_text: str

    @classmethod
    def of(
        cls,
        in_force: InForce,
        *,
        words: Words,
        is_supervisors: bool,
        is_staffs: bool = False,
        keys: Hotkeys | None,
        starts: Standing | None = None,
        started_in: str = "",
        trial: Trial | None = None,
        recording: Recording | None = None,
        outside: Outside | None = None,
        me: Desk | None = None,
        refusal: Advice | None = None,
    ) -> "SettingsView":
        """Return the window for what holds. ``outside`` are the contacts, where this desk may have
        some. ``me`` is what this PC is, where it may become something else. ``started_in`` is
        the language that the windows have, as the settings name it; ``starts`` is how it stands
        with starting by itself.
        """
        sections = [_look(in_force, words, started_in or in_force.settings.language)]
        if is_supervisors:
            sections.append(_sound(in_force, words))
        else:
            sections.append(_bar(in_force, words))
        if is_staffs:
            sections.append(_colleagues(in_force, words))
        if keys is not None:  # a demo holds none
            of_keys = _Keys(in_force, words, keys, trial, recording, is_supervisors=is_supervisors)
            sections.append(of_keys.section())
        if outside is not None:
            sections.append(_outside(outside, words))
        if starts is not None:
            sections.append(_starting(starts, words))
        if in_force.settings.take_back_codes and not is_supervisors:
            sections.append(_codes(words))
        if me is not None:
            sections.insert(0 if me.is_revoked else len(sections), _this_pc(me, words))
        return cls(
            title=words("Settings"),
            faults=tuple(Advice.of(fault, words) for fault in in_force.faults),
            refusal=refusal,
            sections=tuple(sections),
            close_text=words("Close"),
        )


def _look(in_force: InForce, words: Words, started_in: str) -> Section:
    settings = in_force.settings
    as_system = words("As the system")
    theme = ChoiceRow(
        key="theme",
        title=words("Colors"),
        choices=(
            Choice("system", as_system),
            Choice("light", words("Light")),
            Choice("dark", words("Dark")),
            Choice("contrast", words("High contrast")),
        ),
        chosen=settings.theme,
    )
    sizes = sorted({*_SIZES, settings.text_scale})
    size = ChoiceRow(
        key="text_scale",
        title=words("Size of letters"),
        choices=tuple(Choice(one, f"{round(one * 100)} %") for one in sizes),
        chosen=settings.text_scale,
    )
    language = ChoiceRow(
        key="language",
        title=words("Language"),
        choices=(
            Choice("system", as_system),
            *(Choice(code, name) for code, name in _LANGUAGES.items()),
        ),
        chosen=settings.language,
        note=(
            words("The language changes when Countersign is started the next time.")
            if settings.language != started_in
            else ""
        ),
    )
    rows = tuple(_with_origin(row, in_force, words) for row in (theme, size, language))
    return Section(name="look", title=words("What it looks like"), rows=rows)


def _bar(in_force: InForce, words: Words) -> Section:
    wording = ChoiceRow(
        key="wording",
        title=words("The two buttons"),
        choices=tuple(
            Choice(
                one.value,
                text,
                detail,
                (button_of(one, words, Kind.ASSIST), button_of(one, words, Kind.PANIC)),
            )
            for one, text, detail in (
                (
                    Wording.PLAIN,
                    words("Plain words"),
                    words("Whoever reads them knows what they do."),
                ),
                (
                    Wording.NEUTRAL,
                    words("Neutral words"),
                    words("They tell a customer nothing."),
                ),
                (
                    Wording.ICONS,
                    words("Signs"),
                    words("They tell a customer nothing, whatever language is spoken."),
                ),
            )
        ),
        chosen=in_force.settings.wording,
    )
    rows = [wording, *(_press(kind, in_force, words) for kind in Kind)]
    return Section(
        name="bar",
        title=words("What the bar says"),
        rows=tuple(_with_origin(row, in_force, words) for row in rows),
    )


def _press(kind: Kind, in_force: InForce, words: Words) -> ChoiceRow:
    key = f"{PRESS}.{kind.value}"
    return ChoiceRow(
        key=key,
        title=words("The panic button")
        if kind is Kind.PANIC
        else words("The button for a supervisor"),
        choices=(
            Choice(Way.CLICK.value, words("One click")),
            Choice(Way.HOLD.value, words("Hold the button")),
            Choice(Way.DOUBLE.value, words("Press it twice")),
        ),
        chosen=in_force.value_of(key) or Way.CLICK.value,
    )


def _sound(in_force: InForce, words: Words) -> Section:
    return Section(name="sound", title=words("Sound"), rows=(_sounds(in_force, words),))


def _colleagues(in_force: InForce, words: Words) -> Section:
    """A staff desk is asked when nobody answers a colleague."""
    at_once = SwitchRow(
        key="staff_at_once",
        title=words("A panic comes up here at once"),
        detail=words("Otherwise only when no supervisor answers it."),
        is_on=in_force.settings.staff_at_once,
    )
    return Section(
        name="colleagues",
        title=words("When a colleague calls"),
        rows=(_switched(at_once, in_force, words), _sounds(in_force, words)),
    )


def _sounds(in_force: InForce, words: Words) -> SwitchRow:
    row = SwitchRow(
        key="sound",
        title=words("The alarm sounds at this desk"),
        detail=words("Without it, whoever sits here relies on the screen alone."),
        is_on=in_force.settings.sound,
    )
    return _switched(row, in_force, words)


def _switched(row: SwitchRow, in_force: InForce, words: Words) -> SwitchRow:
    origin = _origin(in_force, row.key, words, _yes_no(in_force.offices.get(row.key), words))
    return msgspec.structs.replace(row, origin=origin)


def _outside(outside: Outside, words: Words) -> Section:
    return Section(
        name="outside",
        title=words("Contacts outside"),
        lead=outside_lead(outside, words),
        rows=tuple(contact_rows(outside, words)),
    )


def _starting(starts: Standing, words: Words) -> Section:
    why_not = Advice.of(starts.why_not, words).whole if starts.why_not else ""
    row = SwitchRow(
        key=AUTOSTART,
        title=words("Start when somebody logs on"),
        detail=why_not or words("A counter that nobody starts calls nobody."),
        is_on=starts.is_on and starts.why_not is None,
    )
    return Section(name="starting", title=words("Start by itself"), rows=(row,))


def _codes(words: Words) -> Section:
    """It says neither what they do nor whether there are any: somebody may look on."""
    row = ActRow(
        key=CODES,
        title=words("Codes of this PC"),
        detail=words("What they are for stands in the office's instructions."),
        button_text=words("Change…"),
    )
    return Section(name="codes", title=words("Codes"), rows=(row,))


def _this_pc(me: Desk, words: Words) -> Section:
    """What it is; first of all, where it is that no longer."""
    detail = (
        words("It was taken out of the site. With a code from an administrator's desk it is back.")
        if me.is_revoked
        else words("With a code from an administrator's desk it gets another place or role.")
    )
    row = ActRow(
        key=JOIN_AGAIN,
        title=f"{me.place} · {role_words(me.role, words)}",
        detail=detail,
        button_text=words("Join again…"),
    )
    return Section(name="this-pc", title=words("This PC"), rows=(row,))


def _yes_no(value: object, words: Words) -> str:
    return words("Yes") if value else words("No")


def _with_origin(row: ChoiceRow, in_force: InForce, words: Words) -> ChoiceRow:
    office = in_force.offices.get(row.key)
    called = next((one.text for one in row.choices if one.value == office), str(office))
    return msgspec.structs.replace(row, origin=_origin(in_force, row.key, words, called))


def _origin(in_force: InForce, key: Key, words: Words, office: str) -> Origin:
    """``office`` is what the office has set, in words."""
    if key in in_force.fixed:
        return Origin(
            words("The office has set this. It cannot be changed at this PC."), is_fixed=True
        )
    if in_force.source_of(key).is_office:
        return Origin(words("The office has set this."))
    if in_force.source_of(key) is Source.OWN and key in in_force.offices:
        return Origin(back=words("As the office has it: {what}", what=office))
    return Origin()


class _Keys:
    """The rows of the keys, as they stand now."""

    def __init__(
        self,
        in_force: InForce,
        words: Words,
        keys: Hotkeys,
        trial: Trial | None,
        recording: Recording | None,
        *,
        is_supervisors: bool,
    ) -> None:
        self._in_force = in_force
        self._words = words
        self._standing: dict[Action, tuple[Hotkey, ...]] = {}
        for key in keys:
            self._standing[key.action] = (*self._standing.get(key.action, ()), key)
        self._trial = trial
        self._recording = recording
        self._is_supervisors = is_supervisors
        holdings = [key.holding for key in keys]
        self._is_possible = not holdings or any(one is not Holding.IMPOSSIBLE for one in holdings)

    def section(self) -> Section:
        words = self._words
        lead = (
            words(
                "They work in any program. “Try it” takes the next press of that key within ten "
                "seconds as a test, and nobody is called. Only that one press: a second one, and "
                "every other key, calls."
            )
            if self._is_possible
            else words(
                "On this system no program can have keys of its own. In the keyboard settings of "
                "the system, give shortcuts these commands; they do the same."
            )
        )
        return Section(
            name="keys",
            title=words("Keys"),
            lead=lead,
            rows=tuple(self._row(action) for action in Action if self._is_of_use(action)),
        )

    def _is_of_use(self, action: Action) -> bool:
        if action is Action.SUPERVISOR_WITH and self._is_supervisors:
            return False  # nobody needs two keys to say that they go
        return self._is_possible or action in _COMMANDS

    def _row(self, action: Action) -> KeyRow:
        words, key = self._words, key_of(action)
        standing = self._standing.get(action, ())
        origin = _origin(self._in_force, key, words, self._of_office(key))
        if not self._is_possible:
            return KeyRow(
                action=action,
                title=title_of_key(action, words, is_supervisors=self._is_supervisors),
                chord="",
                shape=None,
                says=_COMMANDS[action],
                tone="",
            )
        shape, says, tone = self._says(action, _gravest(standing))
        return KeyRow(
            action=action,
            title=title_of_key(action, words, is_supervisors=self._is_supervisors),
            chord=", ".join(str(one.chord) for one in standing),
            shape=shape,
            says=says,
            tone=tone,
            origin=origin,
            try_text=words("Try it") if standing else "",
            change_text="" if origin.is_fixed else words("Change…"),
            recorder=self._recorder(action, tuple(one.chord for one in standing)),
        )

    def _of_office(self, key: Key) -> str:
        texts = self._in_force.offices.get(key)
        return ", ".join(texts) if isinstance(texts, tuple) and texts else self._words("no key")

    def _says(self, action: Action, holding: Holding | None) -> tuple[Shape | None, str, str]:
        """A sign, a sentence, and its tone."""
        if self._trial is not None and self._trial.action is action:
            return self._of_trial(self._trial)
        if holding is None:
            return None, self._words("No key."), "ink2"
        shape = {Holding.HELD: Shape.DONE, Holding.READY: Shape.DONE, Holding.WAITING: Shape.HALF}
        return (
            shape.get(holding, Shape.ATTENTION),
            self._of_holding(holding),
            "need" if holding.is_trouble else "ink2",
        )

    def _of_trial(self, trial: Trial) -> tuple[Shape, str, str]:
        words = self._words
        match trial.state:
            case Tried.WAITING:
                return Shape.HALF, words("Press it now. {n} s", n=trial.seconds), ""
            case Tried.ARRIVED:
                return Shape.DONE, words("It works. Nobody was called."), "hand"
            case Tried.MISSED:
                says = words("Nothing has arrived. From now on a press counts again.")
            case Tried.NOT_NOW:
                says = words("Not while this PC calls: every press counts now.")
        return Shape.ATTENTION, says, "need"

    def _of_holding(self, holding: Holding) -> str:
        words = self._words
        return {
            Holding.HELD: words("It is held for this PC."),
            Holding.READY: words("It is free, and held for 20 s after a call."),
            Holding.WAITING: words("It is not known yet whether it arrives."),
            Holding.TAKEN: words("Another program has it. Choose another key."),
            Holding.BLOCKED: words("Another program has the whole keyboard at the moment."),
            Holding.MISSING: words("This keyboard has no such key. Choose another one."),
            Holding.IMPOSSIBLE: words("This system lets no program have it."),
        }[holding]

    def _recorder(self, action: Action, chords: tuple[Chord, ...]) -> Recorder | None:
        words, recording = self._words, self._recording
        if recording is None or recording.action is not action:
            return None
        usual = DEFAULTS.get(action)
        instead = recording.instead
        return Recorder(
            prompt=words("Press the new key"),
            caution=words("A key that calls already calls here, too."),
            refusal=recording.refusal,
            use_text=words("Take {key}", key=str(instead)) if instead else "",
            instead=instead,
            usual_text=words("The usual one: {key}", key=str(usual))
            if usual is not None and chords != (usual,)
            else "",
            none_text=words("No key") if chords else "",
            cancel_text=words("Cancel"),
        )


def title_of_key(action: Action, words: Words, *, is_supervisors: bool) -> str:
    """Return what a key is for, at a counter or at a supervisor's desk."""
    called = words("I'm going, to the call that is shown")
    titles: Mapping[Action, str] = {
        Action.SUPERVISOR: called if is_supervisors else words("Call a supervisor"),
        Action.SUPERVISOR_WITH: words("A second key that it takes to call a supervisor"),
        Action.PANIC: words("Panic"),
        Action.PANIC_WITH: words("A second key that it takes for a panic"),
        Action.GUIDANCE: words("Open the guidance"),
        Action.REPORT: words("Begin a report"),
        Action.WEAPON: words("After a call: weapon"),
        Action.THREAT: words("After a call: threat"),
        Action.MEDICAL: words("After a call: medical"),
        Action.LEAVING: words("After a call: I am leaving the counter"),
        Action.MISTAKE: words("After a call: it was a mistake"),
    }
    return titles[action]


def _gravest(keys: tuple[Hotkey, ...]) -> Holding | None:
    """How an action stands that several keys lead to: as the worst of them does."""
    troubled = [key.holding for key in keys if key.holding.is_trouble]
    waiting = [key.holding for key in keys if key.holding is Holding.WAITING]
    return next(iter([*troubled, *waiting, *(key.holding for key in keys)]), None)
