"""The codes that let PCs in now, as the Site page lists them. The letters stand in the dialog."""

from collections.abc import Sequence

from desktop.services.trust.standing import Standing
from desktop.ui.views.inviting import role_words
from desktop.ui.views.site_cards import ButtonView, CardView, Do, RowView
from desktop.ui.words import Words

CODE = "code "
"""Before a code's nameplate in the key of its row."""


def codes_card(codes: Sequence[Standing], *, words: Words, why_not: str) -> CardView:
    """Return the card of the codes that this desk has given out."""
    rows = tuple(_row(one, words) for one in codes if one.is_open)
    lead = (
        words("With a code a PC joins this site. Each of these still lets one in.")
        if rows
        else words("No code lets anybody in now.")
    )
    return CardView(
        key="codes",
        title=words("Codes"),
        lead="" if why_not else lead,
        why_not=why_not,
        rows=() if why_not else rows,
    )


def _row(one: Standing, words: Words) -> RowView:
    role = role_words(one.invitation.seat.role, words)
    return RowView(
        key=f"{CODE}{one.nameplate}",
        title=one.place,
        says=words("{role}. Lives until {time}.", role=role, time=words.time_of_day(one.expires)),
        note=words.plural("{n} guess is left", "{n} guesses are left", one.invitation.tries),
        buttons=(ButtonView(Do.END_CODE, words("End it now"), one.place),),
    )
