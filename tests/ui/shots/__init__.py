"""Every window in every state as a picture: ``python -m tests.ui.shots [OUT [NAME...]]``.

Looking at all of them is part of the work on a window. ``python -m tests.ui.shots docs [NAME...]``
makes those in docs/images. Each module here has what there is to see of one subject.
"""

import os
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything here imports Qt
os.environ.setdefault("TZ", "America/Denver")
if hasattr(time, "tzset"):
    time.tzset()
