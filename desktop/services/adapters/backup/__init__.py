"""Backups as encrypted files."""
