"""The settings that hold at a station, and changing them for this PC or for the site."""
