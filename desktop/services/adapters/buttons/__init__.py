"""Buttons that call by MQTT: the file that names them, and the ears at their brokers."""
