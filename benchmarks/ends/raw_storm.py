"""Bare clients for the storm: publishers and a subscriber for the floor, and ears for both."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import perf_counter, sleep

from paho.mqtt.client import MQTTMessage

from benchmarks.homes import home_argument, identity_of
from benchmarks.processes import commands, say
from benchmarks.raw import connected, topic_root
from desktop.services.adapters.keys.identity import Identity


def publishers(size: int, identities: list[Identity]) -> None:
    clients = [(connected(who), who) for who in identities]
    say(ready=True)
    for command in commands():
        payloads = [os.urandom(size) for _ in clients]
        sleep(max(0.0, command["press_at"] - perf_counter()))
        for (client, who), payload in zip(clients, payloads, strict=True):
            client.publish(f"{topic_root(who)}/a/{who.device}", payload, qos=1)
        say(left=perf_counter())
    for client, _ in clients:
        client.disconnect()
        client.loop_stop()


def subscriber(expected: int, who: Identity) -> None:
    heard: list[float] = []
    complete = Event()

    def take(_message: MQTTMessage) -> None:
        heard.append(perf_counter())
        if len(heard) >= expected:
            complete.set()

    client = connected(who, subscriptions=[f"{topic_root(who)}/a/+"], on_message=take)
    say(ready=True)
    for command in commands():
        complete.wait(command["watch"])
        say(count=len(heard), last=max(heard, default=0.0))
        heard.clear()
        complete.clear()
    client.disconnect()
    client.loop_stop()


def ears(identities: list[Identity]) -> None:
    """Subscribers that never read: the broker sends to them as to the counters of an office, and
    what 200 other PCs would do with it is not done on this one.
    """
    clients = [connected(who, subscriptions=[f"{topic_root(who)}/a/+"]) for who in identities]
    with ThreadPoolExecutor(len(clients)) as stopping:  # each may take a second to notice
        for client in clients:
            stopping.submit(client.loop_stop)
    say(ready=True)
    for _ in commands():
        pass


if __name__ == "__main__":
    everyone = [identity_of(home_argument(at)) for at in range(3, len(sys.argv))]
    if sys.argv[1] == "publish":
        publishers(int(sys.argv[2]), everyone)
    elif sys.argv[1] == "ears":
        ears(everyone)
    else:
        subscriber(int(sys.argv[2]), everyone[0])
