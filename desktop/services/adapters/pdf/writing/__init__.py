"""What people typed, in any script, onto a page (docs/adr/0052-any-script-on-a-page.md).

``letters`` makes the text printable, ``directions`` and ``clusters`` say how it runs and where it
may be parted, ``faces`` choose the fonts, ``shaping`` asks HarfBuzz, ``lines`` break it, ``typed``
draws it, and ``cluster_font`` with ``truetype`` embed what was drawn.
"""
