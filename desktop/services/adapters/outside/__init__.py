"""Sending to contacts outside, in a process of its own, and keeping whom and where."""
