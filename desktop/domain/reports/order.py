"""Whether times that were answered can follow each other."""

from datetime import date, datetime, time, timedelta

_OVERNIGHT = timedelta(hours=6)
"""An incident that ends "before" it begins may have gone past midnight, for as long as this."""


def until(first: time, second: time) -> timedelta:
    """How long it is from ``first`` to the next ``second``, past midnight where need be."""
    there = datetime.combine(date.min, second) - datetime.combine(date.min, first)
    return there % timedelta(days=1)


def ends_before(began: time, ended: time) -> bool:
    """That end cannot be: it is before the beginning, and too early to be past midnight."""
    return ended < began and until(began, ended) > _OVERNIGHT
