"""What a station is called where there are many."""

from desktop.domain.roster.roster import Member


def station_words(member: Member) -> str:
    """Return what tells one from the others: "Counter 3, Maria's PC"."""
    same = member.name.casefold() in {"", member.place.casefold()}
    return member.place if same else f"{member.place}, {member.name}"
