"""Finds the names of a record's people in a text, however they are spelled there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from unicodedata import normalize

from desktop.domain.folding import folded
from desktop.services.reports.details import Detail, Found
from desktop.services.reports.letters import (
    Letters,
    Word,
    begins_a_sentence,
    folded_words,
    is_han,
    with_marks,
)

_LONGEST_NAME = 10_000
_AROUND = 3  # letters that Arabic, Hebrew or Russian add to a name
_BETWEEN = 3  # characters that stand between two words of one name
_OF_A_PERSON = range(2, 5)  # Chinese characters of a name


NO_NAMES = folded_words(
    "the a an and or of de la el los las von van der den del al bin mr mrs ms miss dr sr sra "
    "man woman men women person customer client visitor caller stranger unknown known male "
    "female old tall about years year boy girl minor adult someone somebody "
    "nobody police officer deputy sergeant security manager supervisor director "
    "employee clerk staff coworker colleague front desk office counter county city sheriff "
    "department hospital clinic medical center general state with in at on his her their my "
    "no not none jr sr ii iii he she they it we you i him them us me our your its was were is "
    "are be hombre mujer cliente persona desconocido desconocida policía guardia "
    "先生 小姐 女士 太太 客户 顾客 男子 女子 男人 女人 未知 不明 不详 匿名 警察 经理 主任 "
    "お客様 男性 女性"
)
"""Words in a field for a name that are none."""

_NAMES_TOO = folded_words(
    "al an bin van von de del der den la el los las he she you my no in on at or it us we is are be"
)
"""Of those the ones that somebody is called, if they have a capital there: *Al Smith*, *He Jun*."""

_NO_NAMES_OF_RUNS = tuple(word for word in NO_NAMES if is_han(word[0]))

ORDINARY = folded_words(
    "park lane will mark bill may grace hope rose white black brown green gray grey king long "
    "day church hill wood woods field fields stone rice price page case bell cook baker "
    "carpenter miller mason porter potter rich frank art gene pat rob sue drew dean earl duke "
    "prince major junior chase hunter joy faith summer april june august dawn ivy olive penny "
    "daisy lily ray grant rush love best close moody strong wise good cross rivers banks "
    "waters snow frost winter cash check short wall walls street bush moon star west north "
    "east south paz luz cruz rey leon flores rosa sol mar young child guard "
    "guy christian mercy charity patience robin jack nick max miles victor angel berry lake "
    "brook brooks ford bank post parks gates gate bridge walker singer tailor butcher bishop "
    "pope knight noble power powers sharp swift small little large english french german "
    "london dollar buck hall house room rooms floor ward marsh moss fish wolf fox crow crane "
    "drake swan lamb bull nail dale glen heath sandy rusty dusty harmony melody autumn july "
    "monday friday service services wells poole pool holly hazel heather iris ruby pearl amber "
    "jade crystal misty stormy destiny trinity genesis chance lance rod stew herb clay cliff "
    "reed rock stock stocks weaver fisher farmer forest shepherd judge law laws "
    "temple abbey chapel cotton silver gold golden diamond steel barber archer gardener mayor "
    "ángel calle iglesia rojo verde abril mayo domingo"
)
"""Names that are words, too: small letters mean the word, unless more of the name stands there,
or the text is a line that a redacted copy keeps."""

_CALLED = (
    *("先生", "小姐", "女士", "太太", "老师", "医生", "警官", "经理", "主任"),
    *("さん", "さま", "様", "氏", "君", "くん", "ちゃん"),
)
_FAMILIAR = "老小阿"
_KOREAN = re.compile("(?<![가-힣])[가-힣]{3}(?![가-힣])")  # one of the family, two of one's own


@dataclass(slots=True)
class _Wanted:
    """The words of the names that are looked for, each with the names it belongs to."""

    parts: dict[str, set[int]] = field(default_factory=dict)
    weak: dict[str, set[int]] = field(default_factory=dict)
    capital: dict[str, set[int]] = field(default_factory=dict)
    runs: set[str] = field(default_factory=set)

    def add(self, name: str, number: int) -> None:
        words = Letters.of(name[:_LONGEST_NAME]).words()
        spaced = [word.letters for word in words if not word.is_run]
        self.runs.update(run for word in words if word.is_run for run in _runs(word.letters) if run)
        self.runs.update(folded(called[1:]) for called in _KOREAN.findall(normalize("NFC", name)))
        for word in words:
            if word.letters in _NAMES_TOO and name[word.start].isupper():
                self.capital.setdefault(word.letters, set()).add(number)
        pieces = {piece for word in spaced for piece in _pieces(word)}
        telling = {p for p in pieces if p not in NO_NAMES and (len(p) > 1 or not p.isascii())}
        for piece in telling:
            self.parts.setdefault(piece, set()).add(number)
        if telling:
            for one, other in pairwise(map(_joined, spaced)):
                if len(one) > 1 and len(other) > 1:
                    self.parts.setdefault(one + other, set()).add(number)
            for spelled in _with_e(name):
                self.parts.setdefault(spelled, set()).add(number)
        elif len(pieces) > 1:
            for piece in pieces:
                self.weak.setdefault(piece, set()).add(number)


@lru_cache(maxsize=2)
def _wanted_of(names: frozenset[str]) -> _Wanted:
    """A record asks about the same names for each of its texts."""
    wanted = _Wanted()
    for number, name in enumerate(sorted(names)):
        wanted.add(name, number)
    return wanted


def names_in(
    text: str, names: frozenset[str], mentioned: Iterable[str] = (), *, is_strict: bool = False
) -> Iterator[Found]:
    """The words of ``names`` in ``text``, and with a capital those of ``mentioned``.

    ``is_strict``: a name that is a word, too, is found in small letters as well.
    """
    wanted = _wanted_of(names)
    capitals = {folded(word) for word in mentioned}
    if not (wanted.parts or wanted.weak or wanted.capital or wanted.runs or capitals):
        return
    words = Letters.of(text).words()
    hits: dict[int, set[int]] = {}
    maybe: dict[int, set[int]] = {}
    for n, word in enumerate(words):
        if word.is_run:
            yield from _in_run(text, word, wanted.runs)
            continue
        is_small = text[word.start].islower()
        if of := _names_of(word.letters, wanted.parts):
            is_word = is_small and not is_strict and _is_ordinary(word.letters, wanted.parts)
            (maybe if is_word else hits)[n] = of
        elif not is_small and _pieces(word.letters) & capitals:
            hits[n] = set()
        elif not is_small and (of := wanted.capital.get(_bare_word(word.letters), set())):
            is_plain = word.letters in wanted.capital and begins_a_sentence(text, word)
            (maybe if is_plain else hits)[n] = of
        elif not is_small and word.letters in wanted.weak:
            maybe[n] = wanted.weak[word.letters]
    for n in _joined_by_a_neighbour(words, hits, maybe):
        hits[n] = maybe[n]
    for n in sorted(hits):
        start, end = words[n].start, words[n].end
        yield Found(Detail.NAME, text[start:end], start, end)


def _joined_by_a_neighbour(
    words: list[Word], hits: dict[int, set[int]], maybe: dict[int, set[int]]
) -> list[int]:
    """Of the words that may be names those that stand beside more of the same name."""
    found: set[int] = set()
    for n, m in pairwise(range(len(words))):
        if n not in maybe and m not in maybe:
            continue
        first, second = (hits.get(x) or maybe.get(x) or set() for x in (n, m))
        is_near = words[m].start - words[n].end <= _BETWEEN
        if is_near and first & second and words[n].letters != words[m].letters:
            found |= {x for x in (n, m) if x in maybe}
    return sorted(found)


def _names_of(word: str, parts: dict[str, set[int]]) -> set[int]:
    """The names to which this word belongs, none where it is no word of a name."""
    of: set[int] = set()
    for piece in _pieces(word):
        of |= parts.get(piece, set())
    if not of and not word.isascii():
        for part, names in parts.items():
            if not part.isascii() and 1 < len(part) >= len(word) - _AROUND and part in word:
                of |= names
    return of


def _is_ordinary(word: str, parts: dict[str, set[int]]) -> bool:
    known = [piece for piece in _pieces(word) if piece in parts]
    return bool(known) and all(piece in ORDINARY for piece in known)


def _pieces(word: str) -> set[str]:
    """The word, what its hyphens part, and itself without them; a genitive is no part of it."""
    bare = _bare_word(word)
    return {bare, _joined(bare), *re.split(r"['-]", bare)} - {""}


def _bare_word(word: str) -> str:
    return word.removesuffix("'s")


def _joined(word: str) -> str:
    return word.replace("'", "").replace("-", "")


def _with_e(name: str) -> Iterator[str]:
    """Müller as it is written without dots: Mueller."""
    spelled = name[:_LONGEST_NAME].casefold()
    for letter, instead in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "oe"), ("å", "aa")):
        spelled = spelled.replace(letter, instead)
    if spelled != name[:_LONGEST_NAME].casefold():
        yield from (w.letters for w in Letters.of(spelled).words() if not w.is_run)


# Scripts without spaces ---------------------------------------------------------------------------


def _runs(name: str) -> Iterator[str]:
    """What of a name is looked for within a run of letters.

    Of a Chinese name any two of its characters, as people leave out the first or the last; and
    one with what makes it an address, as in *Mr. Wang*.
    """
    for piece in re.split(r"(?<=[\u3400-\u9fff々])(?=[\u3040-\u30ff])", name):
        if piece in NO_NAMES or (piece in _CALLED and piece != name):
            continue
        yield piece
        bare = _bare(piece)
        if bare in NO_NAMES or not all(map(is_han, bare)):
            continue
        if len(bare) in _OF_A_PERSON:
            yield from (bare[n : n + 2] for n in range(len(bare) - 1))
        if len(bare) <= _OF_A_PERSON[-1]:
            yield from (bare[0] + called for called in _CALLED)
            yield from (before + one for before in _FAMILIAR for one in bare)


def _bare(name: str) -> str:
    """Without *Mr.* behind it and *the customer* before it, where something is left."""
    for called in (*_CALLED, *_NO_NAMES_OF_RUNS):
        name = name.removesuffix(called) or name
    for before in _NO_NAMES_OF_RUNS:
        name = name.removeprefix(before) or name
    return name


def _in_run(text: str, word: Word, runs: set[str]) -> Iterator[Found]:
    for run in runs:
        at = word.letters.find(run)
        while at >= 0:
            end = at + len(run)
            if _stands_alone(word.letters, at, end):
                first, last = word.at[at], with_marks(text, word.at[end - 1] + 1)
                yield Found(Detail.NAME, text[first:last], first, last)
            at = word.letters.find(run, max(end, at + 1))


def _stands_alone(run: str, at: int, end: int) -> bool:
    """One letter is a name only alone; a word in katakana is found only whole."""
    if end - at == 1:
        return len(run) == 1
    if all(map(_is_katakana, run[at:end])):
        before, after = run[at - 1 : at] if at else "", run[end : end + 1]
        return not (before and _is_katakana(before)) and not (after and _is_katakana(after))
    return True


def _is_katakana(letter: str) -> bool:
    return "\u30a0" <= letter <= "\u30ff"
