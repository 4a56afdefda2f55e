"""The floor plan at one station: what holds, and changing it for the site."""
