"""Which of the beats that come in are worked off at once, and which can wait.

Nearly all say what the ones before them said. Of what a thread has not done for a quarter of
a second the processor has forgotten the way; twenty stations would have an idle desk go it four
times a second for nothing. They wait until the thread is at work anyway, at the latest for its own
beat every 5 s, or until a bunch of them waits. Nobody notices: a station counts as present from
when its beat *came*, and the answer goes out with our own beat as before (``presence.beating``).
"""

from collections.abc import Callable

from desktop.domain.errors import MalformedEventError
from desktop.domain.events.note import Note, NoteKind, note_kind
from desktop.domain.presence import Beat
from desktop.domain.relays import Arrival
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Roster
from desktop.services.ports import Clock
from desktop.services.presence.watch import Watch


class Urgency:
    """Sorts arrivals before anything of them is believed: what waits is checked like the rest.

    May be asked from any thread.
    """

    def __init__(self, *, roster: Callable[[], Roster], watch: Watch, clock: Clock) -> None:
        self._roster = roster
        self._watch = watch
        self._clock = clock

    def can_wait(self, arrival: Arrival) -> bool:
        """Whether it is a beat by which no board would change and to which no answer is due now.

        Beats of other desks never wait: what they hold is compared with what is held here.
        """
        if note_kind(arrival.payload) != NoteKind.BEAT:
            return False
        try:
            note = Note.parse(arrival.payload)
            beat = note.read(Beat)
        except MalformedEventError:
            return False
        member = self._roster().device(note.sender_id)
        return (
            member is not None
            and member.role is not Role.SUPERVISOR
            and not beat.is_alone
            and not self._watch.is_news(
                member.device, beat, at_ms=note.at_ms, now=self._clock.now()
            )
        )
