"""For how long the site keeps what, what would go, and where the copies are, on the Site page."""

from collections.abc import Mapping
from datetime import timedelta

from desktop.domain.retention.kinds import Kept
from desktop.domain.retention.periods import Period
from desktop.domain.settings.settings import RETENTION_MONTHS, Key
from desktop.domain.settings.spoken import Spoken
from desktop.services.retention.standing import Going, KindStanding, RetentionStanding
from desktop.ui.views.advice import Advice
from desktop.ui.views.dates import day_words
from desktop.ui.views.site_cards import CardView, Editing, EditorView, FieldView, RowView
from desktop.ui.views.site_rules import (
    VALUE,
    months_words,
    rule_buttons,
    rule_title,
    who_words,
)
from desktop.ui.words import Words, on_this_clock

PROPOSED: Mapping[Kept, tuple[int, ...]] = {
    Kept.ALERTS: (12, 24, 36),
    Kept.TESTS: (12, 24, 36),
    Kept.REPORTS: (36, 60, 84),
    Kept.GUIDANCE: (12, 24, 36),
}
"""Months that offices often choose. What a law wants kept is for the office to know."""
ALL_PROPOSED = frozenset(months for some in PROPOSED.values() for months in some)
_CLOCK_IS_OFF = timedelta(days=1)


def keeping_card(
    retention: RetentionStanding | None,
    spoken: Mapping[Key, Spoken],
    *,
    words: Words,
    why_not: str,
    editing: Editing,
) -> CardView:
    """Return the card; ``retention`` is ``None`` while the disk is read."""
    return CardView(
        key="keeping",
        title=words("Keeping"),
        lead=words(
            "Nothing is deleted by itself unless a time is set here. Then an administrator's desk "
            "deletes what is older once a day, at every PC and for good. Backups, exported files "
            "and papers stay wherever they are."
        ),
        why_not=why_not,
        advice=_advice(retention, words),
        rows=tuple(
            _row(kind, retention, spoken, words, why_not=why_not, editing=editing) for kind in Kept
        ),
        foot=words(
            "How long a law wants something kept is for this office to know: ask before you set a "
            "time. What must go sooner is deleted at an administrator's desk: {command}",
            command="countersign log purge",
        ),
    )


def _row(
    kind: Kept,
    retention: RetentionStanding | None,
    spoken: Mapping[Key, Spoken],
    words: Words,
    *,
    why_not: str,
    editing: Editing,
) -> RowView:
    said = spoken.get(kind.key)
    months = said.value if said is not None and isinstance(said.value, int) else None
    stands = retention.of(kind) if retention is not None else None
    is_edited = editing.row == kind.key and not why_not
    title = rule_title(kind.key, words)
    return RowView(
        key=kind.key,
        title=title,
        says=" ".join((_period(months, stands, words), _what_goes(months, stands, words))).strip(),
        note=" ".join(
            filter(
                None,
                (who_words(said, words), _staying(kind, stands, words), _wait(stands, words)),
            )
        ),
        buttons=() if why_not or is_edited else rule_buttons(kind.key, said, title, words),
        editor=_editor(kind, months, stands, words, editing.problem) if is_edited else None,
    )


def _period(months: int | None, stands: KindStanding | None, words: Words) -> str:
    kept = months_words(months, words)
    period = stands.period if stands is not None else Period()
    if stands is None or period.months != months or period.begins is None:
        return words("{kept}.", kept=kept)
    day = day_words(on_this_clock(period.begins).date(), words)
    if period.in_force is None:
        return words(
            "{kept}, from {day} on; nothing goes before, so undoing it until then loses nothing.",
            kept=kept,
            day=day,
        )
    return words(
        "{kept}, from {day} on; until then {before}, so undoing it loses nothing.",
        kept=kept,
        day=day,
        before=months_words(period.in_force, words),
    )


