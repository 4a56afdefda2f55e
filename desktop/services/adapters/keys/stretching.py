"""A key out of a passphrase: slow on purpose, for whoever finds the file may guess as long as they
like.

Argon2id with RFC 9106's second recommended setting: 64 MiB, three passes, four lanes; some 0.2 s.
"""

import unicodedata

import msgspec
from argon2.low_level import Type, hash_secret_raw

KEY_BYTES = 32
_LEAST_KIB_PER_LANE = 8
"""By RFC 9106."""
_MOST_PASSES, _MOST_MEMORY_KIB, _MOST_LANES = 16, 256 * 1024, 16


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """How much work a guess is. It stands in each file, so that it can grow with the years."""

    passes: int
    memory_kib: int
    lanes: int

    @property
    def is_bearable(self) -> bool:
        """No file of ours asks for more: a forged one must not take all memory. Nor for so little
        memory that there is no key to be had of it.
        """
        return (
            0 < self.passes <= _MOST_PASSES
            and 0 < self.lanes <= _MOST_LANES
            and _LEAST_KIB_PER_LANE * self.lanes <= self.memory_kib <= _MOST_MEMORY_KIB
        )


_USUAL = Cost(passes=3, memory_kib=64 * 1024, lanes=4)


def usual() -> Cost:
    """What files cost that are made now."""
    return _USUAL


def stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """The key. Keyboards and systems write an accented letter in two ways; both make the same."""
    return hash_secret_raw(
        unicodedata.normalize("NFKC", passphrase).encode("utf-8"),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
