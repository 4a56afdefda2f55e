"""The alarm's sound, and whether it can be believed to be heard."""

from desktop.services.adapters.sound.output import what_keeps_sound_from_being_heard
from desktop.services.adapters.sound.player import Alarm, AlarmPlayer

__all__ = ["Alarm", "AlarmPlayer", "what_keeps_sound_from_being_heard"]
