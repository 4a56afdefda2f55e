"""Letting go of what a site keeps for a time only."""
