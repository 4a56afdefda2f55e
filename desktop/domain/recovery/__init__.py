"""The recovery file, as far as a site remembers it: when it was opened last."""
