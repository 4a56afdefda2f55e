"""Figures of what happened: asked beside the threads that keep it, for windows, commands, paper."""
