"""Drills: planned and carried out at supervisors' desks, asked for at counters, put on paper."""
