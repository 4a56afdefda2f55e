"""The guidance panel beside the counter bar (VISUAL §5)."""
