"""The record of one alert as a person reads it: what the PDF, a timeline and a script show."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Self

import msgspec

from desktop.domain.alerts.alert import Alert, Recorded
from desktop.domain.alerts.facts import (
    AlertAttended,
    AlertClosed,
    AlertId,
    AlertOutcome,
    AlertPressed,
    AlertReceived,
    Kind,
    Occasion,
)
from desktop.domain.events.event import EventId
from desktop.domain.protocol.facts import StepFact
from desktop.domain.roster.ids import DeviceId
from desktop.services.reports import wording
from desktop.services.reports.verification import verification_code
from desktop.words import Words


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the timeline.

    ``at`` is the clock of the station that signed it, so ``after_s``, seconds since the first
    press, is below zero where that clock is behind. ``who`` is a person where one is known, else
    the station.
    """

    at: datetime
    after_s: float
    what: str
    who: str


class DeskRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What one supervisor's desk did: when its receipt was signed and what it answered last.

    Seconds count from the first press. ``received_s`` is ``None`` where only the answer is known.
    """

    desk: str
    received_s: float | None
    presses: int
    said: str = ""
    person: str = ""
    answered_s: float | None = None


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """A line under the report. Without a name it stays empty for a pen."""

    duty: str
    name: str = ""
    signed_at: datetime | None = None


UNSIGNED = (Signature(duty="Person who called"), Signature(duty="Supervisor"))


class AlertReport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a report of one alert says, in words and in numbers, without layout.

    Times are aware and in UTC; ``..._s`` are seconds since the first press. An empty text means
    that nobody told. ``asked`` is how many supervisor desks were present at the press, where
    that is known; ``received`` how many sent a receipt.
    """

    site_name: str
    site_address: str
    emergency: str
    alert: AlertId
    number: str
    kind: Kind
    occasion: Occasion
    place: str
    area: str
    station: str
    caller: str
    raised_at: datetime
    presses: int
    context: str
    received: int
    asked: int | None
    first_receipt_s: float | None
    answered_by: str
    answered_s: float | None
    attended_by: str
    attended_s: float | None
    closed_by: str
    closed_at: datetime | None
    is_withdrawn: bool
    outcome: str
    outcome_note: str
    outcome_by: str
    timeline: tuple[Happening, ...]
    desks: tuple[DeskRecord, ...]
    signatures: tuple[Signature, ...]
    events: int
    code: str

    @property
    def is_open(self) -> bool:
        """Not closed when the report was made, so it says less than a later one will."""
        return self.closed_at is None

    @property
    def kind_words(self) -> str:
        """What was called for, as the screens say it."""
        return wording.KINDS[self.kind]

    @property
    def occasion_word(self) -> str:
        """*Drill* or *Test*; empty when it was meant."""
        return wording.OCCASIONS[self.occasion]

    @classmethod
    def of(
        cls,
        alert: Alert,
        *,
        site_name: str,
        site_address: str = "",
        emergency: str = "",
        names: Mapping[DeviceId, str],
        asked: int | None = None,
        outcome: AlertOutcome | None = None,
        outcome_event: EventId | None = None,
        signatures: tuple[Signature, ...] = UNSIGNED,
        language: str = "en",
    ) -> Self:
        """Read the report off ``alert`` as it stands.

        ``names`` are the stations' names by device; one that is missing is shown by the start of
        its id. ``outcome_event`` counts towards the verification code when it is given.
        ``language`` is what the timeline is told in.
        """
        teller = _Teller(alert, names, asked, Words.of(language))
        first_going = alert.going[0] if alert.going else None
        receipts = [r.at for r in alert.timeline if isinstance(r.fact, AlertReceived)]
        events = [r.event for r in alert.timeline] + ([outcome_event] if outcome_event else [])
        return cls(
            site_name=site_name,
            site_address=site_address,
            emergency=emergency,
            alert=alert.id,
            number=alert.number,
            kind=alert.kind,
            occasion=alert.occasion,
            place=alert.place,
            area=alert.area,
            station=teller.station(alert.station),
            caller=alert.person,
            raised_at=alert.raised_at,
            presses=len(alert.presses),
            context=wording.CONTEXTS[alert.context] if alert.context else "",
            received=len(alert.received_by),
            asked=asked,
            first_receipt_s=teller.after(min(receipts)) if receipts else None,
            answered_by=teller.who(first_going.device, first_going.person) if first_going else "",
            answered_s=teller.after(first_going.at) if first_going else None,
            attended_by=teller.attended_by(),
            attended_s=teller.after(alert.attended_at) if alert.attended_at else None,
            closed_by=teller.closed_by(),
            closed_at=alert.closed_at,
            is_withdrawn=alert.is_withdrawn,
            outcome=wording.OUTCOMES[outcome.outcome] if outcome else "",
            outcome_note=outcome.note if outcome else "",
            outcome_by=outcome.person if outcome else "",
            timeline=tuple(teller.happenings()),
            desks=tuple(teller.desks()),
            signatures=signatures,
            events=len(set(events)),
            code=verification_code(events),
        )


