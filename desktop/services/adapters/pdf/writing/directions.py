"""Which way text runs: the Unicode Bidirectional Algorithm (UAX #9) for one paragraph.

Without its explicit embeddings, overrides and isolates: ``letters`` drops those, because an
override makes a record read otherwise than it was typed.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# BidiBrackets.txt: an opening bracket is closed by the next code point, but for these.
_CLOSED_BY = {
    "[": "]", "{": "}", "⦍": "⦐", "⦏": "⦎",
}  # fmt: skip
_CANONICAL = {"\u2329": "\u3008", "\u232a": "\u3009"}
_NESTED_AT_MOST = 63  # BD16
_NEUTRAL = {"B", "S", "WS", "ON"}


def runs_right_to_left(text: str) -> bool:
    """Whether anything in ``text`` runs from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def base_level(text: str) -> int:
    """1 for a paragraph that runs to the left: its first letter with a direction says (P2, P3)."""
    if not runs_right_to_left(text):
        return 0
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return 0
        if kind in {"R", "AL"}:
            return 1
    return 0


def levels(text: str, base: int) -> bytes:
    """The embedding level of each character; the odd ones run from right to left."""
    if base == 0 and not runs_right_to_left(text):
        return bytes(len(text))
    kinds = [unicodedata.bidirectional(letter) or "L" for letter in text]
    edge = "LR"[base]
    _resolve_weak(kinds, edge)
    _resolve_brackets(text, kinds, edge)
    _resolve_neutral(kinds, edge)
    # I1 and I2
    steps = ({"L": 0, "R": 1, "AN": 2, "EN": 2}, {"L": 2, "R": 1, "AN": 2, "EN": 2})[base]
    return bytes(steps[kind] for kind in kinds)


def in_visual_order(line_levels: Sequence[int]) -> list[int]:
    """Where the parts of one line stand, from left to right (L2)."""
    order = list(range(len(line_levels)))
    if not line_levels:
        return order
    lowest_odd = min((level for level in line_levels if level % 2), default=0)
    for level in range(max(line_levels), lowest_odd - 1 if lowest_odd else 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and line_levels[order[end]] >= level:
                end += 1
            if end > at + 1:
                order[at:end] = reversed(order[at:end])
            at = end + 1
    return order


def _resolve_weak(kinds: list[str], edge: str) -> None:
    """W1 to W7. A joiner or another boundary-neutral takes the type before it, as a mark does."""
    _resolve_marks_and_letters(kinds, edge)
    for at in range(1, len(kinds) - 1):  # W4
        kind = kinds[at]
        if kind in {"ES", "CS"} and kinds[at - 1] == kinds[at + 1]:
            number = kinds[at - 1]
            if number == "EN" or (number == "AN" and kind == "CS"):
                kinds[at] = number
    for kind, start, end in list(_stretches(kinds)):  # W5
        if kind == "ET" and "EN" in (*kinds[max(0, start - 1) : start], *kinds[end : end + 1]):
            kinds[start:end] = ["EN"] * (end - start)
    strong = edge
    for at, kind in enumerate(kinds):
        if kind in {"ES", "ET", "CS"}:  # W6
            kinds[at] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":  # W7
            kinds[at] = "L"


def _resolve_marks_and_letters(kinds: list[str], edge: str) -> None:
    """W1 to W3: marks run as what they stand on, and numbers after Arabic are Arabic numbers."""
    before = strong = edge
    for at, found in enumerate(kinds):
        kind = before if found in {"NSM", "BN"} else found
        before = kind
        if kind in {"L", "R", "AL"}:
            strong = kind
        if kind == "EN" and strong == "AL":
            kind = "AN"
        kinds[at] = "R" if kind == "AL" else kind


def _resolve_brackets(text: str, kinds: list[str], edge: str) -> None:
    """N0: both brackets of a pair run as what they hold, or as what stands before them."""
    for opening, closing in sorted(_bracket_pairs(text, kinds)):
        inside = {_direction(kind) for kind in kinds[opening + 1 : closing]} - {""}
        if not inside:
            continue
        side = edge
        if edge not in inside:
            side = next(
                filter(None, (_direction(kinds[at]) for at in range(opening - 1, -1, -1))), edge
            )
        for at in (opening, closing):
            kinds[at : _end_of_marks(text, at)] = [side] * (_end_of_marks(text, at) - at)


def _end_of_marks(text: str, at: int) -> int:
    """Where the marks that follow the character ``at`` end."""
    end = at + 1
    while end < len(text) and unicodedata.bidirectional(text[end]) in {"NSM", "BN"}:
        end += 1
    return end


def _bracket_pairs(text: str, kinds: Sequence[str]) -> Iterator[tuple[int, int]]:
    opened: list[tuple[str, int]] = []
    for at, typed in enumerate(text):
        if kinds[at] != "ON" or not unicodedata.mirrored(typed):
            continue
        category = unicodedata.category(typed)
        bracket = _CANONICAL.get(typed, typed)
        if category == "Ps":
            if len(opened) == _NESTED_AT_MOST:
                return
            opened.append((_CLOSED_BY.get(bracket, chr(ord(bracket) + 1)), at))
        elif category == "Pe":
            closes = [depth for depth, (closing, _) in enumerate(opened) if closing == bracket]
            if closes:
                yield opened[closes[-1]][1], at
                del opened[closes[-1] :]


def _resolve_neutral(kinds: list[str], edge: str) -> None:
    """N1 and N2: what lies between two sides that agree runs with them, else with the paragraph."""
    for _, start, end in list(_stretches(["N" if k in _NEUTRAL else "" for k in kinds])):
        if kinds[start] not in _NEUTRAL:
            continue
        left = _direction(kinds[start - 1]) if start else edge
        right = _direction(kinds[end]) if end < len(kinds) else edge
        kinds[start:end] = [left if left == right else edge] * (end - start)


def _direction(kind: str) -> str:
    """A number counts as running to the left, here."""
    if kind == "L":
        return "L"
    return "R" if kind in {"R", "AL", "EN", "AN"} else ""


def _stretches(kinds: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    start = 0
    for kind, same in groupby(kinds):
        end = start + sum(1 for _ in same)
        yield kind, start, end
        start = end
