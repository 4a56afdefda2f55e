from tests.support.relay import authority, relay, relays, stations

__all__ = ["authority", "relay", "relays", "stations"]