def _what_goes(months: int | None, stands: KindStanding | None, words: Words) -> str:
    if months is None or stands is None:
        return ""
    going = stands.going.get(months)
    if going is None:
        return words("What would go is being counted.")
    return _going(going, words)


def _going(going: Going, words: Words) -> str:
    if going.oldest is None:
        return words("Nothing would go now.")
    day = day_words(on_this_clock(going.oldest).date(), words)
    return words.plural(
        "{n} would go now, of {day}.",
        "{n} would go now, the oldest of {day}.",
        going.count,
        day=day,
    )


def _staying(kind: Kept, stands: KindStanding | None, words: Words) -> str:
    if stands is None:
        return ""
    if kind is Kept.REPORTS:
        return " ".join(filter(None, (_unfinished(stands, words), _marked(stands, words))))
    if not stands.staying:
        return ""
    return words.plural("{n} is open: it stays.", "{n} are open: they stay.", stands.staying)


def _unfinished(stands: KindStanding, words: Words) -> str:
    if not stands.staying:
        return ""
    return words.plural(
        "{n} is not signed, or has something left to do: it stays.",
        "{n} are not signed, or have something left to do: they stay.",
        stands.staying,
    )


def _marked(stands: KindStanding, words: Words) -> str:
    if not stands.marked:
        return ""
    return words.plural(
        "{n} is kept because somebody said so.",
        "{n} are kept because somebody said so.",
        stands.marked,
    )


def _wait(stands: KindStanding | None, words: Words) -> str:
    if stands is None or not stands.is_waiting or stands.period.months is None:
        return ""
    return words("They go once another supervisor's desk is there, for it may know more of them.")


def _editor(
    kind: Kept,
    months: int | None,
    stands: KindStanding | None,
    words: Words,
    problem: Advice | None,
) -> EditorView:
    least, most = RETENTION_MONTHS
    lines = [
        words(
            "From {least} to {most}. Nothing: kept until somebody deletes it. A shorter time "
            "begins seven days after it is set, and undoing it until then loses nothing.",
            least=least,
            most=most,
        ),
        *(_preview(one, stands, words) for one in PROPOSED[kind]),
        _what_is_lost(kind, words),
    ]
    return EditorView(
        fields=(
            FieldView(VALUE, words("Whole months"), str(months) if months is not None else ""),
        ),
        hint="\n".join(line for line in lines if line),
        save_text=words("Set for the site"),
        cancel_text=words("Cancel"),
        problem=problem,
    )


def _preview(months: int, stands: KindStanding | None, words: Words) -> str:
    going = stands.going.get(months) if stands is not None else None
    if going is None:
        return ""
    return words(
        "{months}: {going}", months=months_words(months, words), going=_going(going, words)
    )


def _what_is_lost(kind: Kept, words: Words) -> str:
    return {
        Kept.ALERTS: words("Insights count what is still here, so older months show fewer calls."),
        Kept.TESTS: words("The training record forgets who took part in a drill that goes."),
        Kept.REPORTS: words(
            "A report counts from its signature, or from what was said of it later. Which one is "
            "to stay, for a court or an insurer, is said beside that report."
        ),
        Kept.GUIDANCE: words("The training record forgets who has read a card."),
    }[kind]


def _advice(retention: RetentionStanding | None, words: Words) -> Advice | None:
    """Why nothing goes, where something was to: nobody notices a clock that is years off."""
    if retention is None or all(one.period.months is None for one in retention.kinds):
        return None
    if retention.clock is None:
        return Advice(
            words("No other station vouches for this PC's clock, so nothing goes now."),
            words("It goes on by itself once another station is there, or has been."),
        )
    if retention.own - retention.clock > _CLOCK_IS_OFF:
        return Advice(
            words(
                "What goes is reckoned from {day}: no later time is vouched for by other stations.",
                day=day_words(on_this_clock(retention.clock).date(), words),
            ),
            words("If that is not today, look at the clocks of the PCs."),
        )
    return None
