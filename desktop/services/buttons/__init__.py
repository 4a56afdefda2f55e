"""Buttons on walls and in pockets, for which this station signs."""
