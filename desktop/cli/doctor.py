"""``countersign doctor``: look at this PC, and say how to fix what is wrong."""

from collections.abc import Iterator, Sequence

from desktop.cli import exits
from desktop.cli.examination import checks_of
from desktop.cli.options import Options, Parser
from desktop.cli.session import Session
from desktop.services.doctor.findings import Finding, Health, examine, is_healthy


def teach(command: Parser) -> None:
    command.set_defaults(run=run)


def run(session: Session, options: Options) -> int:  # noqa: ARG001 -- it has none of its own
    findings = list(examine(checks_of(session)))
    answer = {
        "healthy": is_healthy(findings),
        "home": str(session.home.path),
        "findings": [
            {"check": f.check, "health": f.health.value, "message": f.message, "fix": f.fix}
            for f in findings
        ],
    }
    session.output.result(answer, _lines(findings))
    return exits.DONE if is_healthy(findings) else exits.REFUSED


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    width = max(len(finding.check) for finding in findings)
    for finding in findings:
        yield f"{finding.health.value:<8}{finding.check:<{width}}  {finding.message}"
        if finding.fix:
            yield f"{'':<8}{'':<{width}}  -> {finding.fix}"
    failed = sum(finding.health is Health.FAIL for finding in findings)
    yield ""
    yield "Nothing failed." if not failed else f"{failed} of {len(findings)} failed."
