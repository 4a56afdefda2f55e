"""Makes this process find what a counter's PC has installed, and no more.

Imported before the program. What it is developed with brings ``typing_extensions``, and msgspec
reads that where it is there: 3 ms of a start and half a megabyte that no counter pays.
"""

import sys

sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # "there is no such module"
