"""Cards as somebody writes them."""

SITUATION = """\
+++
id = "language"
kind = "situation"
place = 3
icon = "phone"
title = "Language"
hint = "Insults, swearing"
words = ["yelling", "cursing"]
sources = ["000 §4.6", "site"]
ladder = "counter"
rung = "limit"
worse = "safety"
see = ["set-a-limit"]
owner = "Guidance keeper"
reviewed = 2026-11-26
+++

## Say

- I am glad to help you, but that language is not acceptable.

## Do

1. Say the limit **once**, firm and polite.
   - It may take a minute.

## Next

If it goes on, [set a limit](card:set-a-limit).
"""

SITUACION = """\
+++
id = "language"
title = "Insultos"
words = ["gritos"]
+++

## Diga

- Con gusto le ayudo, pero ese lenguaje no es aceptable.

## Haga

1. Diga el límite **una vez**.

## Después

Si sigue, [ponga un límite](card:set-a-limit).
"""

LADDER = """\
+++
id = "counter"
kind = "ladder"
title = "At the counter"

[[rungs]]
id = "limit"
title = "You set a limit"
text = "Say the limit once."
actions = ["warn"]
say = "That language is not acceptable."
then = "supervisor"

[[rungs]]
id = "supervisor"
title = "A supervisor takes over"
text = "Step back."
who = "supervisor"
actions = ["supervisor", "panic"]
+++
"""

ESCALERA = """\
+++
id = "counter"
title = "En la ventanilla"

[[rungs]]
id = "limit"
title = "Usted pone un límite"
text = "Diga el límite una vez."
say = "Ese lenguaje no es aceptable."

[[rungs]]
id = "supervisor"
title = "Sigue un supervisor"
text = "Dé un paso atrás."
+++
"""

PRACTICE = """\
+++
id = "practice-swearing"
kind = "practice"
title = "He swears at you"
topic = "language"
+++

## Scene

A man swears at you.

> Are you deaf?

## Answers

- [x] I am glad to help you.
  - It is calm, and it is a limit.
- [ ] Mind your tongue!
  - It answers in kind.
"""

PRACTICA = """\
+++
id = "practice-swearing"
title = "Le insulta"
+++

## Escena

Un hombre le insulta.

## Respuestas

- [x] Con gusto le ayudo.
  - Es tranquilo.
- [ ] ¡Cuide su lengua!
  - Responde igual.
"""


def a_guide(body: str = "## Why\n\nBecause.", *, id: str = "guide", header: str = "") -> str:  # noqa: A002 -- as the card calls it
    """A guide with that body, and with those lines in its header besides."""
    return f'+++\nid = "{id}"\nkind = "guide"\ntitle = "A guide"\n{header}\n+++\n{body}\n'
