"""The supervisor's window: the state of the site, calm until somebody calls."""
