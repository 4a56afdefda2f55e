"""The floor's counter: publishes a press's bytes and waits for the acknowledgement's."""

import os
import sys
from threading import Event
from time import perf_counter

from paho.mqtt.client import MQTTMessage

from benchmarks.homes import home_argument, identity_of
from benchmarks.processes import commands, say
from benchmarks.promised import promises_asked_for
from benchmarks.raw import connected, topic_root


def main() -> None:
    identity, size = identity_of(home_argument()), int(sys.argv[2])
    root, me = topic_root(identity), identity.device
    is_answered = "--unanswered" not in sys.argv
    answered, at = Event(), [0.0]
    promises = promises_asked_for(identity)

    def take(message: MQTTMessage) -> None:
        if promises is not None:
            promises.check(bytes(message.payload))
        at[0] = perf_counter()
        answered.set()

    client = connected(identity, subscriptions=[f"{root}/to/{me}/+"], on_message=take)
    say(ready=True)
    for _ in commands():
        payload = os.urandom(size)
        answered.clear()
        begun = perf_counter()
        if promises is not None:
            payload = promises.sealed(payload)
        client.publish(f"{root}/a/{me}", payload, qos=1)
        if not is_answered:
            say(begun=begun)
            continue
        if not answered.wait(10):
            raise TimeoutError("the floor's supervisor did not answer")
        say(ms=(at[0] - begun) * 1000)
    client.disconnect()
    client.loop_stop()


if __name__ == "__main__":
    main()
