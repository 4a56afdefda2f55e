"""The floor's supervisor: answers each message at once, on paho's own thread."""

import os
import sys

from paho.mqtt.client import Client, MQTTMessage

from benchmarks.homes import home_argument, identity_of
from benchmarks.processes import commands, say
from benchmarks.promised import promises_asked_for
from benchmarks.raw import connected, topic_root


def main() -> None:
    identity, size = identity_of(home_argument()), int(sys.argv[2])
    root, me = topic_root(identity), identity.device
    presser = sys.argv[3]
    payload = os.urandom(size)
    made: list[Client] = []
    promises = promises_asked_for(identity)

    def take(message: MQTTMessage) -> None:
        answer = payload
        if promises is not None:
            promises.check(bytes(message.payload))
            answer = promises.sealed(payload, after=bytes(message.payload))
        made[0].publish(f"{root}/to/{presser}/{me}", answer, qos=1)

    client = connected(identity, subscriptions=[f"{root}/a/{presser}"], on_message=take)
    made.append(client)
    say(ready=True)
    for _ in commands():
        pass
    client.disconnect()
    client.loop_stop()


if __name__ == "__main__":
    main()
