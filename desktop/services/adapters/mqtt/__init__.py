"""MQTT 5 by paho as the wire between stations and relays."""
