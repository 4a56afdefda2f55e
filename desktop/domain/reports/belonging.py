"""Who a draft, and what is kept of a submitted report, belong to on a PC (ADR 72)."""

import msgspec

from desktop.domain.reports.draft import Draft, Filed


class Asker(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks for what was written on this PC.

    ``accounts`` are the names of the login, now and in older versions; ``person`` is who says to
    sit here, and counts where several people use that login (``is_shared``).
    """

    accounts: frozenset[str]
    person: str
    is_shared: bool

    def is_of_account(self, draft: Draft) -> bool:
        """It was begun in this login."""
        return draft.account in self.accounts

    def is_author(self, draft: Draft) -> bool:
        """It was begun in this login, and where others use that, too, by this very person."""
        return self.is_of_account(draft) and self._is_person(draft.author)

    def has_filed(self, filed: Filed) -> bool:
        """It was submitted by this person; or before it was noted who submits what."""
        if not filed.author and not filed.account:
            return True
        return filed.account in self.accounts and self._is_person(filed.author)

    def _is_person(self, author: str) -> bool:
        return not self.is_shared or is_same_person(author, self.person)


def is_same_person(one: str, other: str) -> bool:
    """Whether two names, as people type them, are one person's; PINs go by the same rule."""
    return name_key(one) == name_key(other)


def name_key(name: str) -> str:
    """A name without what two spellings of it may differ in: case, and spaces."""
    return " ".join(name.casefold().split())
