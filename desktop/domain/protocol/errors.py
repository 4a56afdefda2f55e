"""What cannot be done with a protocol, with advice."""

from desktop.domain.errors import RefusedError


class StepRefusedError(RefusedError):
    """A site cannot have such a step."""

    code = "step-refused"
    advice = "See the steps as they are with: countersign protocol show"


class UnknownStepError(RefusedError):
    """That alert has no such step."""

    code = "unknown-step"
    advice = "See its steps with: countersign alert show ALERT"


class StepOwnedError(RefusedError):
    """Somebody sees to that step already."""

    code = "step-owned"
    advice = "Whoever does it may say that it is done; else ask them to give it back."


class StepNotYoursError(RefusedError):
    """This desk has nothing to give back there."""

    code = "step-not-yours"
    advice = "Only the desk that took a step, or ticked it, gives it back."


class SupervisorsStepsError(RefusedError):
    """The steps of a site are set at a supervisor's desk."""

    code = "supervisors-steps"
    advice = "Give the command at a supervisor's desk."
