"""A backup as the first window's tests and pictures show it."""

from desktop.ui.views.bringing_back import Found

FOUND = Found(
    site_name="Alder County Health",
    place="Front office",
    at_ms=1_772_446_504_000,
    calls=212,
    reports=38,
    has_reports=True,
    attachments=61,
    left_out=2,
)
