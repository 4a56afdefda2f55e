"""Join codes: short enough to read aloud, hard to mistake, and with a letter that catches slips.

A code is a *nameplate*, which says to the inviter which invitation is meant and is no secret, a
*secret*, and a check letter. All are letters of Crockford's Base32, which has no I, L, O and U:
nobody has to ask whether that is a zero. A slip is caught before it costs one of the five tries.
"""

from collections.abc import Callable
from enum import StrEnum

import msgspec

from desktop.services.trust.refusals import JoinCodeMistypedError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = " -\N{EN DASH}\N{EM DASH}_.\t\r\n"  # word processors make dashes longer


class CodeLength(StrEnum):
    """How long a code is, and therefore lives.

    ``SHORT`` is for one place and ten minutes: 30 bits against five guesses. ``LONG`` is for a
    batch, valid for a working day: 60 bits.
    """

    SHORT = "short"
    LONG = "long"

    @property
    def nameplate(self) -> int:
        """Letters of the nameplate."""
        return 2 if self is CodeLength.SHORT else 3

    @property
    def secret(self) -> int:
        """Letters of the secret."""
        return 6 if self is CodeLength.SHORT else 12

    @property
    def group(self) -> int:
        """Letters read in one breath."""
        return 3 if self is CodeLength.SHORT else 4

    @property
    def letters(self) -> int:
        """Letters in all, with the check letter."""
        return self.nameplate + self.secret + 1


class JoinCode(msgspec.Struct, frozen=True):
    """A code as it was made or typed; ``str`` writes it in groups."""

    nameplate: str
    secret: str
    length: CodeLength

    @classmethod
    def new(cls, length: CodeLength, pick: Callable[[str], str], nameplate: str) -> "JoinCode":
        """Make a code whose secret letters are each chosen by ``pick``, such as secrets.choice."""
        return cls(nameplate, "".join(pick(ALPHABET) for _ in range(length.secret)), length)

    @classmethod
    def parse(cls, typed: str) -> "JoinCode":
        """Read what a person typed: any case, with or without dashes, O for 0 and I or L for 1.

        Raises ``JoinCodeMistypedError``, which says what looks wrong and costs no try.
        """
        letters = "".join(c for c in typed.upper() if c not in _SEPARATORS).translate(_READ_AS)
        strange = sorted({c for c in letters if c not in ALPHABET})
        if strange:
            raise JoinCodeMistypedError("No code has {letters} in it.", letters=", ".join(strange))
        for length in CodeLength:
            if len(letters) == length.letters:
                break
        else:
            raise JoinCodeMistypedError(
                "A code has {short} or {long} letters; this has {n}.",
                short=CodeLength.SHORT.letters,
                long=CodeLength.LONG.letters,
                n=len(letters),
            )
        plain, check = letters[:-1], letters[-1]
        if check != _check_letter(plain):
            raise JoinCodeMistypedError("One of its letters is wrong, or two are swapped.")
        return cls(plain[: length.nameplate], plain[length.nameplate :], length)

    @property
    def password(self) -> bytes:
        """What both sides prove that they know."""
        return f"{self.nameplate}-{self.secret}".encode("ascii")

    def __str__(self) -> str:
        plain = self.nameplate + self.secret
        letters = plain + _check_letter(plain)
        size = self.length.group
        return "-".join(letters[at : at + size] for at in range(0, len(letters), size))

    def __repr__(self) -> str:
        return f"<JoinCode {self.nameplate}-...>"  # it must not end in a log


def _check_letter(plain: str) -> str:
    """Odd weights make every single slip show, and every swap of neighbours but 16 apart."""
    weighed = sum((2 * at + 1) * ALPHABET.index(letter) for at, letter in enumerate(plain))
    return ALPHABET[weighed % len(ALPHABET)]
