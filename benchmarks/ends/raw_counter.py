"""The floor's counter: publishes a press's bytes and waits for the acknowledgement's."""

import os
import sys
from threading import Event
from time import perf_counter

from paho.mqtt.client import MQTTMessage

from benchmarks.homes import home_argument, identity_of
from benchmarks.processes import commands, say
from benchmarks.raw import connected, topic_root


def main() -> None:
    identity, size = identity_of(home_argument()), int(sys.argv[2])
    root, me = topic_root(identity), identity.device
    is_answered = "--unanswered" not in sys.argv
    answered, at = Event(), [0.0]

    def take(_message: MQTTMessage) -> None:
        at[0] = perf_counter()
        answered.set()

    client = connected(identity, subscriptions=[f"{root}/to/{me}/+"], on_message=take)
    say(ready=True)
    for _ in commands():
        payload = os.urandom(size)
        answered.clear()
        begun = perf_counter()
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
