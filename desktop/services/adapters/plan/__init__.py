"""The floor plan's pictures."""
