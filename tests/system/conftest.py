"""The office in which system tests happen."""

from tests.support.workplace import office

__all__ = ["office"]
