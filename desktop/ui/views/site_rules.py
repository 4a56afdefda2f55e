"""Hours, times, the bar and the keys for all PCs of the site, as the Site page says them."""

from collections.abc import Iterable, Mapping

from desktop.domain.alerts.escalation import PATIENCE, Patience
from desktop.domain.alerts.facts import Kind
from desktop.domain.events.header import moment
from desktop.domain.hotkeys import DEFAULTS, Action
from desktop.domain.settings.keys import action_of, key_of
from desktop.domain.settings.settings import (
    BOUNDS,
    ESCALATION,
    HOTKEYS,
    HOURS,
    KINDS,
    RETENTION,
    RETENTION_MONTHS,
    RETENTION_NAMES,
    STAGES,
    Key,
    Plain,
    table_of,
)
from desktop.domain.settings.spoken import Spoken
from desktop.ui.views.advice import Advice
from desktop.ui.views.dates import instant_words
from desktop.ui.views.opening_hours import hours_example, said_hours, typed_hours
from desktop.ui.views.settings import title_of_key
from desktop.ui.views.site_cards import (
    ButtonView,
    CardView,
    ChipView,
    Do,
    Editing,
    EditorView,
    FieldView,
    RowView,
)
from desktop.ui.words import Words

OPEN: Key = f"{HOURS}.open"
TIMES: tuple[Key, ...] = tuple(
    f"{ESCALATION}.{kind}_{stage}" for kind in reversed(KINDS) for stage in STAGES
)
OPENING_TEST: Key = "opening_test"
TAKE_BACK_CODES: Key = "take_back_codes"
YES_OR_NO: Mapping[Key, bool] = {OPENING_TEST: True, TAKE_BACK_CODES: False}
"""What is so or not so, and how it usually is."""
WORDING: Key = "wording"
KEYS: tuple[Key, ...] = tuple(key_of(action) for action in Action)
KEPT: tuple[Key, ...] = tuple(f"{RETENTION}.{name}" for name in RETENTION_NAMES)
RULES: tuple[Key, ...] = (OPEN, *TIMES, OPENING_TEST, WORDING, TAKE_BACK_CODES, *KEYS, *KEPT)
"""Every setting that the page sets for the whole site."""
VALUE = "value"
"""The one field of a rule's editor."""
_YES, _NO = "yes", "no"


def rules_card(
    spoken: Mapping[Key, Spoken],
    *,
    words: Words,
    why_not: str,
    editing: Editing,
) -> CardView:
    """Return the card of opening hours, escalation times, the opening test and the bar's words."""
    keys = (OPEN, *TIMES, OPENING_TEST, WORDING, TAKE_BACK_CODES)
    return CardView(
        key="rules",
        title=words("Hours and times"),
        lead=words(
            "They hold at every PC of the site that has no word of its own on it, within seconds "
            "or when it comes back."
        ),
        why_not=why_not,
        rows=tuple(_rows(keys, spoken, words, why_not, editing)),
    )


def keys_card(
    spoken: Mapping[Key, Spoken],
    *,
    words: Words,
    why_not: str,
    editing: Editing,
) -> CardView:
    """Return the card of the keys that call from any program."""
    return CardView(
        key="keys",
        title=words("Keys at every PC"),
        lead=words(
            "They call from any program. A key that is changed at one PC holds there whatever "
            "stands here."
        ),
        why_not=why_not,
        rows=tuple(_rows(KEYS, spoken, words, why_not, editing)),
    )


def typed_rule(key: Key, text: str, words: Words) -> Plain | Advice | None:
    """Return what was typed for ``key``; ``None`` goes by what is usual.

    What a person gets wrong is said in words; all else is seen when it is set.
    """
    said = text.strip()
    if table_of(key) == RETENTION:
        return _typed_months(said, words)
    if table_of(key) == ESCALATION:
        if not said:
            return None
        least, most = BOUNDS[key.rpartition("_")[2]]
        try:
            seconds = float(said.replace(",", "."))
        except ValueError:
            seconds = 0.0
        if not least <= seconds <= most:
            return Advice(words("Type seconds, from {least} to {most}.", least=least, most=most))
        return seconds
    if key == OPEN:
        return typed_hours(said, words) or None
    return tuple(part.strip() for part in said.split(",") if part.strip())


def chosen_rule(key: Key, chip: str) -> Plain:
    """Return what a chip of that row stands for."""
    return chip == _YES if key in YES_OR_NO else chip


def rule_title(key: Key, words: Words) -> str:
    """Return what a setting is called on the page."""
    if key == OPEN:
        return words("Opening hours")
    if key == OPENING_TEST:
        return words("Opening test at counters each day")
    if key == WORDING:
        return words("What the counter bar says")
    if key == TAKE_BACK_CODES:
        return words("Codes for taking a call back can be set in the settings of each PC")
    if table_of(key) == HOTKEYS:
        return title_of_key(action_of(key), words, is_supervisors=False)
    if table_of(key) == RETENTION:
        return {
            "alerts": words("Calls that are closed"),
            "tests": words("Tests and drills"),
            "reports": words("Incident reports"),
            "guidance": words("What people said of the guidance"),
        }[key.removeprefix(f"{RETENTION}.")]
    kind, stage = key.removeprefix(f"{ESCALATION}.").split("_")
    if Kind(kind) is Kind.PANIC:
        return {
            "answer": words("Panic, nobody answers: every desk is asked after"),
            "arrival": words("Panic, somebody goes: must have arrived after"),
            "outside": words("Panic, every desk was asked: contacts outside are told after"),
        }[stage]
    return {
        "answer": words("Call for a supervisor, nobody answers: every desk is asked after"),
        "arrival": words("Call for a supervisor, somebody goes: must have arrived after"),
        "outside": words(
            "Call for a supervisor, every desk was asked: contacts outside are told after"
        ),
    }[stage]


