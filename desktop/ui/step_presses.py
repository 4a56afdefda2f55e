"""What a supervisor does with a step of the protocol, wherever it was pressed."""

from PySide6.QtCore import QObject, Signal

from desktop.ui.views.acts import Act


class StepPresses(QObject):
    """Tells presses on steps apart; each names the alert and the step."""

    taken = Signal(str, str)
    done = Signal(str, str, bool)
    given_back = Signal(str, str)

    def press(self, act: Act, alert: str, step: str) -> None:
        """Report what ``act`` asks for; ``done`` also says whether it was needed."""
        match act:
            case Act.TAKE:
                self.taken.emit(alert, step)
            case Act.DONE:
                self.done.emit(alert, step, True)
            case Act.NOT_NEEDED:
                self.done.emit(alert, step, False)
            case Act.GIVE_BACK:
                self.given_back.emit(alert, step)
