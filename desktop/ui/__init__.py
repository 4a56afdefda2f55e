"""What people see. The one layer, with ``app``, that knows Qt."""
