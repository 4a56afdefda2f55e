"""The guidance at work: which cards hold now, what is tried and said, and what comes back."""
