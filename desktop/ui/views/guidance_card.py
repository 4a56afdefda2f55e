"""One card of the guidance as the panel shows it: what to say and do, and how far it has gone."""

from datetime import date
from enum import Enum, auto

import msgspec

from desktop.domain.guidance.card import Action, Card, CardKind, Item, Part, Run, Rung
from desktop.domain.guidance.conversation import Conversation
from desktop.domain.guidance.conversation import Kind as Noted
from desktop.domain.guidance.guidance import Shown
from desktop.domain.guidance.ids import CardId
from desktop.domain.guidance.library import Library
from desktop.domain.reports.attachments import Attachment
from desktop.services.guidance.wording import level_words, quoted
from desktop.ui.views.counter_bar import Wording
from desktop.ui.views.dates import day_words
from desktop.ui.views.guidance_buttons import RungButton, rung_button
from desktop.ui.words import Words


class Stand(Enum):
    """Where a rung is, seen from where the situation stands."""

    PAST = auto()
    HERE = auto()
    AHEAD = auto()


class StepView(msgspec.Struct, frozen=True):
    """Something to do; tapping it notes that it was tried. ``key`` is its text in the card."""

    key: str
    runs: tuple[Run, ...]
    is_tried: bool
    under: tuple[Item, ...] = ()
    links: tuple["LinkView", ...] = ()


class RungView(msgspec.Struct, frozen=True):
    """One step of the ladder. ``stand_words`` say where it is to those who see no colours;
    ``is_done`` only where somebody noted that it was.
    """

    number: str
    title: str
    text: str
    who: str
    stand: Stand
    stand_words: str
    buttons: tuple[RungButton, ...]
    say: str = ""
    is_done: bool = False


class LinkView(msgspec.Struct, frozen=True):
    """Another card to go to."""

    card: CardId
    title: str
    hint: str = ""


class PartView(msgspec.Struct, frozen=True):
    """A section below the fold, with its own heading."""

    heading: str
    items: tuple[Item, ...]


class CardView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of an open card, ready to draw. Empty texts and tuples are not drawn at all.

    ``calls_now``: the rung where things stand is one at which somebody is called.
    """

    id: CardId
    title: str
    caption: str
    hint: str
    say_heading: str
    say: tuple[str, ...]
    do_heading: str
    do: tuple[StepView, ...]
    dont_say_heading: str
    dont_say: tuple[str, ...]
    dont_heading: str
    dont: tuple[Item, ...]
    ladder_heading: str
    rungs: tuple[RungView, ...]
    next_heading: str
    next: tuple[Item, ...]
    worse: LinkView | None
    parts: tuple[PartView, ...]
    see_heading: str
    see: tuple[LinkView, ...]
    practice: tuple[LinkView, ...]
    files: tuple[Attachment, ...]
    note: str
    review: str
    is_overdue: bool
    confirm: str
    calls_now: bool
    may_promise: bool

    @classmethod
    def of(
        cls,
        card: Card,
        shown: Shown,
        library: Library,
        *,
        words: Words,
        wording: Wording,
        conversation: Conversation,
        today: date,
        is_to_read: bool = False,
    ) -> "CardView":
        """The view of ``card``, which ``shown`` has in its version and ``library`` beside others.

        ``is_to_read``: the person has not confirmed this version yet.
        """
        rungs, here = library.ladder_of(card), library.rung_of(card)
        topic = library.find(card.topic)
        untranslated = card.id in library.lacking
        return cls(
            id=card.id,
            title=card.title,
            caption=topic.title if topic else "",
            hint=card.hint,
            say_heading=words("Say"),
            say=tuple(quoted(item.text, words) for item in card.items(Part.SAY)),
            do_heading=words("Do"),
            do=tuple(
                StepView(
                    item.text,
                    item.runs,
                    conversation.has_tried(card.id, item.text),
                    item.under,
                    _links_in(item, library),
                )
                for item in card.items(Part.DO)
            ),
            dont_say_heading=words("Do not say"),
            dont_say=tuple(quoted(item.text, words) for item in card.items(Part.DONT_SAY)),
            dont_heading=words("Do not"),
            dont=card.items(Part.DONT),
            ladder_heading=words("How far has it gone?") if rungs else "",
            rungs=_rungs(rungs, card, words, wording, conversation),
            next_heading=words("What comes next"),
            next=card.items(Part.NEXT),
            worse=_link_to(card.worse, library),
            parts=_parts(card, words),
            see_heading=words("See also"),
            see=tuple(_link(one) for one in library.see_also(card)),
            practice=()
            if card.kind is CardKind.SITUATION  # under pressure, nobody practices
            else tuple(
                LinkView(one.id, one.title) for one in library.about(card.id, CardKind.PRACTICE)
            ),
            files=shown.files,
            note=words("This card is not translated yet.") if untranslated else "",
            review=_review(shown, words, today),
            is_overdue=_is_overdue(shown, today),
            confirm=words("I have read this version") if is_to_read else "",
            calls_now=here is not None and here.calls_somebody,
            may_promise=card.kind is CardKind.SITUATION
            and not (here is not None and Action.PANIC in here.actions),
        )


def _rungs(
    rungs: tuple[Rung, ...],
    card: Card,
    words: Words,
    wording: Wording,
    conversation: Conversation,
) -> tuple[RungView, ...]:
    here = next((at for at, rung in enumerate(rungs) if rung.id == card.rung), None)
    return tuple(
        RungView(
            number=str(at + 1),
            title=rung.title,
            text=rung.text,
            who=level_words(rung.who, words),
            stand=(stand := _stand(at, here)),
            stand_words={
                Stand.PAST: words("Before this"),
                Stand.HERE: words("You are here"),
                Stand.AHEAD: "",
            }[stand],
            buttons=tuple(
                rung_button(action, words, wording, say=rung.say) for action in rung.actions
            ),
            say=quoted(rung.say, words) if rung.say and stand is not Stand.PAST else "",
            is_done=Action.WARN in rung.actions and bool(conversation.of(Noted.WARNING)),
        )
        for at, rung in enumerate(rungs)
    )


def _stand(at: int, here: int | None) -> Stand:
    if here is None or at > here:
        return Stand.AHEAD
    return Stand.HERE if at == here else Stand.PAST


def _parts(card: Card, words: Words) -> tuple[PartView, ...]:
    named = {Part.MORE: words("More")}
    return tuple(
        PartView(named.get(section.part, section.heading), section.items)
        for section in card.sections
        if section.part in {Part.MORE, Part.OTHER}
    )


def _links_in(item: Item, library: Library) -> tuple[LinkView, ...]:
    """Where a step's words lead: the step itself is tapped, so they stand below it."""
    named = dict.fromkeys(run.card for part in (item, *item.under) for run in part.runs if run.card)
    return tuple(link for name in named if (link := _link_to(name, library)) is not None)


def _link_to(card: CardId, library: Library) -> LinkView | None:
    found = library.find(card)
    return _link(found) if found else None


def _link(card: Card) -> LinkView:
    return LinkView(card.id, card.title, card.hint)


def _is_overdue(shown: Shown, today: date) -> bool:
    due = shown.review_due()
    return due is not None and due < today


def _review(shown: Shown, words: Words, today: date) -> str:
    reviewed, due = shown.first.reviewed, shown.review_due()
    if reviewed is None or due is None:
        return ""
    if due < today:
        return words("Review was due {day}", day=day_words(due, words))
    return words("Reviewed {day}", day=day_words(reviewed, words))
