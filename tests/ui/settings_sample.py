"""A PC's settings as the window's tests and pictures show them."""

from datetime import UTC, datetime

from msgspec.structs import replace

from desktop.domain.autostart import Standing, TurnedOffBySystemError
from desktop.domain.hotkeys import CONTEXTS, DEFAULTS, Action, Chord, Holding, Hotkey, Hotkeys
from desktop.domain.outside.contacts import Attempt, Contact, Failure, Kept
from desktop.domain.settings.errors import SettingsError
from desktop.domain.settings.layers import InForce, Said, fold_settings
from desktop.ui.views.advice import Advice
from desktop.ui.views.contact_rows import Outside
from desktop.ui.views.settings import Recording, SettingsView, Trial, Tried
from desktop.ui.words import Words
from tests.ui.sample import COUNTER_3_DESK

WHEN = datetime(2026, 3, 2, 9, 41, tzinfo=UTC)
CONTACTS = (
    Contact(
        id="director",
        label="Director",
        service="E-Mail",
        kept=Kept.KEYRING,
        last=Attempt(),
        last_at=WHEN,
    ),
    Contact(
        id="guard",
        label="Security guard",
        service="ntfy",
        kept=Kept.KEYRING,
        last=Attempt(Failure.ANSWERED, 500),
        last_at=WHEN,
    ),
    Contact(id="pager", label="County duty officer", service="SMS", kept=Kept.KEYRING),
    Contact(id="teams", label="Team channel", service="MSTeams", kept=Kept.FILE),
)


def keys(**standing: Holding) -> Hotkeys:
    """All the usual keys: held, but for those named with how they stand."""
    return Hotkeys(
        tuple(
            Hotkey(
                action,
                chord,
                standing.get(action.value, Holding.READY if action in CONTEXTS else Holding.HELD),
            )
            for action, chord in DEFAULTS.items()
        )
    )


def of_an_office() -> InForce:
    """Dark by this PC's own word, in letters of the site's size, worded as the preset fixes it."""
    return fold_settings(
        Said(values={"theme": "light", "hotkeys.report": ("Ctrl+Shift+R",)}),
        Said(values={"wording": "neutral"}, fixed=frozenset({"wording"})),
        {"text_scale": 1.25, "theme": "dark"},
        is_windows=False,
    )


def with_a_mistake() -> InForce:
    fault = SettingsError("{where}: this is not written as a setting is.", where="station.toml")
    return replace(InForce(), faults=(fault,))


def settings_views(words: Words) -> dict[str, SettingsView]:
    """The states of the window."""
    some = keys(panic=Holding.TAKEN, guidance=Holding.MISSING, report=Holding.WAITING)
    refusal = Advice("Ctrl+C belongs to the programs that people work in. Ctrl+Shift+C can be had.")
    none = keys(**{action.value: Holding.IMPOSSIBLE for action in Action})
    return {
        "counter": SettingsView.of(
            InForce(),
            words=words,
            is_supervisors=False,
            keys=keys(),
            starts=Standing(is_on=True),
        ),
        "this-pc": SettingsView.of(
            InForce(), words=words, is_supervisors=False, keys=keys(), me=COUNTER_3_DESK
        ),
        "taken-out": SettingsView.of(
            InForce(),
            words=words,
            is_supervisors=False,
            keys=keys(),
            me=replace(COUNTER_3_DESK, is_revoked=True),
        ),
        "staff": SettingsView.of(
            InForce(),
            words=words,
            is_supervisors=False,
            is_staffs=True,
            keys=keys(),
            starts=Standing(is_on=True),
        ),
        "office": SettingsView.of(of_an_office(), words=words, is_supervisors=False, keys=some),
        "desk": SettingsView.of(
            with_a_mistake(),
            words=words,
            is_supervisors=True,
            keys=keys(),
            trial=Trial(Action.PANIC, Tried.WAITING, 7),
            starts=Standing(is_on=True, why_not=TurnedOffBySystemError()),
        ),
        "outside": SettingsView.of(
            InForce(),
            words=words,
            is_supervisors=True,
            keys=None,
            outside=Outside(contacts=CONTACTS, is_sender=True, sending=frozenset({"pager"})),
            starts=Standing(is_on=True),
        ),
        "recording": SettingsView.of(
            InForce(),
            words=words,
            is_supervisors=False,
            keys=some,
            starts=Standing(is_on=True),
            recording=Recording(Action.PANIC, refusal, Chord.parse("Ctrl+Shift+C")),
        ),
        "no-keys": SettingsView.of(InForce(), words=words, is_supervisors=False, keys=none),
        "refused": SettingsView.of(
            InForce(),
            words=words,
            is_supervisors=False,
            keys=keys(),
            refusal=Advice(
                "The settings are not saved, and nothing has changed: No space left on device.",
                "Free some space, or give this account write access to the data folder.",
            ),
        ),
    }
