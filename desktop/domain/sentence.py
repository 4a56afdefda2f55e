"""What is told to a person, so that it can be said in any language."""

from collections.abc import Callable, Sequence

import msgspec

Translate = Callable[[str], str]


class Sentence(msgspec.Struct, frozen=True):
    """A text with ``{fields}``, and what fills them in.

    The text is what a catalogue knows it by. A value that is a ``Sentence`` itself is said in the
    same language.
    """

    text: str
    values: dict[str, object] = {}

    def __str__(self) -> str:
        return self.said(lambda text: text)

    def said(self, translate: Translate) -> str:
        """The sentence in the language of ``translate``; without values braces stand for
        themselves.
        """
        text = translate(self.text)
        if not self.values:
            return text
        return text.format(**{name: _said(value, translate) for name, value in self.values.items()})


def listed(sentences: Sequence[Sentence], between: str = " ") -> Sentence:
    """All of them in one, each said by itself."""
    names = [f"n{at}" for at in range(len(sentences))]
    text = between.join(f"{{{name}}}" for name in names)
    return Sentence(text, dict(zip(names, sentences, strict=True)))


def _said(value: object, translate: Translate) -> object:
    return value.said(translate) if isinstance(value, Sentence) else value
