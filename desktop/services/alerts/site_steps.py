"""Setting the site's steps: what the command and the Site page say to every desk."""

from collections.abc import Sequence
from concurrent.futures import Future

from desktop.domain.events.event import Event
from desktop.domain.plain_text import plain
from desktop.domain.protocol.errors import SupervisorsStepsError
from desktop.domain.protocol.facts import ProtocolSet, SaidStep
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.steps import Situation, Step, checked
from desktop.services.ports import NoticeBoard


def set_steps(
    site: NoticeBoard,
    protocol: SiteProtocol | None,
    situation: Situation,
    steps: Sequence[Step] | None,
    *,
    author: str,
) -> "Future[Event]":
    """Say what is to be done in ``situation``, all steps in their order; ``None`` goes by those
    that ship. ``protocol`` is what holds now.

    The future is set once it has left. Raises ``StepRefusedError``, and ``SupervisorsStepsError``
    at other stations than supervisors' desks: they are told no steps.
    """
    if protocol is None or not site.roster.may_speak(site.device, ProtocolSet.TYPE):
        raise SupervisorsStepsError
    said = None
    if steps is not None:
        said = tuple(
            SaidStep(key=one.key, text=one.text, phone=one.phone) for one in checked(steps)
        )
    return site.publish(
        ProtocolSet(
            situation=situation.value,
            steps=said,
            author=plain(author),
            revision=protocol.revisions.get(situation, 0) + 1,
        )
    )
