"""Mosquitto as this station's relay: found, configured, kept alive, and ended with us."""
