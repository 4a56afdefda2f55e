"""What people see. The one layer, with ``app``, that knows Qt."""

from desktop.ui.qt_signatures import import_without_signatures
from desktop.ui.qt_spelling import read_no_source

import_without_signatures()
read_no_source()
