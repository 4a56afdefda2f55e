"""What people see. The one layer, with ``app``, that knows Qt."""

from desktop.ui.qt_binding import keep_none_alive

keep_none_alive()
