"""Words that may be names, found where people tell freely what happened.

Nothing but their capitals tells them, and where a sentence begins not even those: so they are
good enough to blacken the few short texts that a redacted copy keeps, and for nothing else.
"""

from collections.abc import Iterable, Iterator

from desktop.services.reports.details import Detail, Found
from desktop.services.reports.letters import Letters, Word, begins_a_sentence, folded_words
from desktop.services.reports.names_in_text import NO_NAMES

_SHORT_ANSWER = 4  # words of a text that is a name rather than a sentence


_PLACES = folded_words(
    "street avenue road boulevard lane drive court way place square terrace highway parkway park "
    "building annex wing hall lobby room floor entrance exit window lot garage parking reception "
    "waiting school library bank church university college station airport hotel store market "
    "plaza mall bridge river lake county city state town village department police sheriff fire "
    "rescue security clinic hospital center centre office agency bureau division unit service "
    "services district board council association company inc llc counter desk calle avenida plaza "
    "edificio sala piso entrada oficina hospital clínica policía condado ciudad centro escuela"
)
"""What ends the name of a place or an agency: *Alder Police*, *Court Street*."""

_NEITHER = folded_words(
    "i monday tuesday wednesday thursday friday saturday sunday january february march april june "
    "july august september october november december lunes martes miércoles jueves viernes sábado "
    "domingo north south east west main front back upper lower ground first second third "
    "facebook instagram whatsapp twitter google yelp teams zoom email telegram signal messenger "
    "tiktok linkedin nextdoor sms chat website web phone am pm dna usa us english spanish "
    "this that these those there then when while after before and but so because if as for from "
    "with without at by to on in of an all both each some two three one no yes nothing"
)

_OWN_A_ROOM = folded_words(
    "sheriff assessor treasurer recorder coroner attorney defender governor mayor judge clerk "
    "registrar auditor commissioner chief guard guest visitor staff parent children women men "
    "veteran veterans worker workers citizen citizens farmer farmers today tomorrow"
)
"""Who has a room and is nobody: *the Sheriff's office*."""

_NAMED_AFTER = folded_words(
    "hospital clinic church school library university college store market shelter bank "
    "restaurant cathedral academy"
)
"""What is called after somebody long gone: *St. Mary's Hospital*."""


def mentioned_in(texts: Iterable[str], ours: Iterable[str]) -> frozenset[str]:
    """The words with a capital in ``texts``, but for those of agencies and of ``ours``: what the
    site itself calls its places.
    """
    own = {word.letters for name in ours for word in Letters.of(name).words()}
    ignored = own | NO_NAMES | _NEITHER
    return frozenset(
        word.letters
        for text in texts
        for run in _runs(text)
        if not (run[-1].letters in _PLACES or run[0].letters in _PLACES)
        for word in run
        if len(word.letters) > 1 and word.letters not in ignored
    )


def owners_in(text: str) -> Iterator[Found]:
    """The words with a capital to which something belongs: *Zoe Quist's desk*."""
    nobody = NO_NAMES | _PLACES | _NEITHER | _OWN_A_ROOM
    words = [word for word in Letters.of(text).words() if not word.is_run]
    for n, word in enumerate(words):
        bare = _owner(text, word)
        after = words[n + 1].letters if n + 1 < len(words) else ""
        if not bare or bare in nobody or after in _NAMED_AFTER:
            continue
        first = n
        while first and _belong_together(text, words[first - 1], words[first], nobody):
            first -= 1
        for one in words[first : n + 1]:
            end = one.end + (one is word and bare == word.letters)  # the sign of *James'*
            yield Found(Detail.NAME, text[one.start : end], one.start, end)


def _owner(text: str, word: Word) -> str:
    """The word without the sign that something belongs to it; empty where it has none."""
    if not text[word.start].isupper():
        return ""
    if word.letters.endswith("'s"):
        return word.letters[:-2]
    is_james = word.letters.endswith("s") and text[word.end : word.end + 2] in {"' ", "\u2019 "}
    return word.letters if is_james else ""


def _belong_together(text: str, one: Word, other: Word, nobody: frozenset[str]) -> bool:
    return (
        text[one.start].isupper()
        and one.letters not in nobody
        and text[one.end : other.start].strip() in {"", "."}
    )


def _runs(text: str) -> Iterator[list[Word]]:
    """Words with a capital that stand beside each other. One that begins a sentence by itself is
    none, unless the whole text is so short that it is no sentence.
    """
    words = [word for word in Letters.of(text).words() if not word.is_run]
    is_short = len(words) <= _SHORT_ANSWER and all(text[w.start].isupper() for w in words)
    run: list[Word] = []
    for word in words:
        between = text[run[-1].end : word.start] if run else ""
        if run and (between.strip() not in {"", "."} or "\n" in between):
            yield from _whole(text, run, is_short=is_short)
            run = []
        if text[word.start].isupper():
            run.append(word)
        elif run:
            yield from _whole(text, run, is_short=is_short)
            run = []
    if run:
        yield from _whole(text, run, is_short=is_short)


def _whole(text: str, run: list[Word], *, is_short: bool) -> Iterator[list[Word]]:
    if len(run) > 1 or is_short or not begins_a_sentence(text, run[0]):
        yield run
