"""Countersign: a silent call for help from a front counter, and the report signed afterwards."""

__version__ = "0.1.0.dev0"
