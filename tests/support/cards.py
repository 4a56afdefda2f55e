"""A few cards of the guidance, as people write them."""

from desktop.domain.guidance.library import Library
from desktop.services.adapters.cards import read_card


def library(language: str = "en", *, of: tuple[dict[str, str], ...] = ()) -> Library:
    """The cards below, or those ``of`` the given texts, in ``language``."""
    read = [read_card(texts, name="card") for texts in of or CARDS]
    cards = {next(iter(card.values())).id: card for card in read}
    return Library.in_language(cards, language, hidden=frozenset())


def a_guide(
    card: str, title: str, *, words: str = "", hint: str = "", more: str = "Nothing else."
) -> dict[str, str]:
    """A card to be read, in English alone; ``words`` are parted by commas."""
    listed = ", ".join(f'"{word.strip()}"' for word in words.split(",") if word.strip())
    text = f"""+++
id = "{card}"
kind = "guide"
title = "{title}"
hint = "{hint}"
words = [{listed}]
+++

## More

{more}
"""
    return {"en": text}


_LADDER = """+++
id = "counter"
kind = "ladder"
title = "How far has it gone?"

[[rungs]]
id = "you"
title = "You"
text = "Listen, apologize, repeat back what you heard."
then = "limit"

[[rungs]]
id = "limit"
title = "You set a limit"
text = "Say the limit once. Give them the chance to stop."
actions = ["warn"]
say = "I am glad to help you, but that language is not acceptable."
then = "panic"

[[rungs]]
id = "panic"
title = "Leave the counter"
text = "Any threat, or you are afraid."
actions = ["panic"]
+++
"""

_VENTING = """+++
id = "venting"
kind = "situation"
place = 1
title = "Venting"
hint = "Upset, talking, needs to be heard"
words = ["yelling", "shouting", "loud", "angry", "mad", "frustrated"]
ladder = "counter"
rung = "you"
worse = "language"
+++

## Say

- I am sorry that this has been so hard. Tell me what happened.

## Do

1. Listen to the end. Do not interrupt.
2. Say back in your own words what you heard.

## Do not say

- Calm down.
- That is our policy.

## Next

- Say what you will do today, and write it down for them.
"""

_LANGUAGE = """+++
id = "language"
kind = "situation"
place = 3
title = "Language"
hint = "Insults, swearing"
words = ["yelling", "cursing", "name calling", "rude", "racist"]
ladder = "counter"
rung = "limit"
worse = "safety"
+++

## Say

- I am glad to help you, but that language is not acceptable.

## Do

1. Say the limit **once**, firm and polite.
2. Pause. Give them the chance to stop.

## Next

- If it goes on, [end the talk](card:safety).
"""

_LANGUAGE_ES = """+++
id = "language"
title = "Lenguaje"
hint = "Insultos, groserías"
words = ["gritando", "malas palabras", "insultó"]
+++

## Diga

- Con gusto le ayudo, señor, pero ese lenguaje no es aceptable.

## Haga

1. Diga el límite **una vez**, con firmeza y cortesía.

## Después

- Si continúa, llame a su supervisora.
"""

_SAFETY = """+++
id = "safety"
kind = "situation"
place = 5
title = "Safety"
hint = "Any word or sign of harm"
words = ["threat", "threatening", "gun", "knife", "weapon", "bomb", "won't let me leave"]
ladder = "counter"
rung = "panic"
+++

## Say

- I will get somebody who can help you.

## Do

1. Leave the counter and press Panic.
2. Keep your hands where they can be seen.

## Next

- A supervisor takes over. Write down the exact words.
"""

_SAFETY_ES = """+++
id = "safety"
title = "Seguridad"
hint = "Cualquier palabra o señal de daño"
words = ["amenaza", "pistola", "cuchillo", "bomba"]
+++

## Diga

- Voy a buscar a alguien que pueda ayudarle.

## Haga

1. Aléjese del mostrador y pulse Pánico.

## Después

- Una supervisora se hace cargo.
"""

_PHONE = """+++
id = "phone"
kind = "situation"
place = 6
title = "On the phone"
hint = "Caller, end-of-call steps"
words = ["telephone", "hang up"]
ladder = "counter"
rung = "limit"
+++

## Say

- I would like to help you, and I cannot while you shout.

## Do

1. Speak slowly, and in a low voice.

## Next

- Write down when they called.
"""

_END_A_CALL = """+++
id = "end-a-call"
kind = "guide"
title = "End a call after a warning"
topic = "phone"
words = ["hang up"]
+++

## More

Some callers do not stop, whatever they are told. First say once and in a quiet voice what must \
stop, then say you will end the call if it continues, then do so and write it down.
"""

_BACK_TO_TODAY = """+++
id = "back-to-today"
kind = "guide"
title = "Bring it back to today"
topic = "venting"
+++

## Say

- I cannot change what happened. This is what I can do for you now.

## More

Then end with one next step. Ask whether you may call them tomorrow.
"""

_WHO = """+++
id = "who"
kind = "directory"
title = "Who handles what"
words = ["phone number", "extension"]
+++

## Supervisors

- Front desk: the supervisor on duty, at the second window.

## Interpreters

- Español: ask for the interpreter of the day.
"""

_ALWAYS = """+++
id = "always"
kind = "always"
title = "Always true"
+++

## Do

- Low voice, slow words, relaxed posture.
"""

_PRACTICE = """+++
id = "practice-language"
kind = "practice"
title = "Practice: Language"
topic = "language"
words = ["cursing"]
+++

## Scene

A man at the window is cursing at you about a bill.

## Answers

- [x] I am glad to help you, but that language is not acceptable.
  - It says the limit and offers help.
- [ ] Shut up, you moron.
  - It is an insult back.
"""

CARDS = (
    *({"en": text} for text in (_LADDER, _VENTING, _PHONE, _END_A_CALL, _BACK_TO_TODAY, _WHO)),
    *({"en": text} for text in (_ALWAYS, _PRACTICE)),
    {"en": _LANGUAGE, "es": _LANGUAGE_ES},
    {"en": _SAFETY, "es": _SAFETY_ES},
)
