"""The files that settings are written in: this PC's own, and what its office puts beside it."""

from desktop.deferring import load_when_used

# Most PCs have neither file, and a start does not pay for reading one.
load_when_used("tomllib")
