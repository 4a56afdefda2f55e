"""Words as the guidance is searched by, in English and Spanish."""

import re
from collections.abc import Iterator
from functools import lru_cache

from desktop.domain.folding import folded

WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*(?:['\u2019\u02bc`\u00b4][\w\u0300-\u036f]+)*")
"""A word in a text: *won't* is one. Accents may stand apart from their letters."""


@lru_cache(maxsize=20_000)
def spelled(word: str) -> str:
    """``word`` as it is compared: *won't*, *Won’t* and *wont* are one, *señor* and *senor*."""  # noqa: RUF002
    return "".join(filter(str.isalnum, folded(word)))


def words_of(text: str) -> Iterator[str]:
    """The words of ``text``, as they are compared."""
    return filter(None, map(spelled, WORD.findall(text)))


def related(word: str) -> Iterator[str]:
    """Words that differ from ``word`` in their ending alone: *yelled*, *yells*, *yelling*.

    They need not be words of any language: who asks looks which of them there are.
    """
    for stem in _stems(word):
        yield from (stem + ending for ending in _ENDINGS)
        if stem[-1] not in "aeiou":  # hit, hitting
            yield from (stem + stem[-1] + ending for ending in ("ing", "ed", "er", "ers"))


def _stems(word: str) -> Iterator[str]:
    if len(word) >= _SHORTEST + 1:
        yield word
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if ending and stem != word and len(stem) >= _SHORTEST:
            yield stem
            if stem[-1] == stem[-2] and len(stem) > _SHORTEST:  # hitting, hit
                yield stem[:-1]


_SHORTEST = 3
_ENDINGS = (
    # English
    *("", "e", "s", "es", "d", "ed", "ing", "ings", "er", "ers", "or", "ors", "y", "ies", "ied"),
    *("ly", "ful", "en", "ens", "ened", "ening", "ment", "ments", "ion", "ions", "ive"),
    # Spanish
    *("a", "as", "o", "os", "ar", "ir", "ando", "iendo", "ado", "ada", "ados", "adas", "ido"),
    *("ida", "an", "en", "aba", "aban", "aron", "ieron", "ores", "ora", "oras", "cion", "ciones"),
)


def _listed(words: str) -> frozenset[str]:
    return frozenset(map(spelled, words.split()))


SOFT = _listed(
    # Everybody who types a sentence types these; a card need not have them.
    "a an the this that these those there here it its he she they him her hers his them their i "
    "im ive id me my mine we us our you your youre hes shes theyre whos theres is are was "
    "were be been being am has have had having do does did doing done will would can could shall "
    "should may might must to of in on at by for from with into onto about over under out up off "
    "down as and or but so if then than when where why how what who whom which while because not "
    "no dont doesnt didnt wont cant cannot couldnt wouldnt isnt arent wasnt aint just very too "
    "really still again now keeps keep kept get gets got getting going go goes gonna want wants "
    "wanna say says said saying tell tells told please some someone somebody any anyone person "
    "people man woman men women guy guys lady customer customers client clients visitor visitors "
    # Spanish
    "el la los las un una unos unas lo le les se me mi mis tu tus su sus nos nosotros yo usted "
    "ustedes ella ellos ellas esto esta este estos estas eso esa ese esos esas aqui ahi es son "
    "era esta estan estoy estaba ser estar ha han he hay tiene tienen tengo tenia hace hacer hago "
    "puede pueden puedo quiere quieren quiero va van voy de del al en a ante con por para sin "
    "sobre entre hasta desde y e o u pero si no ni que como cuando donde quien porque muy mas "
    "tambien ya aun alguien alguna alguno algun persona personas gente hombre mujer senor senora "
    "cliente clientes digo dice dicen decir"
)
"""Words that say little: where others were typed as well, a card need not have them."""
