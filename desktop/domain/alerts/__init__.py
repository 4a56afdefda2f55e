"""Alerts: a counter calls for somebody, and somebody comes (DESIGN §4)."""
