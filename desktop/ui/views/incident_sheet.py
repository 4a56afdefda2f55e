"""The report as it is being written: the one place in the form that knows every answer."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.field import Answer, Answers, Kind, is_answered
from desktop.services.reports.ports import Draft

KIND, FILES, WHY = "@kind", "@files", "@why"
"""What stands on the sheet beside the answers: how it came, what is attached, why it is amended."""

Value = Answer | Kind | tuple[Attachment, ...] | None


class Sheet:
    """Answers by key, with those who want to know when one changes.

    An answer that was emptied is not there any more, whether it was never given or taken back.
    """

    def __init__(self, draft: Draft, *, before: Draft | None = None) -> None:
        """``before``: what was submitted, where ``draft`` adds to it and that is still here."""
        answers: Answers = dict(before.answers) if before else {}
        self._draft = draft
        self._submitted = before.attachments if before else ()
        taken_back = {key for key, value in draft.answers.items() if not is_answered(value)}
        self._before: Answers = {**answers, **dict.fromkeys(taken_back, "")}
        self._answers = {k: v for k, v in (answers | draft.answers).items() if is_answered(v)}
        self._kind = draft.kind
        self._files = (*self._submitted, *draft.attachments)
        self._why = draft.why
        self._listeners: list[Callable[[str], None]] = []

    @property
    def kind(self) -> Kind:
        """How the incident came."""
        return self._kind

    @property
    def answers(self) -> Mapping[str, Answer]:
        """Everything that was answered so far."""
        return self._answers

    @property
    def files(self) -> tuple[Attachment, ...]:
        """What is attached."""
        return self._files

    @property
    def why(self) -> str:
        """Why something is added or put right."""
        return self._why

    def value(self, key: str) -> Value:
        """What stands at ``key``."""
        match key:
            case "@kind":
                return self._kind
            case "@files":
                return self._files
            case "@why":
                return self._why
            case _:
                return self._answers.get(key)

    def put(self, key: str, value: Value) -> None:
        """Write ``value`` at ``key`` and tell everybody."""
        if key == KIND:
            assert isinstance(value, Kind)
            self._kind = value
        elif key == FILES:
            assert isinstance(value, tuple)
            self._files = value
        elif key == WHY:
            self._why = str(value or "")
        else:
            assert not isinstance(value, Kind | tuple)
            if is_answered(value):
                assert value is not None
                self._answers[key] = value
            else:
                self._answers.pop(key, None)
        for listener in self._listeners:
            listener(key)

    def watch(self, listener: Callable[[str], None]) -> None:
        """Call ``listener`` with the key of whatever changes."""
        self._listeners.append(listener)

    def draft(self) -> Draft:
        """The draft as it stands now, to be saved, shown or submitted."""
        return replace(
            self._draft,
            kind=self._kind,
            answers=dict(self._answers),
            attachments=self._files,
            why=self._why,
        )

    def amendment(self) -> Draft:
        """The draft of an amendment as it stands now: what is new alone."""
        return replace(self.draft(), answers=self.changed_answers(), attachments=self.added_files())

    def changed_answers(self) -> Answers:
        """What an amendment says: answers unlike those before, "" where one was taken back."""
        before = self._before
        changed: Answers = {
            key: answer for key, answer in self._answers.items() if before.get(key) != answer
        }
        return changed | {key: "" for key in before if key not in self._answers}

    def added_files(self) -> tuple[Attachment, ...]:
        """What an amendment attaches."""
        return tuple(file for file in self._files if file not in self._submitted)
