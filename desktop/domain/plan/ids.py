"""How a floor is named among events."""

FloorId = str
"""Random, and kept when the floor gets another name or picture: what stands there stays there."""
