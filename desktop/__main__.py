"""``python -m desktop`` is the ``countersign`` command; a bundle's keeper begins here, too,
and what sends to contacts outside.
"""

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["--keeper"]:  # before anything of the program is loaded
        from desktop.services.adapters.keeper.process import main as keep

        sys.exit(keep(sys.argv[2:]))
    if sys.argv[1:2] == ["--sends-outside"]:
        from desktop.services.adapters.outside.process import main as send

        sys.exit(send())
    from desktop.cli import main

    sys.exit(main())
