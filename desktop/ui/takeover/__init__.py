"""The supervisor's full screen: every screen one colour at once, the place the largest thing."""
