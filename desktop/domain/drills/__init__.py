"""Drills: what was planned and called, what each station measured of it, and who took part."""
