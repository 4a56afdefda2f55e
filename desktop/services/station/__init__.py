"""A station at work, for everyone who starts one or asks it something."""

from desktop.services.station.parts import STREAMS, Parts
from desktop.services.station.station import Station

__all__ = ["STREAMS", "Parts", "Station"]
