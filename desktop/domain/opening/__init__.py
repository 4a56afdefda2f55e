"""The opening test: whether a counter could call this morning, and get away."""
