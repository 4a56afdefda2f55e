"""The windows in which incident reports are written, submitted and added to."""
