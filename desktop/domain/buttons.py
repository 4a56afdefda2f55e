"""Buttons that call by MQTT: what each is for, which messages are a press, and how it stands."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from desktop.domain.alerts.facts import Kind
from desktop.domain.errors import RefusedError

LONGEST_NAME, LONGEST_TOPIC = 60, 200


class ButtonRefusedError(RefusedError):
    """This button cannot be adopted like that."""

    code = "button-refused"
    advice = "See: countersign button adopt --help"


class UnknownButtonError(RefusedError):
    """No button of this station is called that."""

    code = "unknown-button"
    advice = "See the buttons with: countersign button list"


class Button(msgspec.Struct, frozen=True, kw_only=True):
    """A button on a wall or in a pocket for which this station signs.

    ``place`` is where to send people, empty for this station's own place. ``broker`` is another
    program's, as host:port; empty for this station's own. A message on ``topic`` is a press where
    it has one of ``payloads`` in it, or whatever it says where there are none. One that ``sleeps``
    runs on a battery and connects for a press alone.
    """

    name: str
    kind: Kind
    topic: str
    user: str = ""
    place: str = ""
    broker: str = ""
    payloads: tuple[str, ...] = ()
    sleeps: bool = False

    def means_press(self, payload: bytes) -> bool:
        """Whether a message with ``payload`` says that it was pressed."""
        said = payload.decode(errors="replace")
        return not self.payloads or any(payload in said for payload in self.payloads)


class ButtonStanding(msgspec.Struct, frozen=True, kw_only=True):
    """One button as it stands now.

    ``is_connected`` is ``None`` where this station cannot know: on another program's broker.
    ``last_heard`` is the last message of its own since this station started. ``trouble`` says why
    no press of it can be heard; empty where one can.
    """

    button: Button
    is_connected: bool | None
    last_heard: datetime | None
    trouble: str

    @property
    def is_missing(self) -> bool:
        """It is not where it should be: off, out of reach, or broken."""
        return self.is_connected is False and not self.button.sleeps


def require_adoptable(button: Button, others: Collection[Button]) -> None:
    """Raises ``ButtonRefusedError`` with what is wrong with ``button`` beside the ``others``."""
    if not button.name or len(button.name) > LONGEST_NAME:
        raise ButtonRefusedError("A button needs a name of 1 to {most} letters.", most=LONGEST_NAME)
    if any(other.name.casefold() == button.name.casefold() for other in others):
        raise ButtonRefusedError(
            "There is a button “{name}” already.",
            name=button.name,
            advice="Choose another name, or remove that one first: countersign button remove NAME",
        )
    _require_topic(button.topic)
    for other in others:
        if (other.broker, other.topic) == (button.broker, button.topic) and _overlap(other, button):
            raise ButtonRefusedError(
                "“{name}” listens to the topic {topic} already.",
                name=other.name,
                topic=button.topic,
                advice="Give each button a topic of its own, or tell them apart with --payload.",
            )
    if not all(button.payloads):
        raise ButtonRefusedError("An empty --payload would be in every message.")


def _require_topic(topic: str) -> None:
    is_plain = topic.isprintable() and topic == topic.strip() and "\ufffd" not in topic
    if not topic or len(topic) > LONGEST_TOPIC or not is_plain:
        raise ButtonRefusedError(
            "“{topic}” is no topic of a button.",
            topic=topic[:LONGEST_TOPIC],
            advice=f"Write it as in countersign/button-1: up to {LONGEST_TOPIC} letters, one line.",
        )
    if "#" in topic or "+" in topic or topic.startswith("$"):
        raise ButtonRefusedError(
            "“{topic}” stands for many topics, so others' messages would call.",
            topic=topic,
            advice="Name the one topic on which this button says that it was pressed.",
        )


def _overlap(one: Button, other: Button) -> bool:
    if not one.payloads or not other.payloads:
        return True
    return any(a in b or b in a for a in one.payloads for b in other.payloads)
