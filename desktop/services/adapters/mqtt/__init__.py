"""MQTT 5 by paho as the wire between stations and relays."""

from desktop.deferring import load_when_used

# paho asks it for proxies on the way to a websocket. Our relays are neither, and it brings HTTP
# and e-mail: a tenth of the time in which a bare window is up.
load_when_used("urllib.request")
