"""What the running station does for a command: the other end of ``desktop.cli.session``."""
