"""Words that may be names, found where people tell freely what happened.

Nothing but their capitals tells them, and where a sentence begins not even those: so they are
good enough to blacken the few short texts that a redacted copy keeps, and for nothing else.
"""

from collections.abc import Iterable, Iterator

from desktop.services.reports.letters import Letters, Word, folded_words
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


def mentioned_in(texts: Iterable[str], place: str) -> frozenset[str]:
    """The words with a capital in ``texts``, but for those of ``place`` and of agencies."""
    ours = {word.letters for word in Letters.of(place).words()}
    ignored = ours | NO_NAMES | _NEITHER
    return frozenset(
        word.letters
        for text in texts
        for run in _runs(text)
        if not (run[-1].letters in _PLACES or run[0].letters in _PLACES)
        for word in run
        if len(word.letters) > 1 and word.letters not in ignored
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
    if len(run) > 1 or is_short or not _begins_a_sentence(text, run[0]):
        yield run


def _begins_a_sentence(text: str, word: Word) -> bool:
    before = text[max(0, word.start - 12) : word.start].rstrip(" \t“”\"'\u2018(")
    return not before or before.endswith((".", "!", "?", ":", ";", "\n", "•", "-", "…"))
