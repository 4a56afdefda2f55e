"""The office in which system tests happen."""

from tests.support.small_disk import small_disk
from tests.support.workplace import office

__all__ = ["office", "small_disk"]
