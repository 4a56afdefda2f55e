"""A staff desk: a window for a colleague's call, and a tray icon."""
