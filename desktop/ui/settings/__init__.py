"""The settings window: what it looks like, what the bar says, the keys, the sound."""
