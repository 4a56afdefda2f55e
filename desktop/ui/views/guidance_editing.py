"""The chosen card as the console's editor shows it, and what it says about saving."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from desktop.domain.guidance.card import Card, CardKind
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.guidance.guidance import Guidance
from desktop.domain.guidance.ids import CardId
from desktop.domain.reports.attachments import Attachment
from desktop.ui.views.advice import Advice
from desktop.ui.views.badges import Badge
from desktop.ui.views.dates import instant_words
from desktop.ui.views.guidance_cards import card_badges, kind_words
from desktop.ui.words import LANGUAGES, Words


class LanguageView(msgspec.Struct, frozen=True):
    """One language of the card. ``begin`` offers to begin a translation that is not there."""

    code: str
    name: str
    is_open: bool
    begin: str = ""


class EditorView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything around the text. Empty texts are not drawn."""

    card: CardId
    title: str
    about: str
    badges: tuple[Badge, ...]
    plates: tuple[Advice, ...]
    languages: tuple[LanguageView, ...]
    owner: str
    reviewed: str
    files: tuple[Attachment, ...]
    reading: str
    state: str
    is_unsaved: bool
    can_save: bool
    can_throw_away: bool
    can_bring_back: bool
    hide: str
    can_hide: bool
    why: str


def language_name(code: str, words: Words) -> str:
    """What a language is called."""
    return {"en": words("English"), "es": words("Spanish")}.get(code, code)


def plates_of(
    card: CardId,
    guidance: Guidance,
    *,
    words: Words,
    faults: Iterable[CardRefusedError] = (),
    meanwhile: tuple[str, datetime] | None = None,
) -> tuple[Advice, ...]:
    """What is to be known before somebody changes the card, each with what to do.

    ``meanwhile``: who changed it elsewhere since the unsaved text was begun, and when.
    """
    plates = [Advice.of(fault, words) for fault in faults if fault.card == card]
    plates += [Advice.of(refusal, words) for refusal in guidance.refused if refusal.card == card]
    history = guidance.history(card)
    if history.is_contested:
        name = history.heads[-1].editor or words("Somebody")
        plates.append(
            Advice(
                words("What stands here was written by {name}, who was the later one.", name=name),
                words("Saving takes the place of both versions; Versions shows them side by side."),
            )
        )
    if meanwhile is not None:
        who, when = meanwhile
        plates.append(
            Advice(
                words(
                    "{name} changed this card while you were writing, {when}.",
                    name=who or words("Somebody"),
                    when=instant_words(when, words, with_year=False),
                ),
                words(
                    "Your text is still here. Look at the other one under Versions; if you save"
                    " yours, both stand side by side until somebody keeps one."
                ),
            )
        )
    return tuple(plates)


def editor_view(
    card: CardId,
    guidance: Guidance,
    *,
    words: Words,
    today: date,
    title: str,
    kind: CardKind | None,
    plates: tuple[Advice, ...],
    texts: dict[str, str],
    language: str,
    owner: str,
    reviewed: str,
    files: tuple[Attachment, ...],
    reading: str,
    why: str,
    state: str,
    is_unsaved: bool,
    is_saving: bool,
    is_hidden: bool,
    is_new: bool,
    can_bring_back: bool,
) -> EditorView:
    """The view of that card in the language that is open."""
    return EditorView(
        card=card,
        title=title or card,
        about=_about(kind, card, words),
        badges=card_badges(card, guidance, words=words, today=today, is_unsaved=is_unsaved),
        plates=plates,
        languages=tuple(
            LanguageView(
                code,
                language_name(code, words),
                code == language,
                ""
                if texts.get(code, "").strip()
                else words("Begin the translation into {language}", language=_named(code, words)),
            )
            for code in LANGUAGES
        ),
        owner=owner,
        reviewed=reviewed,
        files=files,
        reading=words("Reading {name}", name=reading) if reading else "",
        state=state,
        is_unsaved=is_unsaved,
        can_save=is_unsaved and not is_saving,
        can_throw_away=is_unsaved and not is_saving,
        can_bring_back=can_bring_back,
        hide=""
        if is_new or guidance.history(card).is_contested
        else words("Show it again")
        if is_hidden
        else words("Hide this card"),
        can_hide=not is_saving,
        why=why,
    )


def unsaved_words(words: Words) -> str:
    """Where a text is that was not saved."""
    return words(
        "Not saved. Your text stays here while Countersign is open, also if you look at other"
        " cards."
    )


def saved_words(at: datetime, words: Words, *, is_reached: bool) -> str:
    """What became of a version that was saved; nothing is said to be sent before it is."""
    time = words.time_of_day(at)
    if is_reached:
        return words(
            "Saved and sent at {time}. Desks that are on have it within seconds.", time=time
        )
    return words(
        "Saved on this PC at {time}. No other desk can be reached now; it is sent as soon as one"
        " can.",
        time=time,
    )


def reviewed_why(words: Words) -> str:
    """Why there is a new version where somebody looked a card through."""
    return words("Reviewed, nothing to change")


def brought_back_why(at: datetime, words: Words) -> str:
    """Why there is a new version with an old text."""
    return words("The version of {when} again", when=instant_words(at, words))


def shipped_why(words: Words) -> str:
    """Why there is a new version with the text of the program."""
    return words("As it ships again")


def kept_why(editor: str, words: Words) -> str:
    """Why there is a new version where two stood side by side."""
    return words("Kept the version of {name}", name=editor or words("somebody"))


def hidden_why(words: Words, *, is_hidden: bool) -> str:
    """Why there is a new version with the same text."""
    return words("Hidden") if is_hidden else words("Shown again")


def preview_caption(card: Card | None, words: Words, *, is_last_good: bool) -> str:
    """What stands above the preview."""
    if card is None:
        return words("Nothing to show yet")
    if is_last_good:
        return words("As the counter would see it, before the last change")
    return words("As the counter will see it. Its buttons do nothing here.")


def _about(kind: CardKind | None, card: CardId, words: Words) -> str:
    return f"{kind_words(kind, words)} · {card}" if kind is not None else card


def _named(code: str, words: Words) -> str:
    return language_name(code, words)
