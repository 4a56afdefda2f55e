"""``countersign demo``: a whole site on this PC, over the real broker, with a story played in it.

Nothing of it is pretended: three processes of the program itself, one that creates the site and
runs the relay, two that join by code; real windows, in which a person presses, or, where nobody
can, the story does.
"""