def people_of(report: AlertReport | None, stations: Iterable[str]) -> tuple[str, ...]:
    """Everybody named in a record; ``stations`` are the names that stand where nobody is known."""
    if report is None:
        return ()
    rows = (row.who for row in report.timeline)
    named = (report.caller, *rows, *(desk.person for desk in report.desks))
    known = {*stations, report.station, ""}
    return tuple(dict.fromkeys(name for name in named if name not in known))


class _Teller:
    """Tells one alert's timeline row by row."""

    def __init__(
        self, alert: Alert, names: Mapping[DeviceId, str], asked: int | None, words: Words
    ) -> None:
        self._words = words
        self._asked = asked
        self._alert = alert
        self._names = names

    def station(self, device: DeviceId) -> str:
        return self._names.get(device) or self._words("Station {id}", id=device[:8])

    def who(self, device: DeviceId, person: str) -> str:
        return person or self.station(device)

    def after(self, at: datetime) -> float:
        return (at - self._alert.raised_at).total_seconds()

    def attended_by(self) -> str:
        for recorded in self._alert.timeline:
            is_it = recorded.at == self._alert.attended_at
            if is_it and isinstance(recorded.fact, AlertAttended):
                return self.who(recorded.device, recorded.fact.person)
        return ""

    def closed_by(self) -> str:
        for recorded in self._alert.timeline:
            is_it = recorded.at == self._alert.closed_at
            if is_it and isinstance(recorded.fact, AlertClosed):
                return self.who(recorded.device, recorded.fact.person)
        return ""

    def happenings(self) -> Iterator[Happening]:
        """Each fact in a row of its own, but a desk's first receipt alone and a run of presses
        together: someone who is afraid presses thirty times.
        """
        desks_heard: set[DeviceId] = set()
        run: list[Recorded] = []
        for recorded in self._alert.timeline:
            if isinstance(recorded.fact, AlertPressed):
                if run and not _continues(run[-1], recorded):
                    yield self._run(run)
                    run = []
                run.append(recorded)
                continue
            if isinstance(recorded.fact, AlertReceived):
                if recorded.device in desks_heard:
                    continue
                desks_heard.add(recorded.device)
            if run:
                yield self._run(run)
                run = []
            yield self._row(recorded, self._what(recorded, receipts=len(desks_heard)))
        if run:
            yield self._run(run)

    def desks(self) -> Iterator[DeskRecord]:
        """The supervisor desks that sent a receipt or an answer, in the order of the first."""
        answers = {answer.device: answer for answer in self._alert.answers}
        receipts: dict[DeviceId, list[Recorded]] = {}
        for recorded in self._alert.timeline:
            if isinstance(recorded.fact, AlertReceived):
                receipts.setdefault(recorded.device, []).append(recorded)
        for device in [*receipts, *(d for d in answers if d not in receipts)]:
            answer = answers.get(device)
            seen = {
                press
                for r in receipts.get(device, ())
                if isinstance(r.fact, AlertReceived)
                for press in r.fact.presses
            }
            said = ""
            if answer:
                said = (
                    self._words(wording.MESSAGES[answer.message])
                    if answer.message
                    else wording.going(answer.minutes, self._words)
                )
            yield DeskRecord(
                desk=self.station(device),
                received_s=self.after(receipts[device][0].at) if device in receipts else None,
                presses=len(seen & set(self._alert.press_ids)),
                said=said,
                person=answer.person if answer else "",
                answered_s=self.after(answer.at) if answer else None,
            )

    def _what(self, recorded: Recorded, *, receipts: int) -> str:
        if isinstance(recorded.fact, AlertReceived):
            return wording.delivered(recorded.fact.kept, receipts, self._asked, self._words)
        if isinstance(recorded.fact, StepFact):
            return wording.step_happened(recorded.fact, self._words)
        if isinstance(recorded.fact, AlertClosed) and self._left_it_open(recorded):
            return self._words(
                "Closed without having seen the last press, so the alert stayed open"
            )
        return wording.happened(
            recorded.fact,
            station=self.station(recorded.device),
            at_the_counter=recorded.device == self._alert.station,
            words=self._words,
        )

    def _left_it_open(self, closing: Recorded) -> bool:
        return self._alert.closed_at is None or closing.at < self._alert.closed_at

    def _run(self, run: list[Recorded]) -> Happening:
        last = run[-1].fact
        assert isinstance(last, AlertPressed)
        before = [press for press in self._alert.presses if press.at < run[0].at]
        now_panic = last.kind is Kind.PANIC and {press.kind for press in before} == {Kind.ASSIST}
        return self._row(
            run[0], wording.pressed_again(len(run), last, now_panic=now_panic, words=self._words)
        )

    def _row(self, recorded: Recorded, what: str) -> Happening:
        return Happening(
            at=recorded.at,
            after_s=self.after(recorded.at),
            what=what,
            who=self.who(recorded.device, str(getattr(recorded.fact, "person", ""))),
        )


def _continues(before: Recorded, press: Recorded) -> bool:
    """One run of presses: the same button, place and person."""
    one, other = before.fact, press.fact
    assert isinstance(one, AlertPressed)
    assert isinstance(other, AlertPressed)
    return (before.device, _of_press(one)) == (press.device, _of_press(other))


def _of_press(fact: AlertPressed) -> tuple[object, ...]:
    return (fact.kind, fact.place, fact.person, fact.is_forced, fact.button)
