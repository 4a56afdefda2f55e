"""What the guidance keeps on this PC: the running conversation, and what was read."""
