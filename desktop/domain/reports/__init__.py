"""Incident reports: what they ask, what people answered, and what became of them."""
