"""The exit codes, which scripts may rely on."""

DONE = 0
REFUSED = 1
"""It could not be done; standard error says why and what to do."""
USAGE = 2
"""The command was not understood; nothing was done."""
NOT_IN_TIME = 3
"""It was done, but what ``--wait-...`` waited for did not happen in time. The alert goes on."""
FAULT = 70
"""The program met a fault of its own (EX_SOFTWARE)."""
INTERRUPTED = 130
"""Ctrl+C, as a shell reports it."""
