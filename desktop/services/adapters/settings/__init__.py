"""The files that settings are written in: this PC's own, and what its office puts beside it."""
