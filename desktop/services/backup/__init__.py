"""Backups: everything that a station keeps, in one stream, and back again."""