def value_words(key: Key, value: Plain | None, words: Words) -> str:
    """Return a value as people read it; of ``None``, what is usual."""
    if key in YES_OR_NO:
        return words("Yes") if _is_so(key, value) else words("No")
    if key == WORDING:
        return _wordings(words).get(str(value or "plain"), str(value))
    if key == OPEN:
        return said_hours(_texts(value), words) or words("No hours are set")
    if table_of(key) == HOTKEYS:
        chords = _texts(value) if value is not None else _usual_keys(key)
        return ", ".join(chords) or words("no key")
    if table_of(key) == RETENTION:
        return months_words(value, words) if isinstance(value, int) else words("no time set")
    seconds = value if isinstance(value, int | float) else _usual_seconds(key)
    return words("{n} s", n=f"{seconds:g}")


def months_words(months: int | None, words: Words) -> str:
    """Return for how long something is kept; ``None`` is for good."""
    if months is None:
        return words("Kept until somebody deletes it")
    return words.plural("{n} month", "{n} months", months)


def _typed_months(said: str, words: Words) -> int | Advice | None:
    if not said:
        return None
    least, most = RETENTION_MONTHS
    if not said.isascii() or not said.isdigit() or not least <= int(said) <= most:
        return Advice(
            words("Type whole months, from {least} to {most}, or nothing.", least=least, most=most)
        )
    return int(said)


def _rows(
    keys: Iterable[Key],
    spoken: Mapping[Key, Spoken],
    words: Words,
    why_not: str,
    editing: Editing,
) -> Iterable[RowView]:
    for key in keys:
        said = spoken.get(key)
        value = said.value if said is not None else None
        title = rule_title(key, words)
        chips = _chips(key, words)
        is_edited = key == editing.row and not why_not
        buttons = rule_buttons(key, said, title, words, has_chips=bool(chips))
        yield RowView(
            key=key,
            title=title,
            says="" if chips else value_words(key, value, words),
            note=who_words(said, words),
            chips=chips,
            chosen=_chip(key, value) if chips else "",
            is_fixed=bool(why_not),
            buttons=() if why_not or is_edited else buttons,
            editor=_editor(key, value, words, editing.problem) if is_edited else None,
        )


def rule_buttons(
    key: Key, said: Spoken | None, title: str, words: Words, *, has_chips: bool = False
) -> tuple[ButtonView, ...]:
    """Return what can be done with a setting: change it, and take the last word back."""
    made = []
    if not has_chips:
        made.append(ButtonView(Do.CHANGE, words("Change…"), title))
    if said is not None and said.can_undo:
        before = value_words(key, said.before, words)
        made.append(ButtonView(Do.UNDO, words("Undo: back to {value}", value=before), title))
    return tuple(made)


def who_words(said: Spoken | None, words: Words) -> str:
    """Return who said it, and when."""
    if said is None:
        return words("As usual. Nobody has changed it.")
    when, name = instant_words(moment(said.at_ms), words), said.author or words("a supervisor")
    if said.value is None:
        return words("As usual again since {when}, by {name}.", when=when, name=name)
    return words("Set by {name}, {when}.", name=name, when=when)


def _editor(key: Key, value: Plain | None, words: Words, problem: Advice | None) -> EditorView:
    if key == OPEN:
        label = words("Days and times")
        hint = words(
            "Such as {example}; several are kept apart by a semicolon. Nothing: no hours are set.",
            example=hours_example(words),
        )
        text = said_hours(_texts(value), words)
    elif table_of(key) == HOTKEYS:
        label = words("Keys")
        hint = words(
            "One key, such as Ctrl+Shift+F9, or several with commas between them, as for a pedal. "
            "Nothing: no key."
        )
        text = ", ".join(_texts(value) if value is not None else _usual_keys(key))
    else:
        least, most = BOUNDS[key.rpartition("_")[2]]
        label = words("Seconds")
        hint = words(
            "From {least} to {most}. Nothing: as usual, {usual} s.",
            least=least,
            most=most,
            usual=f"{_usual_seconds(key):g}",
        )
        text = f"{value if isinstance(value, int | float) else _usual_seconds(key):g}"
    return EditorView(
        fields=(FieldView(VALUE, label, text),),
        hint=hint,
        save_text=words("Set for the site"),
        cancel_text=words("Cancel"),
        problem=problem,
    )


def _chips(key: Key, words: Words) -> tuple[ChipView, ...]:
    if key in YES_OR_NO:
        return (ChipView(_YES, words("Yes")), ChipView(_NO, words("No")))
    if key == WORDING:
        return tuple(ChipView(name, text) for name, text in _wordings(words).items())
    return ()


def _chip(key: Key, value: Plain | None) -> str:
    if key in YES_OR_NO:
        return _YES if _is_so(key, value) else _NO
    return str(value or "plain")


def _is_so(key: Key, value: Plain | None) -> bool:
    return YES_OR_NO[key] if value is None else value is True


def _wordings(words: Words) -> dict[str, str]:
    return {
        "plain": words("Plain words"),
        "neutral": words("Neutral words"),
        "icons": words("Signs"),
    }


def _usual_seconds(key: Key) -> float:
    kind, stage = key.removeprefix(f"{ESCALATION}.").split("_")
    patience: Patience = PATIENCE[Kind(kind)]
    return {
        "answer": patience.answer,
        "arrival": patience.arrival,
        "outside": patience.outside,
    }[stage]


def _usual_keys(key: Key) -> tuple[str, ...]:
    usual = DEFAULTS.get(action_of(key))
    return (str(usual),) if usual is not None else ()


def _texts(value: Plain | None) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) and value else ()
