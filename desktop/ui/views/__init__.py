"""View models: every choice of wording and enablement, in plain Python, tested without a window."""
