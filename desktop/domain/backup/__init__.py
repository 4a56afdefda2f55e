"""Backups: what desks say of those that were made."""
