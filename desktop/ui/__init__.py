"""What people see. The one layer, with ``app``, that knows Qt."""

from desktop.ui.qt_spelling import read_no_source

read_no_source()
